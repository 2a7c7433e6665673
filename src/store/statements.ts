import type Database from 'better-sqlite3';

/** One condition of a list and the value it is bound to. */
export type Condition = { sql: string; value: unknown };

/** "WHERE a AND b" of constant SQL fragments, or nothing; values never become part of the text. */
export function joinConditions(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
}

/** `column IN (?)` over any number of values, in one statement. */
export function isOneOf(column: string, values: readonly string[]): Condition {
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, value: JSON.stringify(values) };
}

/** Prepares each text once; for lists whose conditions depend on the filter, so that every combination can use its index. */
export function makeStatementCache<Row>(db: Database.Database): (sql: string) => Database.Statement<unknown[], Row> {
  const known = new Map<string, Database.Statement<unknown[], Row>>();
  return (sql) => {
    const statement = known.get(sql) ?? db.prepare<unknown[], Row>(sql);
    known.set(sql, statement);
    return statement;
  };
}
