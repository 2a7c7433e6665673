import { METHODS } from '../drift/index.ts';
import { meaningOf } from '../metrics/truth.ts';
import type { CategoricalGrid, CategoricalProfile } from '../profile/types.ts';
import { measureColumns, pairColumn } from './drift.ts';
import { makeUnknown } from './measurement.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

/** The tests of concept drift: two-sample Kolmogorov-Smirnov for numbers, two-sample chi-square for classes. */
const TESTS = { numeric: 'ks_test', categorical: 'chi_square' } as const;

export const labelDrift: Check = {
  name: 'label_drift',
  summary: 'Whether the outcomes that have come by now moved away from the reference',
  isConfigured: (monitor) => monitor.labelDrift !== null,
  measure(input) {
    const { labelDrift: settings, labelColumn } = input.monitor;
    if (settings === null) return [];
    if (labelColumn === null) {
      const metric = settings.driftMethods?.[0] ?? TESTS.categorical;
      return [makeUnknown('label_drift', metric, 'There is no outcome to compare: set label_column')];
    }
    const unified = unifyTruth(input, labelColumn);
    const pair = pairColumn(unified, labelColumn);
    const kind = typeof pair === 'string' ? 'categorical' : pair.kind;
    const fitting = (settings.driftMethods ?? []).filter((name) => METHODS[name].kinds.includes(kind));
    const driftMethods = fitting.length > 0 ? fitting : [TESTS[kind]];
    // Concept drift is a test of the target: a limit on its p-value and none on its value means the test.
    const isTestAlone = settings.pValue !== null && settings.threshold === null;
    const asked = { ...settings, driftMethods, isTestAlone };
    return measureColumns('label_drift', unified, asked, [labelColumn]).map((one) =>
      noteMissing(one, input, labelColumn),
    );
  },
};

/** Outcomes that have not come are no part of the comparison; how many there are is said. */
function noteMissing(one: Measurement, { current }: CheckInput, column: string): Measurement {
  const profile = current.columns[column];
  if (profile === undefined) return one;
  // NaN is no outcome, as for the metrics.
  const missing = profile.nulls + (profile.kind === 'numeric' ? profile.nans : 0);
  if (missing === 0) return one;
  const note = `${profile.rows - missing} of ${profile.rows} rows have their outcome`;
  return { ...one, reason: one.reason === null ? note : `${one.reason}; ${note}` };
}

/** A baseline that says 0 and 1 has the same outcomes as a table that says false and true. */
function unifyTruth(input: CheckInput, column: string): CheckInput {
  const grid = input.grids.columns[column];
  const { [column]: reference } = input.reference.columns;
  const { [column]: current } = input.current.columns;
  if (grid?.kind !== 'categorical' || reference?.kind !== 'categorical' || current?.kind !== 'categorical')
    return input;
  const names = [...grid.values, ...current.unseen.map(({ value }) => value)];
  const isTruth = names.every((name) => meaningOf(name) !== null) && reference.other + current.other === 0;
  if (!isTruth) return input;
  const unify = (profile: CategoricalProfile) => countTruth(profile, grid);
  return {
    ...input,
    grids: { ...input.grids, columns: { ...input.grids.columns, [column]: { ...grid, values: ['false', 'true'] } } },
    reference: { ...input.reference, columns: { ...input.reference.columns, [column]: unify(reference) } },
    current: { ...input.current, columns: { ...input.current.columns, [column]: unify(current) } },
  };
}

function countTruth(profile: CategoricalProfile, grid: CategoricalGrid): CategoricalProfile {
  const named = grid.values.map((value, i) => ({ value, count: profile.counts[i]! }));
  const counts = { false: 0, true: 0 };
  for (const { value, count } of [...named, ...profile.unseen]) counts[meaningOf(value) ?? 'false'] += count;
  return { ...profile, counts: [counts.false, counts.true], unseen: [] };
}
