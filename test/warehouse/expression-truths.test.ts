import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DUCKDB, SPARK } from '../../src/warehouse/dialect.ts';
import { compileExpression } from '../../src/warehouse/expression.ts';
import type { ColumnInfo, Warehouse } from '../../src/warehouse/types.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

let space: Workspace;
let warehouse: Warehouse;
beforeAll(async () => {
  space = await makeWorkspace();
  warehouse = await space.open();
});
afterAll(() => space.dispose());

const numeric = (name: string, type: string): ColumnInfo => ({ name, type, kind: 'numeric' });
const other = (name: string, type: string): ColumnInfo => ({ name, type, kind: 'categorical' });
const COLUMNS = [numeric('n', 'int'), numeric('d', 'decimal(4,1)'), other('b', 'boolean'), other('t', 'string')];
const compile = (source: string, dialect = SPARK) =>
  compileExpression(source, dialect, { columns: COLUMNS, aliases: { prediction: 'n', actual: 'b' } }).sql;

describe('a truth beside a number', () => {
  it('is written as a number, so that an engine that compares neither can', () => {
    expect(compile('SUM(CASE WHEN prediction = true AND actual = false THEN 1 ELSE 0 END) / COUNT(*)')).toBe(
      '(SUM ( CASE WHEN `n` = CAST(TRUE AS INT) AND `b` = FALSE THEN 1 ELSE 0 END ) / COUNT ( * ))',
    );
    expect(compile('COUNT_IF(false <> d OR b != 1)')).toBe(
      '(COUNT_IF ( CAST(FALSE AS INT) <> `d` OR CAST(`b` AS INT) != 1 ))',
    );
    expect(compile('AVG(IF(prediction = actual, 1, 0))')).toBe('(AVG ( IF ( `n` = CAST(`b` AS INT) , 1 , 0 ) ))');
  });

  it.each([
    "COUNT_IF(b = true AND t = 'true' AND n = 1)",
    'COUNT_IF(d + n = true)',
    'COUNT_IF(n = true = b)',
    'COUNT_IF(n > 0 = true)',
    'COUNT_IF(n BETWEEN 0 AND d = true)',
    "COUNT_IF(t || '=' = true)",
    'COUNT_IF(t = true)',
  ])('leaves everything else as it was: %s', (source) => {
    expect(compile(source)).not.toContain('CAST');
  });

  it('counts the rows that it counted before it was written so', async () => {
    const rows = `(SELECT * FROM (VALUES (0, 0.0, FALSE), (1, 1.0, TRUE), (2, 0.5, FALSE), (1, 0.0, NULL), (NULL, NULL, TRUE)) AS v(n, d, b))`;
    const conditions = ['n = true', 'true = n', 'n <> false', 'd = false', 'd != true', 'b = 1', '0 <> b', 'n = b'];
    for (const condition of [...conditions, 'NOT n = true', 'b = 2', 'n = true OR d = true AND b = 0']) {
      const source = `COUNT_IF(${condition})`;
      expect(compile(source)).toContain('CAST(');
      const [plain, written] = await Promise.all(
        [source, compile(source, DUCKDB)].map((sql) => warehouse.query(`SELECT ${sql} FROM ${rows}`)),
      );
      expect(written!.rows, condition).toEqual(plain!.rows);
    }
  });
});
