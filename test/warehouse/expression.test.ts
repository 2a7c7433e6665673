import { describe, expect, it } from 'vitest';
import { DUCKDB, SPARK } from '../../src/warehouse/dialect.ts';
import { compileExpression, findExpressionFault } from '../../src/warehouse/expression.ts';
import type { ColumnInfo } from '../../src/warehouse/types.ts';

const column = (name: string, type = 'VARCHAR', kind: ColumnInfo['kind'] = 'categorical') => ({ name, type, kind });
const NAMES = {
  columns: [column('cost', 'DOUBLE', 'numeric'), column('Group'), column('y_hat', 'BOOLEAN'), column('odd "name"')],
  aliases: { prediction: 'y_hat' },
};

describe('an expression', () => {
  it('is written anew with every column quoted, as the engine wants it', () => {
    const source = `sum(CASE WHEN prediction=true and "Group" != 'it''s' THEN Cost else 0 end)*-1.0`;
    expect(compileExpression(source, DUCKDB, NAMES)).toEqual({
      sql: `(SUM ( CASE WHEN "y_hat" = TRUE AND "Group" != 'it''s' THEN "cost" ELSE 0 END ) * - 1.0)`,
      columns: ['y_hat', 'Group', 'cost'],
    });
    expect(compileExpression(source, SPARK, NAMES).sql).toBe(
      "(SUM ( CASE WHEN `y_hat` = TRUE AND `Group` != 'it\\'s' THEN `cost` ELSE 0 END ) * - 1.0)",
    );
  });

  it('may name a column like a function or in any quotes, and types behind AS alone', () => {
    const names = { columns: ['sum', 'text', 'odd "name"'].map((name) => column(name)), aliases: {} };
    expect(compileExpression('sum(sum) + avg("odd ""name""") + max(`odd "name"`)', DUCKDB, names).sql).toBe(
      '(SUM ( "sum" ) + AVG ( "odd ""name""" ) + MAX ( "odd ""name""" ))',
    );
    expect(compileExpression('avg(CAST(text AS text))', DUCKDB, names).sql).toBe('(AVG ( CAST ( "text" AS STRING ) ))');
  });

  it.each([
    'COUNT(*) FILTER (WHERE cost BETWEEN 1 AND 2.5e3) / COUNT(DISTINCT cost)',
    'AVG(IF(cost IS NOT NULL AND NOT cost IN (1, .5), 1, 0))',
    "MEDIAN(COALESCE(TRY_CAST(cost AS DOUBLE), 0)) % 7 || ''",
  ])('may be %s', (source) => {
    expect(findExpressionFault(source)).toBeNull();
  });

  it.each([
    ['', /^it is empty/],
    ['cost', /gives a value for every row/],
    ['1 + 1', /gives a value for every row/],
    ['abs(cost)', /gives a value for every row/],
    ['sum(cost), sum(cost)', /several expressions/],
    ['sum(cost', /does not close every parenthesis/],
    ['sum(cost)) + (sum(cost)', /closes a parenthesis that it did not open/],
    ['sum(cost) FROM t', /^FROM cannot stand in an expression/],
    ['(SELECT sum(cost) FROM t)', /^SELECT cannot stand/],
    ['sum(cost) OVER ()', /OVER\(\) is not available/],
    ['sum(cost) + (select 1)', /^SELECT cannot stand/],
    ["max(read_text('/etc/passwd'))", /the function read_text\(\) is not available/],
    [`max("read_text"('/etc/passwd'))`, /"read_text" is no function/],
    ["max(current_setting('home_directory'))", /the function current_setting\(\) is not available/],
    ["max(getenv('HOME'))", /the function getenv\(\) is not available/],
    ['sum(repeat(cost, 1000000))', /the function repeat\(\) is not available/],
    ['sum(cost); DROP TABLE t', /";" or a comment/],
    ['sum(cost) -- all', /";" or a comment/],
    ['sum(cost) /* all */', /";" or a comment/],
    ['sum(cost::INT)', /cannot be read from character 9/],
    ['sum(t.cost)', /cannot be read from character 6/],
    ['sum([1,2])', /cannot be read from character 5/],
    ["sum('open)", /cannot be read from character 5/],
    ['sum(1e999x)', /cannot be read/],
    ['sum(cost) AS total', /AS names a type inside CAST, and "total" is none/],
    ['CAST(sum(cost) AS STRUCT)', /"STRUCT" is none/],
    [`sum(${'('.repeat(50)}1${')'.repeat(50)})`, /nested more than 40 deep/],
    [`sum(${'1+'.repeat(300)}1)`, /at most 500 are read/],
    ['sum(cost)\0', /cannot be read/],
  ])('is not %j', (source, fault) => {
    expect(findExpressionFault(source)).toMatch(fault);
    expect(() => compileExpression(source, DUCKDB, NAMES)).toThrow(fault);
  });

  it('names the columns that there are when it asks for another', () => {
    expect(() => compileExpression('sum(price)', DUCKDB, NAMES)).toThrow(
      expect.objectContaining({
        code: 'metric_not_supported',
        message: 'column "price" is not in the data',
        hint: 'Its columns are: cost, Group, y_hat, odd "name", prediction',
      }),
    );
  });
});
