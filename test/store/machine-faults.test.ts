import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { toAppError } from '../../src/errors.ts';
import { makeTempStore } from './temp-store.ts';

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return toAppError(error);
  }
  throw new Error('it did not fail');
}

test('a database that another program holds is said in words, with the next step', () => {
  const { path } = makeTempStore();
  const [one, other] = [new Database(path, { timeout: 0 }), new Database(path)];
  other.exec('BEGIN EXCLUSIVE');
  const found = failureOf(() => one.exec("INSERT INTO settings (key, value) VALUES ('a', 'b')"));
  other.exec('ROLLBACK');
  for (const db of [one, other]) db.close();
  expect(found).toMatchObject({ code: 'locked', message: expect.stringContaining('Another program') });
});

test('a full disk is said in words, and what was stored before is there', () => {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE t (x TEXT); INSERT INTO t VALUES (1)');
  db.pragma('max_page_count = 2');
  const found = failureOf(() => db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100_000)));
  expect(found).toMatchObject({ code: 'config', message: expect.stringContaining('full') });
  expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(1);
  db.close();
});
