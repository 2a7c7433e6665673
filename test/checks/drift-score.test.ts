import { expect, test } from 'vitest';
import { featureDrift } from '../../src/checks/feature-drift.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import { driftScore } from '../../src/drift/verdict.ts';
import { categoricalPair, makeGrid, normals, numericPair } from '../drift/support.ts';
import { makeDrift, makeInput } from './support.ts';

const grid = makeGrid(normals(1, 4000));
const CLEAN: Record<string, ColumnPair> = {
  amount: numericPair(normals(1, 4000), normals(2, 800), grid),
  plan: categoricalPair([2000, 1500, 500], [400, 300, 100]),
};
const MOVED: Record<string, ColumnPair> = {
  ...CLEAN,
  region: categoricalPair([2000, 1500, 500], [200, 300, 300]),
  age: numericPair(normals(3, 4000), normals(4, 800, 0.5), grid),
};

test.each([
  ['nothing moved', CLEAN],
  ['a number and a category moved', MOVED],
])('drift_score is the same whichever columns were judged by JS distance before: %s', (_, pairs) => {
  const expected = driftScore(pairs, 30);
  for (const driftMethods of [null, ['js_distance'], ['wasserstein', 'js_distance'], ['psi']] as const) {
    const measured = featureDrift.measure(makeInput({ featureDrift: makeDrift({ driftMethods }) }, pairs));
    expect(measured.find(({ metric }) => metric === 'drift_score')?.value).toBe(expected);
  }
});
