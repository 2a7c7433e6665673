// Two judges of one column: mlmon with every default, and the plain test that anyone would do.
import { DEFAULT_METHODS, METHODS } from '../../src/drift/index.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { DEFAULT_FEATURE_DRIFT } from '../../src/monitors/build-checks.ts';
import { chiSquareSf } from '../../src/stats/distributions.ts';
import { ksTwoSamplePValue } from '../../src/stats/kolmogorov.ts';

export const PLAIN_LEVEL = 0.005;

/** What a monitor that names no method asks of a column. */
function askOf(column, { grid, reference }, current) {
  const method = DEFAULT_METHODS[grid.kind];
  return {
    column,
    method,
    pair: { kind: grid.kind, grid, reference, current },
    threshold: METHODS[method].defaultThreshold,
    pValueLimit: DEFAULT_FEATURE_DRIFT.pValue,
    minRows: DEFAULT_FEATURE_DRIFT.minRows,
    exactValue: null,
  };
}

/** How many columns of one run are called drifted. @param columns {fitted, current} of each. */
export function countDrifted(columns) {
  const results = judgeDrift(columns.map(({ fitted, current }, i) => askOf(`column ${i}`, fitted, current)));
  const unknown = results.find(({ state }) => state === 'unknown');
  if (unknown !== undefined) throw new Error(`Cannot judge ${unknown.column}: ${unknown.reason}`);
  return results.filter(({ drifted }) => drifted).length;
}

/** Two-sample Kolmogorov-Smirnov (asymptotic, as scipy's) or chi-square on the values themselves. */
export function isPlainlyDifferent(kind, sortedReference, values) {
  const sorted = values.slice().sort();
  const pValue = kind === 'numeric' ? ksPValue(sortedReference, sorted) : chiSquarePValue(sortedReference, sorted);
  return pValue < PLAIN_LEVEL;
}

function ksPValue(left, right) {
  const [n, m] = [left.length, right.length];
  let [i, j, gap] = [0, 0, 0];
  while (i < n && j < m) {
    const value = Math.min(left[i], right[j]);
    while (left[i] === value) i += 1;
    while (right[j] === value) j += 1;
    gap = Math.max(gap, Math.abs(i / n - j / m));
  }
  return ksTwoSamplePValue(gap, n, m);
}

function chiSquarePValue(left, right) {
  const [n, m] = [left.length, right.length];
  const counts = new Map();
  for (const value of left) counts.set(value, [(counts.get(value)?.[0] ?? 0) + 1, 0]);
  for (const value of right) counts.set(value, [counts.get(value)?.[0] ?? 0, (counts.get(value)?.[1] ?? 0) + 1]);
  let statistic = 0;
  for (const [a, b] of counts.values()) statistic += (a * m - b * n) ** 2 / ((a + b) * n * m);
  return counts.size < 2 ? 1 : chiSquareSf(statistic, counts.size - 1);
}
