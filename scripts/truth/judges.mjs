// The judges of one column: mlmon with every default, the plain test that anyone would do, and that test by permutation.
import { DEFAULT_METHODS, METHODS } from '../../src/drift/index.ts';
import { createTableDraws } from '../../src/drift/tables.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { DEFAULT_FEATURE_DRIFT } from '../../src/monitors/build-checks.ts';
import { chiSquareSf } from '../../src/stats/distributions.ts';
import { ksTwoSamplePValue } from '../../src/stats/kolmogorov.ts';

const PLAIN_LEVEL = 0.005;
const PERMUTATIONS = 1999;
/** A p-value by draws counts the observed table as one of them: this many as extreme and it is not below the level. */
const TOO_MANY = Math.ceil(PLAIN_LEVEL * (PERMUTATIONS + 1)) - 1;
/** Below it, textbooks (Cochran) ask for another p-value than the chi-square law's. */
const LEAST_EXPECTED = 5;
const ROUNDING = 1e-9;

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
  const requests = columns.map(({ fitted, current }, i) => askOf(`column ${i}`, fitted, current));
  // Verdicts are the same (test/drift/verdicts-only.test.ts), floors that no verdict hangs on are not drawn.
  const results = judgeDrift(requests, { verdictsOnly: true });
  const unknown = results.find(({ state }) => state === 'unknown');
  if (unknown !== undefined) throw new Error(`Cannot judge ${unknown.column}: ${unknown.reason}`);
  return results.filter(({ drifted }) => drifted).length;
}

/** Two-sample Kolmogorov-Smirnov on the values themselves, asymptotic as scipy's, p < 0.005. */
export function isPlainlyMoved(left, values) {
  const right = values.slice().sort();
  const [n, m] = [left.length, right.length];
  let [i, j, gap] = [0, 0, 0];
  while (i < n && j < m) {
    const value = Math.min(left[i], right[j]);
    while (left[i] === value) i += 1;
    while (right[j] === value) j += 1;
    gap = Math.max(gap, Math.abs(i / n - j / m));
  }
  return ksTwoSamplePValue(gap, n, m) < PLAIN_LEVEL;
}

/** Two-sample chi-square of counts, asymptotic, p < 0.005. */
export function isPlainlyDifferent(table) {
  const { statistic, used } = chiSquareOf(table);
  return used > 1 && chiSquareSf(statistic, used - 1) < PLAIN_LEVEL;
}

/** The same with a p-value by permutation where a cell is expected to hold fewer than five. */
export function isDifferentByPermutation(table, seed) {
  const { statistic, least } = chiSquareOf(table);
  if (least >= LEAST_EXPECTED) return isPlainlyDifferent(table);
  const { deal, expand } = createTableDraws(table, seed);
  const counts = new Float64Array(table.reference.length);
  const drawn = {
    reference: new Float64Array(table.reference.length),
    current: new Float64Array(table.current.length),
  };
  let above = 0;
  for (let i = 0; i < PERMUTATIONS && above < TOO_MANY; i++) {
    deal(counts, 0);
    expand(counts, 0, drawn);
    if (chiSquareOf(drawn).statistic >= statistic * (1 - ROUNDING)) above += 1;
  }
  return above < TOO_MANY;
}

function chiSquareOf({ reference, current }) {
  let [n, m] = [0, 0];
  for (let i = 0; i < reference.length; i++) {
    n += reference[i];
    m += current[i];
  }
  let [statistic, used, least] = [0, 0, Infinity];
  for (let i = 0; i < reference.length; i++) {
    const both = reference[i] + current[i];
    if (both === 0) continue;
    used += 1;
    least = Math.min(least, (both * Math.min(n, m)) / (n + m));
    statistic += (reference[i] * m - current[i] * n) ** 2 / (both * n * m);
  }
  return { statistic, used, least };
}
