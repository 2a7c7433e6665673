import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import { exactDistances } from '../../src/profile/exact.ts';
import { categorical, type Lab, makeLab, numeric, WHOLE } from '../profile/data.ts';
import { askPeers, type Question } from './peers.ts';

const uniform = (salt: number) => `((hash(i * 1000 + ${salt}) % 1000003 + 0.5) / 1000004e0)`;
const normal = (salt: number) => `(sqrt(-2 * ln(${uniform(salt)})) * cos(6.283185307 * ${uniform(salt + 1)}))`;

/** A column by its SQL over rows i, on both sides. */
const NUMERIC: Readonly<Record<string, readonly [before: string, now: string]>> = {
  'a quarter of a deviation': [normal(1), `${normal(3)} + 0.25`],
  'a heavy tail': [`exp(2 * ${normal(1)})`, `exp(2.2 * ${normal(3)})`],
  'mostly zero': [
    `CASE WHEN ${uniform(5)} < 0.7 THEN 0e0 ELSE ${normal(1)} END`,
    `CASE WHEN ${uniform(6)} < 0.6 THEN 0e0 ELSE ${normal(3)} END`,
  ],
  'whole numbers': [`floor(12 * ${uniform(1)})`, `floor(13 * ${uniform(2)})`],
  'one outlier': [normal(1), `CASE WHEN i = 7 THEN 1e6 ELSE ${normal(3)} END`],
  'an offset of a billion': [`1e9 + ${normal(1)}`, `1e9 + 0.3 + ${normal(3)}`],
  'missing, NaN and infinite values': [
    `CASE WHEN i % 9 = 0 THEN NULL WHEN i % 11 = 0 THEN CAST('nan' AS DOUBLE) ELSE ${normal(1)} END`,
    `CASE WHEN i % 7 = 0 THEN CAST('inf' AS DOUBLE) ELSE ${normal(3)} END`,
  ],
};
const CATEGORICAL: typeof NUMERIC = {
  'five categories': [`'c' || floor(5 * ${uniform(1)} * ${uniform(2)})`, `'c' || floor(5 * ${uniform(3)})`],
  'an unseen and a vanished one': [`'c' || floor(4 * ${uniform(1)})`, `'c' || (1 + floor(4 * ${uniform(3)}))`],
  'missing values and odd texts': [
    `CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'It''s' WHEN 3 THEN 'ü' ELSE 'a' END`,
    `CASE WHEN ${uniform(4)} < 0.3 THEN '' WHEN i % 3 = 0 THEN 'It''s' ELSE 'ü' END`,
  ],
};
const CASES = [
  ...Object.entries(NUMERIC).map(([name, sides]) => ({ name, sides, kind: 'numeric' as const })),
  ...Object.entries(CATEGORICAL).map(([name, sides]) => ({ name, sides, kind: 'categorical' as const })),
].map((one, at) => ({ ...one, at }));
const ROWS = [3000, 700] as const;

let lab: Lab;
let theirs: Record<string, number>[] = [];
const pairs: ColumnPair[] = [];
const exact: ({ ks: number; wasserstein: number } | undefined)[] = [];

beforeAll(async () => {
  lab = await makeLab();
  const questions: Question[] = [];
  for (const { sides, kind } of CASES) {
    const write = (side: 0 | 1) => lab.dataset(`SELECT ${sides[side]} AS x FROM range(${ROWS[side]}) AS r(i)`);
    const before = await write(0);
    const now = await write(1);
    const columns = kind === 'numeric' ? numeric('x') : categorical('x');
    const { grids, reference } = await lab.fit(before, columns);
    const { slices } = await lab.slices(now, columns, { grids });
    pairs.push({
      kind,
      grid: grids.columns.x,
      reference: reference.columns.x,
      current: slices[0]!.profile.columns.x,
    } as ColumnPair);
    const side = { timestampColumn: null, range: WHOLE };
    const found =
      kind === 'numeric'
        ? (await exactDistances(lab.warehouse, { dataset: before, ...side }, { dataset: now, ...side }, ['x'])).columns
        : {};
    exact.push(found.x);
    questions.push({ ask: 'scipy', reference: lab.pathOf(before), current: lab.pathOf(now), column: 'x', kind });
  }
  theirs = askPeers(questions);
});
afterAll(() => lab.space.dispose());

const near = (ours: number, expected: number) =>
  expect(Math.abs(ours - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(expected)));

describe.each(CASES.filter(({ kind }) => kind === 'numeric'))('numbers: $name', ({ at }) => {
  it("have scipy's exact distances and p-value", () => {
    near(exact[at]!.wasserstein, theirs[at]!.wasserstein!);
    near(exact[at]!.ks, theirs[at]!.ks!);
    near(METHODS.ks_test.pValue!(pairs[at]!, exact[at]!.ks), theirs[at]!.ks_p!);
  });

  it('have a KS statistic from cells that is low by at most what it says', () => {
    const pair = pairs[at]!;
    const value = METHODS.ks_test.value(pair);
    const stated = /at most (\S+)/.exec(METHODS.ks_test.caveat?.(pair) ?? '')?.[1];
    expect(value).toBeLessThanOrEqual(theirs[at]!.ks! + 1e-9);
    expect(theirs[at]!.ks! - value).toBeLessThanOrEqual(Number(stated ?? 0) * 1.1 + 1e-9);
  });
});

describe.each(CASES.filter(({ kind }) => kind === 'categorical'))('categories: $name', ({ at }) => {
  it("have scipy's distances and p-value", () => {
    const pair = pairs[at]!;
    near(METHODS.js_distance.value(pair), theirs[at]!.js_distance!);
    near(METHODS.chi_square.value(pair), theirs[at]!.cramers_v!);
    near(METHODS.chi_square.pValue!(pair, METHODS.chi_square.value(pair)), theirs[at]!.chi2_p!);
  });
});
