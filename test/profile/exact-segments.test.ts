import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactBySegment, exactDistances } from '../../src/profile/exact.ts';
import { countBySegment, countCategories } from '../../src/profile/exact-categories.ts';
import type { Segment } from '../../src/profile/types.ts';
import type { Dataset } from '../../src/warehouse/types.ts';
import { type Lab, makeLab, WHOLE } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

const SHAPES = ['u', 'exp(3 * u)', 'round(u * 4)', 'round(u * 5000)', '1e9 + u', 'CASE WHEN u < 0.7 THEN 0 ELSE u END'];
const side = fc.record({
  expression: fc.constantFrom(...SHAPES),
  seed: fc.integer({ min: 1, max: 1000 }),
  rows: fc.integer({ min: 0, max: 400 }),
});

/** Regions of very different sizes, one with a quote, one that only some sides have, and none. */
const REGION = `CASE i % 11 WHEN 0 THEN 'O''Brien' WHEN 1 THEN NULL WHEN 2 THEN 'rare' ELSE 'EU' END`;
const terms = (region: string) => [{ column: 'region', value: region }];
const SEGMENTS: Segment[] = [
  ...['EU', "O'Brien", 'rare', 'gone'].map((region) => ({ name: `region = ${region}`, terms: terms(region) })),
  { name: 'region = EU, tier = 1', terms: [...terms('EU'), { column: 'tier', value: '1' }] },
  { name: 'region = EU, tier = 2', terms: [...terms('EU'), { column: 'tier', value: '2' }] },
];
const whereOf = ({ terms }: Segment) =>
  terms.map(({ column, value }) => `${column} = '${value.replaceAll("'", "''")}'`).join(' AND ');

type Drawn = { expression: string; seed: number; rows: number };
const rowsSql = ({ expression, seed, rows }: Drawn) => `
  SELECT CASE WHEN i % 13 = 0 THEN NULL WHEN i % 17 = 0 THEN CAST('nan' AS DOUBLE) ELSE (${expression}) END AS x,
    'c' || CAST(round((${expression}) * 7) AS BIGINT) AS k, region, tier
  FROM (SELECT i, (hash(i + ${seed}) % 1000003) / 1000003e0 AS u, ${REGION} AS region, i % 3 AS tier FROM range(${rows}) AS r(i))`;

const all = (dataset: Dataset) => ({ dataset, timestampColumn: null, range: WHOLE });

/** Sums of the same rows in another order differ in their last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'number' ? Number((Math.abs(part) < 1e-12 ? 0 : part).toPrecision(9)) : part,
  );
}

describe('of each segment', () => {
  it('exact distances are those of its rows alone', async () => {
    const check = fc.asyncProperty(side, side, async (before, now) => {
      const [a, b] = [await lab.dataset(rowsSql(before)), await lab.dataset(rowsSql(now))];
      const options = { segments: SEGMENTS, withRaw: true };
      const { segments } = await exactBySegment(lab.warehouse, all(a), all(b), ['x'], options);
      for (const segment of SEGMENTS) {
        const where = whereOf(segment);
        const alone = await exactDistances(lab.warehouse, { ...all(a), where }, { ...all(b), where }, ['x'], {
          withRaw: true,
        });
        expect(rounded(segments[segment.name]?.x ?? null)).toEqual(rounded(alone.columns.x ?? null));
      }
    });
    await fc.assert(check, { numRuns: 12, seed: 3 });
  });

  it('counts of categories are those of its rows alone', async () => {
    const check = fc.asyncProperty(side, side, async (before, now) => {
      const [a, b] = [await lab.dataset(rowsSql(before)), await lab.dataset(rowsSql(now))];
      const { segments } = await countBySegment(lab.warehouse, all(a), all(b), ['k'], { segments: SEGMENTS });
      for (const segment of SEGMENTS) {
        const of = (dataset: Dataset) => `(SELECT k FROM ${dataset.fromSql} AS d WHERE ${whereOf(segment)})`;
        const { rows } = await lab.warehouse.query(
          `SELECT sum(a), sum(b) FROM (SELECT k, 1 AS a, 0 AS b FROM ${of(a)} UNION ALL SELECT k, 0, 1 FROM ${of(b)}) GROUP BY k ORDER BY 1, 2`,
        );
        const values = rows.map(([reference, current]) => ({ reference: Number(reference), current: Number(current) }));
        const found = segments[segment.name]!.k!;
        expect(found.values.flatMap(({ times, ...counts }) => Array.from({ length: times }, () => counts))).toEqual(
          values,
        );
        expect(found).toMatchObject({
          distinct: values.length,
          reference: values.reduce((sum, one) => sum + one.reference, 0),
          current: values.reduce((sum, one) => sum + one.current, 0),
        });
      }
    });
    await fc.assert(check, { numRuns: 8, seed: 5 });
  });

  it('counts of categories of all rows are theirs, those that occur equally often together', async () => {
    const rows = `SELECT 'c' || i % 3000 AS k FROM range(6000) AS r(i) UNION ALL SELECT NULL UNION ALL SELECT 'c0'`;
    const [a, b] = [await lab.dataset(rows), await lab.dataset(`SELECT 'c' || i AS k FROM range(4000) AS r(i)`)];
    const { columns } = await countCategories(lab.warehouse, all(a), all(b), ['k']);
    expect(columns.k).toMatchObject({ reference: 6001, current: 4000, distinct: 4000 });
    expect(columns.k!.values).toEqual([
      { reference: 0, current: 1, times: 1000 },
      { reference: 2, current: 1, times: 2999 },
      { reference: 3, current: 1, times: 1 },
    ]);
  });

  it('both are asked in one statement a column and set of columns', async () => {
    const { statements, warehouse } = counting(lab);
    const dataset = await lab.dataset(rowsSql({ expression: 'exp(3 * u)', seed: 1, rows: 4000 }));
    await exactBySegment(warehouse, all(dataset), all(dataset), ['x'], { segments: SEGMENTS, withRaw: true });
    await countBySegment(warehouse, all(dataset), all(dataset), ['k'], { segments: SEGMENTS });
    expect(statements).toHaveLength(2 + 2);
  });
});

function counting({ warehouse }: Lab) {
  const statements: string[] = [];
  const query: typeof warehouse.query = (sql, options) => {
    statements.push(sql);
    return warehouse.query(sql, options);
  };
  return { statements, warehouse: { ...warehouse, dialect: warehouse.dialect, query } };
}
