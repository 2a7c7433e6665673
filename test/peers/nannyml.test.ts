import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeLikeNannyml, NANNYML_METHODS, type NannymlMethod } from '../../src/drift/nannyml.ts';
import { fitChunks, type NannymlColumn } from '../../src/runs/nannyml-reference.ts';
import { countWindow } from '../../src/runs/nannyml-window.ts';
import { type Lab, makeLab, WHOLE } from '../profile/data.ts';
import { askPeers, type Question } from './peers.ts';

const uniform = (salt: number) => `((hash(i * 1000 + ${salt}) % 1000003 + 0.5) / 1000004e0)`;
const normal = (salt: number) => `(sqrt(-2 * ln(${uniform(salt)})) * cos(6.283185307 * ${uniform(salt + 1)}))`;
const salted = (sql: (salt: number) => string) => [sql(1), sql(5)] as const;
const category = (many: number) => (salt: number) => `'c' || CAST(floor(${many} * ${uniform(salt)}) AS INTEGER)`;

type Kind = 'numeric' | 'categorical';
/** Columns by their SQL over rows i, on both sides. */
const COLUMNS: Readonly<Record<string, { kind: Kind; sides: readonly [string, string] }>> = {
  same: { kind: 'numeric', sides: salted(normal) },
  moved: { kind: 'numeric', sides: [normal(1), `${normal(5)} + 0.3`] },
  slid: { kind: 'numeric', sides: [`${normal(1)} + i / 1000.0`, normal(5)] },
  lognormal: { kind: 'numeric', sides: salted((salt) => `exp(${normal(salt)})`) },
  outlying: { kind: 'numeric', sides: [`CASE i WHEN 7 THEN 1e6 ELSE ${normal(1)} END`, `${normal(5)} - 8`] },
  offset: { kind: 'numeric', sides: salted((salt) => `1e9 + 1e-3 * ${normal(salt)}`) },
  zero_inflated: {
    kind: 'numeric',
    sides: salted((salt) => `CASE WHEN ${uniform(salt)} < 0.7 THEN 0 ELSE ${uniform(salt + 1)} END`),
  },
  tied: { kind: 'numeric', sides: salted((salt) => `round(${normal(salt)}, 1)`) },
  whole: { kind: 'numeric', sides: salted((salt) => `CAST(floor(12 * ${uniform(salt)}) AS INTEGER)`) },
  few: { kind: 'numeric', sides: [`floor(4 * ${uniform(1)})`, `1 + floor(4 * ${uniform(5)})`] },
  periodic: { kind: 'numeric', sides: ['CAST(i % 10 AS BIGINT)', 'CAST(i % 10 AS BIGINT)'] },
  constant: { kind: 'numeric', sides: ['0.1e0', '0.1e0'] },
  left: { kind: 'numeric', sides: ['3e0', 'CASE WHEN i % 3 = 0 THEN 2e0 WHEN i % 7 = 0 THEN 4.25e0 ELSE 3e0 END'] },
  short: { kind: 'numeric', sides: salted((salt) => `CAST(${normal(salt)} AS REAL)`) },
  holes: {
    kind: 'numeric',
    sides: salted((salt) => `CASE i % 10 WHEN 0 THEN NULL WHEN 1 THEN CAST('nan' AS DOUBLE) ELSE ${normal(salt)} END`),
  },
  sparse: { kind: 'numeric', sides: [`CASE WHEN i < 3 THEN ${normal(1)} END`, normal(5)] },
  five: { kind: 'categorical', sides: salted(category(5)) },
  swapped: { kind: 'categorical', sides: [category(5)(1), category(4)(5)] },
  unseen: { kind: 'categorical', sides: [category(4)(1), category(6)(5)] },
  fifty: {
    kind: 'categorical',
    sides: salted((salt) => `'c' || CAST(floor(50 * ${uniform(salt)} * ${uniform(salt + 1)}) AS INTEGER)`),
  },
  flag: { kind: 'categorical', sides: [`${uniform(1)} < 0.5`, `${uniform(5)} < 0.55`] },
  flag_with_holes: {
    kind: 'categorical',
    sides: salted((salt) => `CASE WHEN i % 9 > 0 THEN ${uniform(salt)} < 0.1 END`),
  },
  text_with_holes: {
    kind: 'categorical',
    sides: salted((salt) => `CASE i % 6 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE ${category(3)(salt)} END`),
  },
  codes: { kind: 'categorical', sides: salted((salt) => `CAST(floor(7 * ${uniform(salt)}) AS INTEGER)`) },
  ten: { kind: 'categorical', sides: ["'c' || i % 10", "'c' || i % 10"] },
  one: { kind: 'categorical', sides: ["'a'", "'a'"] },
};
const NAMES = Object.keys(COLUMNS);

/** NannyML compares value by value below 10,000 values of the reference; `step` makes times that are not in the file's order. */
const SIZES = [
  { before: 17, now: 9, step: 0 },
  { before: 200, now: 60, step: 37 },
  { before: 1003, now: 500, step: 0 },
  { before: 9999, now: 300, step: 701 },
  { before: 10_000, now: 700, step: 0 },
  { before: 25_017, now: 12_000, step: 7919 },
];

type Theirs = { value: number | null; upper_threshold: number | null; alert: boolean };

let lab: Lab;
let theirs: Record<string, Record<string, Theirs | null>>[] = [];
const ours: (Record<string, ReturnType<typeof judgeLikeNannyml>> & object)[] = [];

const profiled = NAMES.map((name): NannymlColumn => {
  const { kind } = COLUMNS[name]!;
  const methods = (Object.keys(NANNYML_METHODS) as NannymlMethod[]).filter((method) =>
    (NANNYML_METHODS[method].kinds as readonly Kind[]).includes(kind),
  );
  return { name, kind, methods };
});

beforeAll(async () => {
  lab = await makeLab();
  const questions: Question[] = [];
  for (const { before, now, step } of SIZES) {
    const write = (side: 0 | 1, rows: number) => {
      const columns = NAMES.map((name) => `${COLUMNS[name]!.sides[side]} AS "${name}"`);
      const at = `TIMESTAMP '2026-01-01' + to_seconds(CAST((i * ${step}) % ${rows} AS INTEGER)) AS scored_at`;
      return lab.dataset(`SELECT ${[...columns, at].join(', ')} FROM range(${rows}) AS r(i)`);
    };
    const [reference, current] = [await write(0, before), await write(1, now)];
    const timestampColumn = step === 0 ? null : 'scored_at';
    const sides = {
      reference: { dataset: reference, timestampColumn, range: WHOLE },
      current: { dataset: current, timestampColumn, range: WHOLE },
    };
    const { fits, tiedEdges } = await fitChunks(lab.warehouse, sides.reference, profiled);
    expect(tiedEdges).toBe(0);
    const { cases } = await countWindow(lab.warehouse, sides, profiled, fits);
    ours.push(
      Object.fromEntries(
        profiled.flatMap(({ name, methods }) =>
          methods.map((method) => [`${name} ${method}`, judgeLikeNannyml(method, cases[name]![method]!)]),
        ),
      ),
    );
    questions.push({
      ask: 'nannyml',
      reference: lab.pathOf(reference),
      current: lab.pathOf(current),
      columns: Object.fromEntries(profiled.map(({ name, kind }) => [name, kind])),
      timestamp: timestampColumn,
    });
  }
  theirs = askPeers(questions);
});
afterAll(() => lab.space.dispose());

function expectClose(mine: number | null, expected: number | null): void {
  if (mine === null || expected === null) expect(mine).toBe(expected);
  else expect(Math.abs(mine - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

describe.each(SIZES.map((size, at) => ({ ...size, at })))('$before rows before, $now now', ({ at, before }) => {
  it.each(profiled.flatMap(({ name, methods }) => methods.map((method) => ({ name, method }))))(
    "$name has NannyML's $method, its limit and its alert",
    ({ name, method }) => {
      const mine = ours[at]![`${name} ${method}`]!;
      if (name === 'short' && method !== 'js_distance' && before >= 10_000) {
        expect(mine).toMatch(/32 bits/);
        return;
      }
      if (typeof mine === 'string') throw new Error(mine);
      const expected = theirs[at]![name]![NANNYML_METHODS[method].peer]!;
      if (name === 'flag_with_holes' && method === 'chi_square') {
        // Pandas keeps booleans with holes as objects, which NannyML's table cannot hold.
        expect(expected).toBeNull();
        return;
      }
      if (expected === null) throw new Error('NannyML has no number');
      expectClose(mine.value, expected.value);
      expectClose(mine.upper, expected.upper_threshold);
      expect(mine.drifted).toBe(expected.alert);
    },
  );
});
