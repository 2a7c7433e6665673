import { afterAll, beforeAll, expect, it } from 'vitest';
import { exactBySegment, exactDistances } from '../../src/profile/exact.ts';
import { type Compared, distanceSql } from '../../src/profile/exact-sql.ts';
import { DUCKDB, SPARK } from '../../src/warehouse/dialect.ts';
import type { Dialect, Warehouse } from '../../src/warehouse/types.ts';
import { type Lab, makeLab, WHOLE } from './data.ts';

let lab: Lab;
let sides: Pick<Compared, 'reference' | 'current'>;
beforeAll(async () => {
  lab = await makeLab();
  const side = async (select: string) => ({ dataset: await lab.dataset(select), timestampColumn: null, range: WHOLE });
  const rows = (shift: number) => `SELECT 1e9 + sin(i + ${shift}) + ${shift} / 10 AS x, i % 7 AS few, 5 AS constant,
    CASE WHEN i % 4 = 0 THEN CAST('nan' AS DOUBLE) WHEN i % 9 > 0 THEN ${shift} - i END AS odd,
    CASE WHEN i % 3 > ${shift} THEN i END AS half, i % 3 AS part FROM range(500) AS r(i)`;
  sides = { reference: await side(rows(0)), current: await side(`${rows(1)} UNION ALL ${rows(2)}`) };
});
afterAll(() => lab.space.dispose());

const COLUMNS = ['x', 'few', 'constant', 'odd', 'half'];
const SEGMENTS = ['0', '1', '2', 'gone'].map((value) => ({ name: value, terms: [{ column: 'part', value }] }));

/** The embedded engine, told that it works every subquery out anew. */
const forgetful = (): Warehouse => ({ ...lab.warehouse, dialect: { ...DUCKDB, sharesSubqueries: false } });

/** Sums of the same rows in another order differ in their last digits. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part) => (typeof part === 'number' ? Number(part.toPrecision(10)) : part)));

it('exact distances are the same where an engine would work out a subquery anew for each of its readers', async () => {
  const { reference, current } = sides;
  const of = (warehouse: Warehouse) => exactDistances(warehouse, reference, current, COLUMNS, { withRaw: true });
  const [kept, anew] = [await of(lab.warehouse), await of(forgetful())];
  expect(Object.keys(kept.columns)).toEqual(COLUMNS);
  expect(rounded(anew.columns)).toEqual(rounded(kept.columns));
  const bySegment = (warehouse: Warehouse) =>
    exactBySegment(warehouse, reference, current, COLUMNS, { segments: SEGMENTS, withRaw: true });
  const [parts, partsAnew] = [await bySegment(lab.warehouse), await bySegment(forgetful())];
  expect(Object.keys(parts.segments)).toEqual(['0', '1', '2']);
  expect(rounded(partsAnew.segments)).toEqual(rounded(parts.segments));
});

it('they read each dataset once there, in one SELECT without a join', () => {
  const sql = (dialect: Dialect) => distanceSql({ dialect, ...sides, segments: null }, 'x');
  const count = (text: string) => sql(SPARK).split(text).length - 1;
  expect([count(sides.reference.dataset.fromSql), count(sides.current.dataset.fromSql)]).toEqual([1, 1]);
  expect(sql(SPARK)).not.toMatch(/\b(WITH|JOIN)\b/);
  expect(sql(DUCKDB)).toMatch(/^WITH grouped AS/);
});
