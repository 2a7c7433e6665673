import { expect, it } from 'vitest';
import { ESTIMATED_CLASSIFICATION, estimateMetric, expectClasses } from '../../src/metrics/estimated.ts';
import { boundProbability } from '../../src/metrics/estimated-bounds.ts';
import type { JointCell, JointCounts } from '../../src/profile/types.ts';
import { createRandom, type Random } from '../../src/stats/random.ts';

type Row = { score: number; predicted: string; actual: string | null };

/** Scores whose true probabilities are another power of them. */
function drawRows(random: Random, rows: number, power: number, isLabelled: boolean): Row[] {
  return Array.from({ length: rows }, () => {
    const score = random.uniform();
    const actual = random.uniform() < score ** power ? '1' : '0';
    return { score, predicted: score >= 0.5 ? '1' : '0', actual: isLabelled ? actual : null };
  });
}

function toJoint(rows: readonly Row[], edges: readonly number[], isScoreExact: boolean): JointCounts {
  const cells = new Map<string, JointCell>();
  for (const { score, predicted, actual } of rows) {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle]! <= score) low = middle + 1;
      else high = middle;
    }
    const key = `${low} ${predicted} ${actual}`;
    const known = cells.get(key);
    const sums = { count: (known?.count ?? 0) + 1, scoreSum: (known?.scoreSum ?? 0) + score };
    cells.set(key, { score: low, predicted, actual, ...sums });
  }
  return { scoreEdges: edges, isScoreExact, cells: [...cells.values()] };
}

it("a cell's probability may be off by as much as its neighbours leave open, and no more", () => {
  const fit = { x: [0.1, 0.3, 0.7], y: [0.2, 0.4, 0.9] };
  expect(boundProbability(fit, 0.3)).toBeCloseTo(0.5, 12);
  // Nearest to 0.3, where the line stands at 0.525.
  expect(boundProbability(fit, 0.4)).toBeCloseTo(0.375, 12);
  expect(boundProbability(fit, 0.1)).toBeCloseTo(0.2, 12);
  expect(boundProbability(fit, 0.7)).toBeCloseTo(0.5, 12);
});

const ascending = (a: number, b: number) => a - b;

it('estimates from binned scores lie within the bound that they state of those from the scores themselves', () => {
  const random = createRandom(5);
  let compared = 0;
  for (let round = 0; round < 40; round++) {
    const power = 0.3 + 3 * random.uniform();
    const before = drawRows(random, 200 + Math.floor(800 * random.uniform()), power, true);
    const now = drawRows(random, 50 + Math.floor(300 * random.uniform()), power, false);
    const every = [...new Set([...before, ...now].map(({ score }) => score))].sort(ascending);
    const sorted = before.map(({ score }) => score).sort(ascending);
    const bins = 8 + Math.floor(56 * random.uniform());
    const coarse = Array.from({ length: bins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bins)]!);
    const expectBy = (edges: readonly number[], isExact: boolean) => {
      const found = expectClasses(toJoint(before, edges, isExact), toJoint(now, edges, isExact), {
        positiveLabel: '1',
      });
      if (typeof found === 'string') throw new Error(found);
      return found;
    };
    const [exact, binned] = [expectBy(every, true), expectBy([...new Set(coarse)], false)];
    // Where calibration hardly pays, either way may win; only estimates of the same kind can be compared.
    if ((exact.calibration?.fit === null) !== (binned.calibration?.fit === null)) continue;
    for (const name of ESTIMATED_CLASSIFICATION) {
      const [mine, real] = [estimateMetric(name, binned), estimateMetric(name, exact)];
      if (typeof mine === 'string' || typeof real === 'string') continue;
      expect(Math.abs(mine.value - real.value)).toBeLessThanOrEqual(mine.bound + 1e-9);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(130);
});
