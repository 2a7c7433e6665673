import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { GRIDS, makeNumeric, makeProfile, makeTempStore, saveMonitor } from './temp-store.ts';

function fill(store: ReturnType<typeof openStore>, slices: number): number {
  const monitorId = saveMonitor(store);
  store.grids.save(monitorId, GRIDS, makeProfile(0), null, 1);
  const cells = Array.from({ length: 256 }, (_, index) => index * 7919);
  const columns = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`c${index}`, makeNumeric(cells)]));
  const rows = Array.from({ length: slices }, (_, at) => ({
    at,
    profile: makeProfile(1, columns),
    fingerprint: null,
    profiledAt: 1,
  }));
  store.slices.save(monitorId, 'g1', 'current', rows);
  return monitorId;
}

test('a backup taken while rows are written is whole and can be opened', async () => {
  const { store, path } = makeTempStore();
  const monitorId = fill(store, 100);
  const file = `${path}.backup`;
  let isDone = false;
  let written = 0;
  const backup = store.backup(file).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    store.audit.add({ at: 1, actor: 'cli', verb: 'write', subject: String(written++), details: {} });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await backup;
  expect(written).toBeGreaterThan(1);
  const copy = openStore(file);
  expect(copy.slices.rows(monitorId, 'g1', 'current', null)).toHaveLength(100);
  copy.close();
});

test('a backup is one file', async () => {
  const { store, path } = makeTempStore();
  saveMonitor(store);
  await store.backup(`${path}.backup`);
  const names = readdirSync(dirname(path)).filter((name) => name.includes('backup'));
  expect(names).toEqual(['mlmon.db.backup']);
});

test('a backup is as private as the database', async () => {
  const { store, path } = makeTempStore();
  await store.backup(`${path}.backup`);
  for (const file of [path, `${path}.backup`]) expect(statSync(file).mode & 0o077).toBe(0);
});

test('an existing file is never written over', async () => {
  const { store, path } = makeTempStore();
  const file = `${path}.backup`;
  writeFileSync(file, 'precious');
  await expect(store.backup(file)).rejects.toMatchObject({ code: 'conflict' });
  expect(readdirSync(dirname(path)).filter((name) => name.includes('.part-'))).toEqual([]);
});

test('a backup that cannot be written says why and leaves nothing', async () => {
  const { store, path } = makeTempStore();
  const file = `${dirname(path)}/missing/mlmon.backup`;
  await expect(store.backup(file)).rejects.toMatchObject({ code: 'config', hint: expect.any(String) });
  expect(existsSync(file)).toBe(false);
});
