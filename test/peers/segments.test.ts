import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/checks/types.ts';
import { Bench } from '../runs/bench.ts';
import { askPeers, type Question } from './peers.ts';

const uniform = (salt: number) => `((hash(i * 1000 + ${salt}) % 1000003 + 0.5) / 1000004e0)`;
const normal = (salt: number) => `(sqrt(-2 * ln(${uniform(salt)})) * cos(6.283185307 * ${uniform(salt + 1)}))`;

const KINDS = {
  moved: 'numeric',
  tailed: 'numeric',
  few: 'numeric',
  five: 'categorical',
  many: 'categorical',
  ids: 'categorical',
} as const;
/** What the north sees moves; `many` has more values than a segment counts by name, `ids` more than all rows do. */
const rowsSql = (rows: number, salt: number, shift: number) => `SELECT region, tier,
  ${normal(salt)} + CASE WHEN region = 'north' THEN ${shift} ELSE 0 END AS moved, exp(${normal(salt + 2)}) AS tailed,
  floor(4 * ${uniform(salt + 4)}) AS few, 'c' || CAST(floor(5 * ${uniform(salt + 5)}) AS INTEGER) AS five,
  'm' || CAST(floor(60 * ${uniform(salt + 6)} * ${uniform(salt + 7)}) AS INTEGER) AS many,
  'i' || CAST(floor(12000 * ${uniform(salt + 8)}) AS INTEGER) AS ids
  FROM (SELECT i, CASE WHEN i % 4 = 0 THEN 'north' ELSE 'south' END AS region, i % 3 AS tier FROM range(${rows}) AS r(i)) AS t`;

/** By segment, Evidently measures distances in some (over 1,000 rows before) and tests in the others. */
const BEFORE = rowsSql(6000, 11, 0);
const NOW = rowsSql(1800, 31, 0.4);
const ALL = 'all rows';
const SEGMENTS: Readonly<Record<string, string>> = {
  [ALL]: 'TRUE',
  'region = north': `region = 'north'`,
  'region = south': `region = 'south'`,
  'region = north, tier = 1': `region = 'north' AND tier = 1`,
  'region = south, tier = 2': `region = 'south' AND tier = 2`,
};

type Answer = Record<string, { test: string; value: number; threshold: number; drifted: boolean }>;

let bench: Bench;
let ours: Measurement[] = [];
let theirs: Record<string, Answer> = {};

beforeAll(async () => {
  const names = Object.keys(SEGMENTS);
  const parts = names.flatMap((name, i): [string, string][] => [
    [`before${i}`, `FROM (${BEFORE}) WHERE ${SEGMENTS[name]}`],
    [`now${i}`, `FROM (${NOW}) WHERE ${SEGMENTS[name]}`],
  ]);
  bench = await Bench.open({ before: BEFORE, now: NOW, ...Object.fromEntries(parts) });
  const { measurements } = await bench.runWhole(`model_name: m
reference_dataset: before.parquet
current_dataset: now.parquet
slicing_exprs: [region, "region, tier"]
feature_drift: {compat: evidently, features: [${Object.keys(KINDS).join(', ')}]}
`);
  ours = measurements;
  const questions = names.map(
    (_, i): Question => ({
      ask: 'evidently',
      reference: bench.space.path(`before${i}.parquet`),
      current: bench.space.path(`now${i}.parquet`),
      columns: KINDS,
    }),
  );
  const answers = askPeers<Answer>(questions);
  theirs = Object.fromEntries(names.map((name, i) => [name, answers[i]!]));
});
afterAll(() => bench.close());

describe.each(Object.keys(SEGMENTS))('%s', (segment) => {
  it.each(Object.keys(KINDS))("has Evidently's test, number, limit and verdict of its rows: %s", (column) => {
    const [mine, ...others] = ours.filter(
      (one) => one.segment === (segment === ALL ? null : segment) && one.column === column && one.drifted !== null,
    );
    const expected = theirs[segment]![column]!;
    expect(others).toEqual([]);
    expect(mine!.reason).toContain(`'${expected.test}'`);
    expect(Math.abs(mine!.value! - expected.value)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, expected.value));
    expect(mine).toMatchObject({
      threshold: expected.threshold,
      drifted: expected.drifted,
      state: expected.drifted ? 'breach' : 'ok',
    });
  });
});
