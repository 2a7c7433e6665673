import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { makeTempStore } from './temp-store.ts';

/** Every statement that the store prepares while it is opened and its lists are asked for. */
function collectStatements(): { db: Database.Database; texts: string[] } {
  const texts: string[] = [];
  const prepare = Database.prototype.prepare;
  Database.prototype.prepare = function (this: Database.Database, source: string) {
    texts.push(source);
    return prepare.call(this, source);
  } as typeof prepare;
  try {
    const { store, path } = makeTempStore();
    for (const states of [undefined, ['firing'] as const]) {
      store.alerts.list({ limit: 5, ...(states ? { states } : {}) });
      store.alerts.list({ monitorId: 1, ...(states ? { states } : {}) });
    }
    store.outbox.list({ alertId: 1, states: ['queued'] });
    store.outbox.list({ alertId: 1 });
    store.outbox.list({ states: ['failed'], limit: 5 });
    return { db: new Database(path), texts };
  } finally {
    Database.prototype.prepare = prepare;
  }
}

/** Reads of a whole table, or of a sort without an index, that grow with the past. */
function findSlowSteps(db: Database.Database, sql: string): string[] {
  const blanks = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map((match) => [match[1]!, null]));
  const count = [...sql.matchAll(/\?/g)].length;
  const values = count > 0 ? Array.from({ length: count }, () => null) : Object.keys(blanks).length > 0 ? [blanks] : [];
  const steps = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN (?!json_each)|TEMP B-TREE/.test(detail))
    .map((detail) => `${detail} <- ${sql.replace(/\s+/g, ' ').trim().slice(0, 120)}`);
}

/** Read on purpose: small tables, the open part of a large one through its partial index, a table in the order of its key. */
const ALLOWED = [
  /^SCAN (monitors|subscriptions|digest_times|sqlite_master) /,
  /^SCAN o USING INDEX outbox_due/,
  /^SCAN runs USING (COVERING )?INDEX runs_running/,
  /^SCAN (alerts|audit) <- SELECT \* FROM \1 ORDER BY id DESC LIMIT \?$/,
  /^USE TEMP B-TREE FOR ORDER BY <- SELECT \* FROM (alerts|outbox) WHERE state IN \(SELECT value FROM json_each/,
];

test('no statement of the store reads a table that grows from end to end', () => {
  const { db, texts } = collectStatements();
  const statements = [...new Set(texts)].filter((sql) => /^\s*(SELECT|UPDATE|DELETE|INSERT)/.test(sql));
  expect(statements.length).toBeGreaterThan(50);
  const slow = statements.flatMap((sql) => findSlowSteps(db, sql));
  db.close();
  expect(slow.filter((step) => !ALLOWED.some((allowed) => allowed.test(step)))).toEqual([]);
});
