import { expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import type { QualitySettings } from '../../src/monitors/types.ts';
import type { NumericGrid, NumericProfile } from '../../src/profile/types.ts';
import { categoricalPair, makeGrid, profileNumbers } from '../drift/support.ts';
import { makeInput } from './support.ts';

const values = [1, 2, 3, 4, 5, 6, 7, 8];
const grid: NumericGrid = { ...makeGrid(values), fences: { low: 0, high: 9 } };
const clean = profileNumbers(grid, values);

function pair(current: Partial<NumericProfile>, reference: Partial<NumericProfile> = {}) {
  return { kind: 'numeric' as const, grid, reference: { ...clean, ...reference }, current: { ...clean, ...current } };
}

function measure(quality: Partial<QualitySettings>, pairs: Parameters<typeof makeInput>[1], monitor = {}) {
  const settings = { missingRate: null, outlierRate: null, invalidRate: null, rules: {}, ...quality };
  return CHECKS.quality.measure(makeInput({ quality: settings, ...monitor }, pairs));
}

it('counts null and NaN as missing, against the lower of the limit and the allowed increase', () => {
  const x = pair({ rows: 100, nulls: 2, nans: 2 }, { rows: 100, nulls: 1 });
  const [found] = measure({ missingRate: { max: 0.05, maxIncrease: 0.01 } }, { x });
  expect(found).toMatchObject({
    metric: 'missing_rate',
    value: 0.04,
    threshold: 0.02,
    direction: 'above',
    state: 'breach',
  });
  expect(found!.reason).toBe('1 % in the reference');
  expect(measure({ missingRate: { max: 0.05, maxIncrease: null } }, { x })[0]!.state).toBe('ok');
});

it('counts outliers over the finite values, of numbers only', () => {
  const pairs = { x: pair({ outliers: 2 }), plan: categoricalPair([5], [5]) };
  const found = measure({ outlierRate: { max: 0.1, maxIncrease: null, fences: 'iqr' } }, pairs);
  expect(found).toMatchObject([{ column: 'x', value: 0.25, state: 'breach' }]);
});

it('looks for invalid values where a rule is declared, and says when there is none', () => {
  const rule = { min: 0, max: 9, in: null, matches: null, type: null, unique: false, notNull: false };
  const invalidRate = { max: 0, maxIncrease: null };
  const found = measure(
    { invalidRate, rules: { x: rule, gone: rule } },
    { x: pair({ invalid: 1 }), y: pair({ invalid: 5 }) },
  );
  expect(found).toMatchObject([
    { column: 'x', value: 0.125, threshold: 0, state: 'breach' },
    {
      column: 'gone',
      state: 'unknown',
      reason: "Column 'gone' is not there, or its values are of a kind that is not counted",
    },
  ]);
  expect(measure({ invalidRate }, {})).toMatchObject([
    { state: 'unknown', reason: 'No column has a rule: add quality.rules' },
  ]);
});

it('never takes a label that is late for a missing value', () => {
  const pairs = { x: pair({}), y: pair({ nulls: 8 }) };
  const found = measure({ missingRate: { max: 0.1, maxIncrease: null } }, pairs, { labelColumn: 'y' });
  expect(found.map(({ column }) => column)).toEqual(['x']);
});

it('knows no rate of a window without rows', () => {
  const [found] = measure({ missingRate: { max: 0.1, maxIncrease: null } }, { x: pair({ rows: 0, nulls: 0 }) });
  expect(found).toMatchObject({ value: null, state: 'unknown', reason: 'No rows in the current window' });
});
