import { describe, expect, it } from 'vitest';
import { createDeal } from '../../src/stats/deal.ts';
import { chiSquareSf } from '../../src/stats/distributions.ts';
import { createRandom } from '../../src/stats/random.ts';
import golden from '../parity/deal.json' with { type: 'json' };

const DEALS = 40_000;

function dealMany(totals: readonly number[], sample: number, use: (counts: Float64Array) => void): void {
  const deal = createDeal(createRandom(totals.length), totals, sample);
  const counts = new Float64Array(totals.length);
  for (let i = 0; i < DEALS; i++) {
    deal(counts, 0);
    use(counts);
  }
}

/** The chance that counts of so many deals are as far from what the law says. */
function testCounts(found: readonly number[], shares: readonly number[]): number {
  const statistic = shares.reduce((sum, share, i) => sum + (found[i]! - share * DEALS) ** 2 / (share * DEALS), 0);
  return chiSquareSf(statistic, shares.length - 1);
}

describe.each(golden.small)('of few items, $name', ({ totals, sample, outcomes }) => {
  it("deals every outcome as often as scipy's multivariate law says", () => {
    const places = new Map(outcomes.map(({ counts }, i) => [counts.join(), i]));
    const found = outcomes.map(() => 0);
    dealMany(totals, sample, (counts) => {
      found[places.get(counts.join())!]! += 1;
    });
    const shares = outcomes.map(({ probability }) => probability);
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(DEALS);
    expect(testCounts(found, shares)).toBeGreaterThan(0.001);
  });
});

describe.each(golden.large)('of many items, $name', ({ totals, sample, kinds, variance }) => {
  const sums = kinds.map(() => 0);
  const found = kinds.map(({ ranges }) => ranges.map(() => 0));
  let square = 0;
  let isWhole = true;
  dealMany(totals, sample, (counts) => {
    kinds.forEach(({ kind, ranges }, i) => {
      sums[i]! += counts[kind]!;
      const place = ranges.findLastIndex(([start]) => counts[kind]! >= start!);
      found[i]![Math.max(0, place)]! += 1;
    });
    const both = kinds.reduce((sum, { kind }) => sum + counts[kind]!, 0);
    square += (both - kinds.reduce((sum, { mean }) => sum + mean, 0)) ** 2;
    isWhole &&= counts.reduce((sum, count) => sum + count, 0) === sample;
  });

  it.each(kinds.map(({ kind }, i) => [kind, i] as const))("deals kind %d as often as scipy's law says", (_, i) => {
    const { ranges, mean } = kinds[i]!;
    expect(Math.abs(sums[i]! / DEALS - mean) / mean).toBeLessThan(0.02);
    expect(
      testCounts(
        found[i]!,
        ranges.map(([, probability]) => probability!),
      ),
    ).toBeGreaterThan(0.001);
  });

  it('deals the whole sample, and kinds vary together as they must', () => {
    expect(isWhole).toBe(true);
    // A variance of so many deals is off by 1 / sqrt(deals / 2).
    expect(Math.abs(square / DEALS / variance - 1)).toBeLessThan(4 / Math.sqrt(DEALS / 2));
  });
});

it('deals nothing of nothing, and everything where the sample is all', () => {
  const counts = new Float64Array([9, 9, 9]);
  createDeal(createRandom(1), [3, 4], 0)(counts, 1);
  expect([...counts]).toEqual([9, 0, 0]);
  createDeal(createRandom(1), [3, 4], 7)(counts, 1);
  expect([...counts]).toEqual([9, 3, 4]);
});
