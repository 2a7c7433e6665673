import { expect, test } from 'vitest';
import { createJudgeMemory } from '../../src/drift/memory.ts';
import type { DriftRequest } from '../../src/drift/types.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { categoricalPair, normals, numericPair } from './support.ts';

const NUMBERS = [0, 0.1, 0.2, 0.4, 0.8].map((moved, i) =>
  numericPair(normals(i + 1, 1500), normals(i + 50, 300, moved)),
);
const TABLES = [0, 10, 40].map((moved) => categoricalPair([500, 300, 150, 50], [100 - moved, 60, 30, 10 + moved]));

function ask(threshold: number): DriftRequest[] {
  const common = { threshold, pValueLimit: null, minRows: 30, exactValue: null };
  return [
    ...NUMBERS.flatMap((pair, i) =>
      (['wasserstein', 'psi'] as const).map((method) => ({ ...common, column: `n${i}`, pair, method })),
    ),
    ...TABLES.map((pair, i) => ({ ...common, column: `t${i}`, pair, method: 'js_distance' as const })),
  ];
}

test.each([true, false])(
  'what is remembered of a pair changes no verdict at any threshold (sparing: %s)',
  (isSparing) => {
    const memory = createJudgeMemory();
    const options = { draws: 199, verdictsOnly: isSparing, onlyBeyond: isSparing };
    const thresholds = [0, 0.05, 0.15, 0.3, 0.5, 0.05, 1];
    const counts = thresholds.map((threshold) => {
      const afresh = judgeDrift(ask(threshold), options);
      expect(judgeDrift(ask(threshold), { ...options, memory })).toEqual(afresh);
      return afresh.filter(({ drifted }) => drifted).length;
    });
    expect(counts[0]).toBeGreaterThan(counts[4]!);
    expect(counts.at(-1)).toBe(0);
  },
);

test('a pair is remembered by its profiles: the same column of another window is another pair', () => {
  const memory = createJudgeMemory();
  let made = 0;
  const make = () => ++made;
  const [first, second] = [NUMBERS[0]!, NUMBERS[1]!];
  expect([memory.recall(first, 'x', make), memory.recall(first, 'x', make), memory.recall(second, 'x', make)]).toEqual([
    1, 1, 2,
  ]);
});
