/** The words of a user's SQL expression. Whatever is not listed here is a column, or refused. */

/** What makes one value of many rows. */
const AGGREGATES: ReadonlySet<string> = new Set([
  'AVG',
  'COUNT',
  'COUNT_IF',
  'CORR',
  'COVAR_POP',
  'COVAR_SAMP',
  'MAX',
  'MEAN',
  'MEDIAN',
  'MIN',
  'STDDEV',
  'STDDEV_POP',
  'STDDEV_SAMP',
  'SUM',
  'VAR_POP',
  'VAR_SAMP',
  'VARIANCE',
]);

/** Functions that both engines have under one name; none reads files or settings, and none makes large values. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  ...AGGREGATES,
  'ABS',
  'CAST',
  'CEIL',
  'COALESCE',
  'EXP',
  'FLOOR',
  'GREATEST',
  'IF',
  'ISNAN',
  'LEAST',
  'LENGTH',
  'LN',
  'LOG10',
  'LOG2',
  'LOWER',
  'MOD',
  'NULLIF',
  'POWER',
  'ROUND',
  'SIGN',
  'SQRT',
  'SUBSTR',
  'TRIM',
  'TRY_CAST',
  'UPPER',
]);

export const KEYWORDS: ReadonlySet<string> = new Set([
  ...['AND', 'AS', 'BETWEEN', 'CASE', 'DISTINCT', 'ELSE', 'END', 'FALSE', 'FILTER', 'IN', 'IS', 'LIKE', 'NOT'],
  ...['NULL', 'OR', 'THEN', 'TRUE', 'WHEN', 'WHERE'],
]);

/** Types by name, as both engines write them. */
export const TYPES: ReadonlyMap<string, string> = new Map([
  ['BIGINT', 'BIGINT'],
  ['BOOLEAN', 'BOOLEAN'],
  ['DATE', 'DATE'],
  ['DOUBLE', 'DOUBLE'],
  ['FLOAT', 'FLOAT'],
  ['INT', 'INT'],
  ['INTEGER', 'INT'],
  ['STRING', 'STRING'],
  ['TEXT', 'STRING'],
  ['TIMESTAMP', 'TIMESTAMP'],
  ['VARCHAR', 'STRING'],
]);

/** Words that make a statement or a subquery: as a column's name they need quotes. */
export const STATEMENT_WORDS: ReadonlySet<string> = new Set([
  ...['ALTER', 'ATTACH', 'CALL', 'COPY', 'CREATE', 'DELETE', 'DROP', 'EXCEPT', 'EXECUTE', 'EXISTS', 'FROM', 'GROUP'],
  ...['HAVING', 'INSERT', 'INSTALL', 'INTERSECT', 'INTO', 'JOIN', 'LATERAL', 'LIMIT', 'LOAD', 'ORDER', 'OVER'],
  ...['PRAGMA', 'QUALIFY', 'SELECT', 'SET', 'TABLE', 'UNION', 'UPDATE', 'USING', 'VALUES', 'WINDOW', 'WITH'],
]);

export function isAggregate(name: string): boolean {
  return AGGREGATES.has(name.toUpperCase());
}
