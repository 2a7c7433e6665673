import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureLikeEvidently } from '../../src/checks/compat.ts';
import type { CheckInput, Measurement } from '../../src/checks/types.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import { exactDistances } from '../../src/profile/exact.ts';
import { makeInput } from '../checks/support.ts';
import { type Lab, makeLab, WHOLE } from '../profile/data.ts';
import { askPeers, type Question } from './peers.ts';

const uniform = (salt: number) => `((hash(i * 1000 + ${salt}) % 1000003 + 0.5) / 1000004e0)`;
const normal = (salt: number) => `(sqrt(-2 * ln(${uniform(salt)})) * cos(6.283185307 * ${uniform(salt + 1)}))`;
const salted = (sql: (salt: number) => string) => [sql(1), sql(5)] as const;

/** Columns by their SQL over rows i, on both sides. */
const COLUMNS: Readonly<Record<string, { kind: 'numeric' | 'categorical'; sides: readonly [string, string] }>> = {
  same: { kind: 'numeric', sides: salted(normal) },
  moved: { kind: 'numeric', sides: [normal(1), `${normal(5)} + 0.3`] },
  tailed: { kind: 'numeric', sides: salted((salt) => `exp(2 * ${normal(salt)})`) },
  tiny: { kind: 'numeric', sides: [`1e-6 * ${normal(1)}`, `2e-6 * ${normal(5)}`] },
  whole: { kind: 'numeric', sides: salted((salt) => `floor(12 * ${uniform(salt)})`) },
  few: { kind: 'numeric', sides: [`floor(4 * ${uniform(1)})`, `1 + floor(4 * ${uniform(5)})`] },
  flag: { kind: 'numeric', sides: [`floor(2 * ${uniform(1)})`, `floor(1.8 * ${uniform(5)})`] },
  constant: { kind: 'numeric', sides: ['3e0', '3e0'] },
  holes: {
    kind: 'numeric',
    sides: salted((salt) => `CASE i % 10 WHEN 0 THEN NULL WHEN 1 THEN CAST('inf' AS DOUBLE) ELSE ${normal(salt)} END`),
  },
  five: { kind: 'categorical', sides: salted((salt) => `'c' || floor(5 * ${uniform(salt)})`) },
  swapped: { kind: 'categorical', sides: [`'c' || floor(5 * ${uniform(1)})`, `'c' || floor(4 * ${uniform(5)})`] },
  unseen: { kind: 'categorical', sides: [`'c' || floor(4 * ${uniform(1)})`, `'c' || floor(5 * ${uniform(5)})`] },
  many: { kind: 'categorical', sides: salted((salt) => `'c' || floor(50 * ${uniform(salt)} * ${uniform(salt + 1)})`) },
  two: {
    kind: 'categorical',
    sides: [
      `CASE WHEN ${uniform(1)} < 0.5 THEN 'a' ELSE 'b' END`,
      `CASE WHEN ${uniform(5)} < 0.6 THEN 'a' ELSE 'b' END`,
    ],
  },
  one: { kind: 'categorical', sides: ["'a'", "'a'"] },
};
/** Evidently chooses by the rows of the reference; KS is exact up to 10,000 rows. */
const SIZES = [
  [5000, 700],
  [1001, 60],
  [1000, 1000],
  [800, 333],
  [200, 12_000],
].map(([before, now], at) => ({ before: before!, now: now!, at }));

type Answer = Record<string, { test: string; value: number | null; threshold: number; drifted: boolean }>;

let lab: Lab;
let theirs: Answer[] = [];
const ours: Record<string, Measurement>[] = [];

beforeAll(async () => {
  lab = await makeLab();
  const questions: Question[] = [];
  const profiled = Object.entries(COLUMNS).map(([name, { kind }]) => ({ name, kind }));
  const kinds = Object.fromEntries(profiled.map(({ name, kind }) => [name, kind]));
  for (const { before, now } of SIZES) {
    const write = (side: 0 | 1, rows: number) =>
      lab.dataset(
        `SELECT ${Object.entries(COLUMNS)
          .map(([name, { sides }]) => `${sides[side]} AS "${name}"`)
          .join(', ')} FROM range(${rows}) AS r(i)`,
      );
    const reference = await write(0, before);
    const current = await write(1, now);
    const fitted = await lab.fit(reference, profiled);
    const { slices } = await lab.slices(current, profiled, { grids: fitted.grids });
    const side = { timestampColumn: null, range: WHOLE };
    const numbers = profiled.filter(({ kind }) => kind === 'numeric').map(({ name }) => name);
    const { columns: exact } = await exactDistances(
      lab.warehouse,
      { dataset: reference, ...side },
      { dataset: current, ...side },
      numbers,
      { withRaw: true },
    );
    const input: CheckInput = makeInput({}, {}, { exact });
    ours.push(
      Object.fromEntries(
        profiled.map(({ name, kind }) => {
          const pair = {
            kind,
            grid: fitted.grids.columns[name],
            reference: fitted.reference.columns[name],
            current: slices[0]!.profile.columns[name],
          } as ColumnPair;
          return [name, measureLikeEvidently('feature_drift', input, { column: name, pair, threshold: null })];
        }),
      ),
    );
    questions.push({
      ask: 'evidently',
      reference: lab.pathOf(reference),
      current: lab.pathOf(current),
      columns: kinds,
    });
  }
  theirs = askPeers(questions);
});
afterAll(() => lab.space.dispose());

describe.each(SIZES)('$before rows before, $now now', ({ at }) => {
  it.each(Object.keys(COLUMNS))("%s has Evidently's test, number, limit and verdict", (name) => {
    const [mine, expected] = [ours[at]![name]!, theirs[at]![name]!];
    expect(mine.reason).toContain(`'${expected.test}'`);
    expect(Math.abs(mine.value! - expected.value!)).toBeLessThanOrEqual(
      1e-9 * Math.max(1e-3, Math.abs(expected.value!)),
    );
    expect(mine).toMatchObject({ threshold: expected.threshold, drifted: expected.drifted });
  });
});
