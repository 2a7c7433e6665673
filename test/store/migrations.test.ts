import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { editDatabase, makeTempFolder, makeTempStore, saveMonitor } from './temp-store.ts';

function writeMigrations(files: Record<string, string>): URL {
  const folder = makeTempFolder();
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return pathToFileURL(`${folder}/`);
}

test('a missing file and its folder are made, and only the owner may read the file', () => {
  const path = join(makeTempFolder(), 'deep/er', 'mlmon.db');
  openStore(path).close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('rows survive closing and opening', () => {
  const temp = makeTempStore();
  const id = saveMonitor(temp.store);
  expect(temp.reopen().monitors.get(id)?.modelName).toBe('churn');
});

test('a database of a newer program is refused and left as it is', () => {
  const temp = makeTempStore();
  saveMonitor(temp.store);
  temp.store.close();
  const newest = readdirSync(new URL('../../src/store/migrations/', import.meta.url)).length;
  editDatabase(temp.path, 'PRAGMA user_version = 999');
  expect(() => openStore(temp.path)).toThrow(
    expect.objectContaining({
      code: 'conflict',
      message: expect.stringContaining('schema 999'),
      hint: expect.stringContaining('restore a backup'),
    }),
  );
  editDatabase(temp.path, `PRAGMA user_version = ${newest}`);
  expect(openStore(temp.path).monitors.list()).toHaveLength(1);
});

test('a database of the first schema is brought to the newest, and its rows stay', () => {
  const path = join(makeTempFolder(), 'old.db');
  const first = readFileSync(new URL('../../src/store/migrations/0001-initial.sql', import.meta.url), 'utf8');
  const db = new Database(path);
  migrate(db, writeMigrations({ '0001-initial.sql': first }));
  db.exec("INSERT INTO monitors (model_name, source, created_at, updated_at) VALUES ('churn', 'x', 1, 1)");
  db.close();
  const store = openStore(path);
  const monitorId = store.monitors.find('churn')!.id;
  expect(store.incidents.list(monitorId)).toEqual([]);
  store.close();
});

test('a database of another program is refused', () => {
  const path = join(makeTempFolder(), 'other.db');
  editDatabase(path, 'CREATE TABLE recipes (id INTEGER)');
  expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'conflict' }));
});

test('a file that is no database is refused in words', () => {
  const path = join(makeTempFolder(), 'notes.db');
  writeFileSync(path, 'these are notes, not a database, and long enough to have a header\n'.repeat(20));
  expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'config', hint: expect.any(String) }));
});

test('migrations are applied in order, once, all that are missing or none of them', () => {
  const db = new Database(':memory:');
  const steps = { '0001-a.sql': 'CREATE TABLE a (x INTEGER);', '0002-b.sql': 'INSERT INTO a VALUES (1);' };
  migrate(db, writeMigrations(steps));
  migrate(db, writeMigrations(steps));
  expect(db.prepare('SELECT x FROM a').pluck().all()).toEqual([1]);
  const broken = {
    ...steps,
    '0003-c.sql': 'INSERT INTO a VALUES (2);',
    '0004-d.sql': 'INSERT INTO a VALUES (3); INSERT INTO missing VALUES (1);',
  };
  expect(() => migrate(db, writeMigrations(broken))).toThrow('missing');
  expect(db.prepare('SELECT x FROM a').pluck().all()).toEqual([1]);
  expect(db.pragma('user_version', { simple: true })).toBe(2);
});

test('a gap in the numbers is refused', () => {
  const folder = writeMigrations({ '0001-a.sql': 'SELECT 1;', '0003-c.sql': 'SELECT 1;' });
  expect(() => migrate(new Database(':memory:'), folder)).toThrow('0003-c.sql');
});

/** Makes a database as it was before a migration, with rows. */
function makeOldDatabase(before: string, rows: string): string {
  const path = join(makeTempFolder(), 'old.db');
  const folder = new URL('../../src/store/migrations/', import.meta.url);
  const old = readdirSync(folder).filter((name) => name < before);
  const db = new Database(path);
  migrate(
    db,
    writeMigrations(Object.fromEntries(old.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]))),
  );
  db.exec(rows);
  db.close();
  return path;
}

test('rows of segments are found in slices that were stored before they were kept beside them', () => {
  const segments = '{"region = EU":{"rows":3},"plan = \\"a, b\\"":{"rows":0}}';
  const path = makeOldDatabase(
    '0006-segment-rows.sql',
    `
    INSERT INTO monitors (id, model_name, source, created_at, updated_at) VALUES (1, 'churn', 'x', 1, 1);
    INSERT INTO grids (monitor_id, version, save_number, grids, reference, saved_at) VALUES (1, 'g1', 1, '{}', '{}', 1);
    INSERT INTO slices (monitor_id, grid_version, role, at, rows, profiled_at, profile) VALUES
      (1, 'g1', 'current', 10, 3, 1, '{"rows":3,"segments":${segments}}'), (1, 'g1', 'current', 20, 4, 1, '{"rows":4}')`,
  );
  const store = openStore(path);
  expect(store.slices.segmentRows(1, 'g1', 'current', null)).toEqual([
    { at: 10, rows: 3, segments: { 'region = EU': 3, 'plan = "a, b"': 0 } },
    { at: 20, rows: 4, segments: {} },
  ]);
  store.close();
});

test('what waited in the outbox before digests came is still told, once', () => {
  const path = makeOldDatabase(
    '0005-digests.sql',
    `
    INSERT INTO alerts (id, monitor_id, model_name, rule, severity, condition, state, version, recent, opened_at, evidence)
    VALUES (1, 1, 'churn', 'drift', 'high', 'x', 'pending', 2, '[]', 1, '{}');
    INSERT INTO outbox (id, kind, alert_id, alert_version, target, dedupe_key, state, next_attempt_at, created_at)
    VALUES ('n1', 'alert_root', 1, 2, '{"type":"slack","channel":"#ml"}', 'alert:1:root', 'queued', 5, 5)`,
  );
  const store = openStore(path);
  const row = { id: 'n2', kind: 'alert_root', alertId: 1, alertVersion: 2, at: 6 } as const;
  const target = { type: 'slack', channel: '#ml', webhook: null, mention: null } as const;
  expect(store.outbox.add({ ...row, target, dedupeKey: 'alert:1:root' })).toBe(false);
  expect(store.outbox.claim(10, 60_000)).toMatchObject({
    id: 'n1',
    alertId: 1,
    alertVersion: 2,
    target: { channel: '#ml' },
  });
  store.close();
});
