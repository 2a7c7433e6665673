import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { categoricalPair, normals, numericPair } from '../drift/support.ts';
import { makeDrift, makeInput } from './support.ts';

const tenure = numericPair(normals(1, 2000), normals(2, 500, 0.8));
const charges = numericPair(normals(3, 2000), normals(4, 500));
const contract = categoricalPair([1200, 600, 200], [300, 150, 50]);

function measure(input: ReturnType<typeof makeInput>) {
  return CHECKS.feature_drift.measure(input);
}

describe('feature_drift', () => {
  it('asks each column only for the listed methods that fit its kind', () => {
    const driftMethods = ['wasserstein', 'ks_test', 'js_divergence'] as const;
    const found = measure(makeInput({ featureDrift: makeDrift({ driftMethods }) }, { tenure, contract }));
    const asked = found
      .filter(({ drifted, column }) => drifted !== null && column !== null)
      .map(({ column, metric }) => `${column} ${metric}`);
    expect(asked).toEqual(['tenure wasserstein', 'tenure ks_test', 'tenure js_divergence', 'contract js_divergence']);
    expect(found.every(({ state }) => state !== 'unknown')).toBe(true);
  });

  it('puts the default method in where no listed one fits, and says which would', () => {
    const featureDrift = makeDrift({ driftMethods: ['wasserstein'], threshold: 0.5 });
    const [first] = measure(makeInput({ featureDrift }, { contract }));
    expect(first).toMatchObject({ metric: 'js_distance', threshold: 0.05, state: 'ok' });
    expect(first!.reason).toMatch(
      /^Metric 'wasserstein' not supported for categorical column 'contract': js_distance stands in/,
    );
  });

  it('lets a column override the check, and the check the method', () => {
    const columns = { tenure: { driftMethods: ['psi'] as const, threshold: 9, pValue: null, importance: null } };
    const found = measure(
      makeInput({ featureDrift: makeDrift({ threshold: 0.05, columns }) }, { tenure, charges, contract }),
    );
    const limits = Object.fromEntries(found.map(({ column, metric, threshold }) => [`${column} ${metric}`, threshold]));
    expect(limits).toMatchObject({ 'tenure psi': 9, 'charges wasserstein': 0.05, 'contract js_distance': 0.05 });
    const [byDefault] = measure(makeInput({ featureDrift: makeDrift() }, { charges }));
    expect(byDefault!.threshold).toBe(0.1);
  });

  it('lets the kind of a column override the check, and a column its kind', () => {
    const kinds = {
      numeric: { driftMethods: ['psi', 'ks_test'] as const, threshold: 0.3, pValue: null },
      categorical: { driftMethods: null, threshold: 0.07, pValue: 0.001 },
    };
    const columns = { tenure: { driftMethods: null, threshold: 9, pValue: null, importance: null } };
    const featureDrift = makeDrift({ driftMethods: ['wasserstein', 'chi_square'], threshold: 0.05, kinds, columns });
    const found = measure(makeInput({ featureDrift }, { tenure, charges, contract }));
    const limits = found
      .filter(({ threshold, metric }) => threshold !== null && !metric.endsWith('_share'))
      .map(({ column, metric, threshold }) => `${column} ${metric} ${threshold}`);
    expect(limits).toEqual([
      'tenure psi 9',
      'tenure ks_test 9',
      'charges psi 0.3',
      'charges ks_test 0.3',
      'contract chi_square 0.07',
    ]);
  });

  it('measures a column that is called like what every object has', () => {
    const columns = { constructor: charges, toString: contract };
    const inputs = [
      makeDrift(),
      makeDrift({ compat: 'evidently' as const }),
      makeDrift({ compat: 'nannyml' as const }),
    ];
    const states = inputs.map((featureDrift) =>
      measure(makeInput({ featureDrift }, columns))
        .filter(({ column, metric }) => column !== null && !metric.endsWith('_share'))
        .map(({ column, state, reason }) => `${column} ${state} ${reason?.includes('needs') ?? false}`),
    );
    expect(states[0]).toEqual(['constructor ok false', 'toString ok false']);
    // Neither tool's number can be had from counts alone, and it is said so.
    expect(states[1]).toEqual(['constructor unknown true', 'toString ok false']);
    expect(states[2]).toEqual(['constructor unknown true', 'toString unknown true']);
  });

  it('sums the columns up by score, number and share', () => {
    const found = measure(makeInput({ featureDrift: makeDrift() }, { tenure, charges, contract }));
    const summary = Object.fromEntries(
      found.filter(({ column }) => column === null).map((one) => [one.metric, one.value]),
    );
    expect(summary.drifted_columns).toBe(1);
    expect(summary.drifted_share).toBeCloseTo(1 / 3);
    expect(summary.drift_score).toBeGreaterThan(0.2);
  });

  it('holds the score against the threshold of the monitor', () => {
    const thresholds = [{ metric: 'drift_score', minValue: null, maxValue: 0.1 }];
    const found = measure(makeInput({ featureDrift: makeDrift(), thresholds }, { tenure }));
    expect(found.find(({ metric }) => metric === 'drift_score')).toMatchObject({
      threshold: 0.1,
      direction: 'above',
      state: 'breach',
    });
  });

  it('reports a column that is gone as unknown and still judges the others', () => {
    const featureDrift = makeDrift({ features: ['gone', 'tenure'] });
    const found = measure(makeInput({ featureDrift }, { tenure }));
    expect(found[0]).toMatchObject({ column: 'gone', state: 'unknown', value: null, drifted: null });
    expect(found[0]!.reason).toBe("Column 'gone' is not in the reference dataset");
    expect(found[1]).toMatchObject({ column: 'tenure', drifted: true });
    expect(found.at(-1)!.reason).toBe('1 of 2 features could not be judged');
  });

  it('takes every column with no other part for a feature, the important ones first', () => {
    const columns = { charges: { driftMethods: null, threshold: null, pValue: null, importance: 0.9 } };
    const roles = { predictionColumn: 'p', scoreColumn: 's', labelColumn: 'y', modelVersionColumn: 'v' };
    const pairs = { p: contract, tenure, s: charges, charges, y: contract, v: contract };
    const found = measure(makeInput({ featureDrift: makeDrift({ columns }), ...roles }, pairs));
    expect(found.map(({ column }) => column)).toEqual(['charges', 'tenure', null, null, null]);
  });

  it('uses the exact values where they were computed', () => {
    const featureDrift = makeDrift({ driftMethods: ['ks_test', 'wasserstein'], exact: true });
    const exact = { tenure: { ks: 0.61, wasserstein: 0.83 } };
    const found = measure(makeInput({ featureDrift }, { tenure }, { exact }));
    expect(found.slice(0, 2).map(({ value }) => value)).toEqual([0.61, 0.83]);
  });
});

describe('prediction_drift', () => {
  it('compares predictions and scores, and says what is missing without them', () => {
    const predictionDrift = makeDrift({ driftMethods: ['psi'] });
    const roles = { predictionColumn: 'p', scoreColumn: 's' };
    const found = CHECKS.prediction_drift.measure(makeInput({ predictionDrift, ...roles }, { p: contract, s: tenure }));
    expect(found.map(({ column, drifted }) => [column, drifted])).toEqual([
      ['p', false],
      ['s', true],
    ]);
    const [none] = CHECKS.prediction_drift.measure(makeInput({ predictionDrift }));
    expect(none).toMatchObject({ state: 'unknown', reason: expect.stringContaining('set prediction_column') });
  });
});
