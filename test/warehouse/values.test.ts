import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindOfType } from '../../src/warehouse/duckdb-values.ts';
import type { Warehouse } from '../../src/warehouse/types.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

let space: Workspace;
let warehouse: Warehouse;
beforeAll(async () => {
  space = await makeWorkspace();
  warehouse = await space.open();
});
afterAll(() => space.dispose());

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('query() gives', () => {
  it.each([
    ['CAST(9007199254740993 AS BIGINT)', 9007199254740992],
    ['sum(1)', 1],
    ['CAST(12.34 AS DECIMAL(10, 2))', 12.34],
    ["TIMESTAMP '2026-01-02 03:04:05'", AT],
    ["TIMESTAMPTZ '2026-01-02 05:04:05+02:00'", AT],
    ["TIMESTAMP_S '2026-01-02 03:04:05'", AT],
    ["TIMESTAMP_MS '2026-01-02 03:04:05'", AT],
    ["TIMESTAMP_NS '2026-01-02 03:04:05'", AT],
    ["DATE '2026-01-02'", Date.UTC(2026, 0, 2)],
    ["DATE '1969-12-31'", -86_400_000],
    ["CAST('nan' AS DOUBLE)", Number.NaN],
    ['TRUE', true],
    ['NULL', null],
    ["'ß'", 'ß'],
    ["CAST('a' AS ENUM ('a', 'b'))", 'a'],
  ])('%s as %s', async (sql, value) => {
    expect((await warehouse.query(`SELECT ${sql}`)).rows).toEqual([[value]]);
  });

  it('bytes by the width of the types and of the text in UTF-8', async () => {
    const { bytes, columns } = await warehouse.query(
      "SELECT 1::INTEGER AS i, 1::BIGINT AS b, 'ß' AS s, NULL::DOUBLE AS d",
    );
    expect(bytes).toBe(4 + 8 + 2 + 8);
    expect(columns).toEqual(['i', 'b', 's', 'd']);
  });

  it('every row of a result that comes in many chunks', async () => {
    const { rows } = await warehouse.query('SELECT range AS x FROM range(10000) ORDER BY x');
    expect(rows).toHaveLength(10_000);
    expect(rows[9_999]).toEqual([9_999]);
  });
});

describe('kindOfType()', () => {
  it.each([
    ['HUGEINT', 'numeric'],
    ['UTINYINT', 'numeric'],
    ['DECIMAL(18,3)', 'numeric'],
    ['BOOLEAN', 'categorical'],
    ["ENUM('a', 'b')", 'categorical'],
    ['TIMESTAMP WITH TIME ZONE', 'timestamp'],
    ['DATE', 'timestamp'],
    ['DOUBLE[]', 'other'],
    ['STRUCT(a INTEGER)', 'other'],
    ['BLOB', 'other'],
  ])('%s is %s', (type, kind) => {
    expect(kindOfType(type)).toBe(kind);
  });
});
