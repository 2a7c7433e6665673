import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import type { CheckInput } from '../../src/checks/types.ts';
import { categoricalPair, normals, numericPair } from '../drift/support.ts';
import { makeDrift, makeInput } from './support.ts';

const raw = (ks: number, distance: number) => ({
  ks,
  wasserstein: distance,
  raw: {
    kind: 'numeric' as const,
    reference: 2000,
    current: 40,
    distinct: 2040,
    values: null,
    numbers: { ks, distance, deviation: 1 },
  },
});

function measure(exact: CheckInput['exact']) {
  const pairs = {
    amount: numericPair(normals(1, 2000), normals(2, 40)),
    plan: categoricalPair([1500, 500], [20, 20]),
  };
  const input = makeInput({ featureDrift: makeDrift({ compat: 'evidently' }) }, pairs, { exact });
  return CHECKS.feature_drift.measure(input);
}

it('compat: evidently gives its number and its verdict, without noise floor or correction', () => {
  const [amount, plan] = measure({ amount: raw(0.1, 0.12) });
  expect(amount).toMatchObject({
    column: 'amount',
    metric: 'wasserstein',
    value: 0.12,
    threshold: 0.1,
    floor: null,
    drifted: true,
    state: 'breach',
    reason: "As Evidently's default test 'wasserstein'; no noise floor, no correction",
  });
  expect(plan).toMatchObject({ column: 'plan', metric: 'js_distance', drifted: true });
});

it('counts what drifted by those verdicts', () => {
  expect(measure({ amount: raw(0.1, 0.05) }).find(({ metric }) => metric === 'drifted_columns')!.value).toBe(1);
});

it('is unknown where the exact values could not be had', () => {
  expect(measure({})[0]).toMatchObject({ column: 'amount', state: 'unknown', drifted: null });
});

describe('compat: nannyml', () => {
  const settings = makeDrift({ compat: 'nannyml' });
  const pairs = { plan: categoricalPair([1500, 500], [20, 20]) };
  const basis = { kind: 'categories' as const, values: ['a'], counts: [10] };
  const part = { kind: 'categories' as const, rows: new Map([['b', 10]]) };
  const measureWith = (nannyml: CheckInput['nannyml']) =>
    CHECKS.feature_drift.measure(
      makeInput({ featureDrift: settings }, pairs, nannyml === undefined ? {} : { nannyml }),
    );

  it('gives its number and its verdict against its own limit', () => {
    const columns = { plan: { js_distance: { basis, upper: 0.5, part } } };
    expect(measureWith({ columns, tiedEdges: 0 })[0]).toMatchObject({
      column: 'plan',
      metric: 'js_distance',
      value: 1,
      threshold: 0.5,
      direction: 'above',
      floor: null,
      pValue: null,
      drifted: true,
      state: 'breach',
      reason:
        "As NannyML's 'jensen_shannon': the limit comes from the reference's own chunks; no noise floor, no correction",
    });
  });

  it('is unknown without the rows, as over stored slices', () => {
    expect(measureWith(undefined)[0]).toMatchObject({
      column: 'plan',
      state: 'unknown',
      reason: "NannyML's number needs the rows themselves",
    });
  });
});
