import { describe, expect, it } from 'vitest';
import { readFacts } from '../../src/checks/facts.ts';
import { CHECKS, measureAll } from '../../src/checks/index.ts';
import { makeMeasurement, makeUnknown } from '../../src/checks/measurement.ts';
import { CHECK_NAMES } from '../../src/checks/types.ts';
import { METRICS } from '../../src/metrics/index.ts';
import { nameChange } from '../../src/metrics/metric.ts';
import { PERFORMANCE_METRICS, readChangedMetric } from '../../src/monitors/metric-names.ts';
import { normals, numericPair } from '../drift/support.ts';
import { makeDrift, makeInput } from './support.ts';

describe('measureAll', () => {
  it('knows every check and every metric that a monitor may name', () => {
    expect(Object.keys(CHECKS)).toEqual([...CHECK_NAMES]);
    expect(Object.keys(METRICS).sort()).toEqual([...PERFORMANCE_METRICS].sort());
    for (const metric of Object.values(METRICS)) expect(readChangedMetric(nameChange(metric))).toBe(metric.name);
  });

  it('runs what is configured, and always counts the rows', () => {
    const { measurements, failures } = measureAll(makeInput({}, { x: numericPair([1, 2], [1, 2, 3]) }));
    expect(failures).toEqual([]);
    expect(measurements).toMatchObject([{ check: 'volume', metric: 'rows', value: 3, state: 'ok' }]);
  });

  it('turns a check that throws into an unknown, hands its error back, and goes on', () => {
    const error = new Error('boom');
    const broken = {
      ...CHECKS.quality,
      isConfigured: () => true,
      measure: () => {
        throw error;
      },
    };
    const { measurements, failures } = measureAll(makeInput({}), { ...CHECKS, quality: broken });
    expect(failures).toEqual([{ check: 'quality', error }]);
    expect(measurements.map(({ check, state }) => [check, state])).toEqual([
      ['quality', 'unknown'],
      ['volume', 'ok'],
    ]);
    expect(measurements[0]!.reason).not.toContain('boom');
  });
});

describe('readFacts', () => {
  it('gives conditions the metrics of a run, drift by column, and the breaches of a check', () => {
    const tenure = numericPair(normals(1, 500), normals(2, 500, 1));
    const { measurements } = measureAll(makeInput({ featureDrift: makeDrift(), metrics: ['accuracy'] }, { tenure }));
    const facts = readFacts(measurements);
    expect(facts.metrics).toMatchObject({ accuracy: null, rows: 500, drifted_columns: 1, drifted_share: 1 });
    expect(facts.metrics).not.toHaveProperty('wasserstein');
    expect(facts.drift('wasserstein', 'tenure')).toBeGreaterThan(0.8);
    expect(facts.drift('psi', 'tenure')).toBeNull();
    expect(facts.breaches('feature_drift')).toBe(1);
    expect(facts.breaches('performance')).toBeNull();
  });

  it('takes the largest rate over the columns that are known', () => {
    const rate = (column: string, value: number) =>
      makeMeasurement({ check: 'quality', metric: 'missing_rate', column, value });
    const unknown = makeUnknown('quality', 'missing_rate', 'No rows', 'c');
    expect(readFacts([unknown, rate('a', 0.1), rate('b', 0.4), unknown]).metrics.missing_rate).toBe(0.4);
    expect(readFacts([unknown]).metrics.missing_rate).toBeNull();
    expect(readFacts([]).metrics.constructor).toBeUndefined();
  });
});
