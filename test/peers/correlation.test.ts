import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPairs, readPairs } from '../../src/profile/pairs.ts';
import { quantileOf, summarise } from '../../src/profile/summary.ts';
import type { GridSet, NumericGrid, Profile } from '../../src/profile/types.ts';
import { correlationOf } from '../../src/stats/correlation.ts';
import { type Lab, makeLab, numeric, numericOf } from '../profile/data.ts';
import { askPeers } from './peers.ts';

const uniform = (salt: number) => `((hash(i * 1000 + ${salt}) % 1000003 + 0.5) / 1000004e0)`;
const normal = (salt: number) => `(sqrt(-2 * ln(${uniform(salt)})) * cos(6.283185307 * ${uniform(salt + 1)}))`;

/** Columns by their SQL over rows i. */
const COLUMNS = {
  plain: normal(1),
  follows: `0.7 * ${normal(1)} + 0.5 * ${normal(3)}`,
  heavy: `exp(2 * ${normal(1)})`,
  zeros: `CASE WHEN ${uniform(5)} < 0.7 THEN 0e0 ELSE ${normal(3)} END`,
  whole: `floor(12 * ${uniform(1)})`,
  flag: `CASE WHEN ${normal(1)} > 1 THEN 1 ELSE 0 END`,
  gaps: `CASE WHEN i % 9 = 0 THEN NULL WHEN i % 11 = 0 THEN CAST('nan' AS DOUBLE) ELSE ${normal(3)} END`,
  holes: `CASE WHEN i % 7 = 0 THEN CAST('inf' AS DOUBLE) ELSE ${normal(1)} * ${normal(5)} END`,
} as const;
const NAMES = Object.keys(COLUMNS);

type Answer = {
  correlations: Record<string, Record<string, number>>;
  summary: Record<string, Record<string, number>>;
  quantiles: Record<string, Record<string, number>>;
};

let lab: Lab;
let theirs: Answer;
let ours: { grids: GridSet; reference: Profile };
beforeAll(async () => {
  lab = await makeLab();
  const select = Object.entries(COLUMNS).map(([name, sql]) => `${sql} AS ${name}`);
  const dataset = await lab.dataset(`SELECT ${select.join(', ')} FROM range(4000) AS r(i)`);
  ours = await lab.fit(dataset, numeric(...NAMES), { pairs: NAMES });
  [theirs] = askPeers<Answer>([{ ask: 'pandas', data: lab.space.path('data1.parquet') }]) as [Answer];
});
afterAll(() => lab.space.dispose());

describe('pandas itself', () => {
  it('has the same correlations over pairwise complete rows', () => {
    const found = readPairs(ours.reference).map((sums) => correlationOf(sums!)!);
    const off = listPairs(NAMES.length).map(({ x, y }, i) =>
      Math.abs(found[i]! - theirs.correlations[NAMES[x]!]![NAMES[y]!]!),
    );
    expect(off).toHaveLength(28);
    expect(Math.max(...off)).toBeLessThan(1e-9);
  });

  it.each(NAMES)('has the same summary of %s, and quantiles as near as the cells are', (name) => {
    const grid = ours.grids.columns[name] as NumericGrid;
    const profile = numericOf(ours.reference, name);
    const { count, mean, sampleStd, min, max } = summarise(profile, grid);
    const expected = theirs.summary[name]!;
    expect({ count, min, max }).toEqual({ count: expected.count, min: expected.min, max: expected.max });
    expect(Math.abs(mean! - expected.mean!)).toBeLessThan(1e-9 * expected.std!);
    expect(Math.abs(sampleStd! / expected.std! - 1)).toBeLessThan(1e-9);
    const ends = [min!, ...grid.edges, max!];
    for (const [p, wanted] of [...Object.entries(theirs.quantiles[name]!), ['0.5', expected.median!] as const]) {
      const after = ends.findIndex((end) => end > wanted);
      const width = Math.max(...[0, 1].map((step) => (ends[after + step] ?? max!) - (ends[after + step - 1] ?? min!)));
      const bound = grid.isDiscrete ? 1e-12 * Math.abs(wanted) : width;
      expect(Math.abs(quantileOf(profile, grid, Number(p))! - wanted)).toBeLessThanOrEqual(bound);
    }
  });
});
