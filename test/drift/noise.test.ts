import { expect, it } from 'vitest';
import type { ColumnPair } from '../../src/drift/types.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { categoricalPair, makeGrid, normals, profileNumbers } from './support.ts';

const WINDOWS = 150;
const METHODS_TRIED = ['wasserstein', 'ks_test', 'js_distance'] as const;
const grid = makeGrid(normals(900, 10_000));
const reference = profileNumbers(grid, normals(900, 10_000));

/** How many of the windows each method alone calls drifted, whatever the effect size. */
function countFound(size: number, shift: number): Record<(typeof METHODS_TRIED)[number], number> {
  const found = { wasserstein: 0, ks_test: 0, js_distance: 0 };
  const requests = Array.from({ length: WINDOWS }, (_, window) => {
    const current = profileNumbers(grid, normals(1000 * size + window, size, shift));
    const pair: ColumnPair = { kind: 'numeric', grid, reference, current };
    const common = {
      column: `window ${window}`,
      pair,
      threshold: 0,
      pValueLimit: 0.005,
      minRows: 10,
      exactValue: null,
    };
    return METHODS_TRIED.map((method) => ({ ...common, method }));
  });
  for (const { method, drifted } of judgeDrift(requests.flat(), { draws: 399 })) {
    if (drifted) found[method as (typeof METHODS_TRIED)[number]] += 1;
  }
  return found;
}

// Five in a thousand are meant: in 150 windows more than five have a chance of one in ten thousand.
it.each([50, 500, 5000])('raises about five false alarms per thousand clean windows of %d rows', (size) => {
  const found = countFound(size, 0);
  for (const method of METHODS_TRIED) expect(found[method], method).toBeLessThanOrEqual(5);
});

it('finds a shift of a quarter of a standard deviation in 200 rows more often by Wasserstein than by KS', () => {
  const found = countFound(200, 0.25);
  expect(found.wasserstein / WINDOWS).toBeGreaterThan(0.6);
  expect(found.wasserstein).toBeGreaterThan(found.ks_test);
});

it('does not call the commonest outcome of two tiny shares drift, in whatever order the cells come', () => {
  // A flag of 0.3 %: none in a reference of 500 and one in 200 rows is what chance does in every fourth window.
  for (const pair of [categoricalPair([500, 0], [199, 1]), categoricalPair([0, 500], [1, 199])]) {
    const common = { column: 'flag', pair, threshold: 0, pValueLimit: 0.02, minRows: 10, exactValue: null };
    const methods = ['kl_divergence', 'js_distance', 'psi', 'chi_square'] as const;
    const results = judgeDrift(methods.map((method) => ({ ...common, method })));
    expect(results.filter(({ drifted }) => drifted)).toEqual([]);
    for (const { method, pValue } of results) if (method !== 'chi_square') expect(pValue).toBeGreaterThan(0.1);
  }
});
