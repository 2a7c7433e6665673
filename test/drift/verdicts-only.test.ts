import { expect, test } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import type { DriftRequest } from '../../src/drift/types.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { createRandom } from '../../src/stats/random.ts';
import { categoricalPair, normals, numericPair } from './support.ts';

const METHOD_NAMES = ['wasserstein', 'ks_test', 'js_distance', 'psi'] as const;

/** Ten columns, some of them moved by little or much, every method asked of each. */
function makeRequests(seed: number): DriftRequest[] {
  const random = createRandom(seed);
  const size = 60 + Math.floor(random.uniform() * 1000);
  return Array.from({ length: 10 }, (_, i) => {
    const moved = random.uniform() < 0.4 ? random.uniform() * 0.5 : 0;
    return {
      column: `c${i}`,
      pair: numericPair(normals(seed * 100 + i, 1500), normals(seed * 100 + i + 50, size, moved)),
    };
  }).flatMap(({ column, pair }) =>
    METHOD_NAMES.map((method) => ({
      column,
      pair,
      method,
      threshold: METHODS[method].defaultThreshold * (random.uniform() < 0.3 ? 0.2 : 1),
      pValueLimit: random.uniform() < 0.2 ? 0.05 : null,
      minRows: 30,
      exactValue: null,
    })),
  );
}

test('sparing the draws that no verdict hangs on changes no value and no verdict', () => {
  let [drawn, drifted] = [0, 0];
  for (let seed = 1; seed <= 12; seed++) {
    const requests = makeRequests(seed);
    const options = { draws: 199 };
    const full = judgeDrift(requests, options);
    const spared = judgeDrift(requests, { ...options, verdictsOnly: true });
    const verdictOf = ({ value, drifted, state }: (typeof full)[number]) => ({ value, drifted, state });
    expect(spared.map(verdictOf)).toEqual(full.map(verdictOf));
    for (const [i, { floor, pValue }] of spared.entries()) {
      if (floor !== null) expect([floor, pValue]).toEqual([full[i]!.floor, full[i]!.pValue]);
    }
    drawn += spared.filter(({ floor }) => floor !== null).length / requests.length / 12;
    drifted += full.filter((one) => one.drifted).length;
  }
  expect(drifted).toBeGreaterThan(20);
  expect(drawn).toBeLessThan(0.75);
});

test('so does being sure of noise before the table of categories is fully drawn', () => {
  const random = createRandom(9);
  const counts = (rows: number, favoured: number) => {
    const cells = new Array<number>(40).fill(0);
    for (let i = 0; i < rows; i++) {
      const at = random.uniform() < favoured ? 39 : Math.floor(40 * random.uniform() ** 2);
      cells[at]! += 1;
    }
    return cells;
  };
  let drawn = 0;
  for (let round = 0; round < 10; round++) {
    const requests: DriftRequest[] = Array.from({ length: 12 }, (_, i) => ({
      column: `c${i}`,
      pair: categoricalPair(counts(2000, 0), counts(80, i % 4 === 0 ? 0.03 * round : 0)),
      method: i % 2 === 0 ? 'js_distance' : 'js_divergence',
      threshold: 0.01,
      pValueLimit: null,
      minRows: 30,
      exactValue: null,
    }));
    const full = judgeDrift(requests);
    const spared = judgeDrift(requests, { verdictsOnly: true });
    const verdictOf = ({ value, drifted, state }: (typeof full)[number]) => ({ value, drifted, state });
    expect(spared.map(verdictOf)).toEqual(full.map(verdictOf));
    drawn += spared.filter(({ floor }) => floor !== null).length / requests.length / 10;
  }
  expect(drawn).toBeLessThan(0.6);
});
