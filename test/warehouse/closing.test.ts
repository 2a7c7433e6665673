import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { runSelect } from '../../src/warehouse/duckdb-run.ts';
import { type Session, SessionPool } from '../../src/warehouse/duckdb-session.ts';

const SETTINGS = { database: null, catalog: 'main', threads: 1, memoryLimit: null };

it('a statement that is cancelled while its connection is made does not run', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const controller = new AbortController();
  const connect = async () => {
    const connection = await instance.connect();
    controller.abort();
    return connection;
  };
  const session = { instance: { connect }, allowed: null, users: 1, isStale: false } as unknown as Session;
  const options = { signal: controller.signal, deadlineMs: 60_000 };
  await expect(runSelect(session, 'SELECT 1', options)).rejects.toMatchObject({ code: 'cancelled' });
  instance.closeSync();
});

it.each(['acquire', 'acquireScout'] as const)('a closed pool opens no DuckDB: %s', async (ask) => {
  const pool = new SessionPool(SETTINGS);
  pool.close();
  await expect(pool[ask]()).rejects.toMatchObject({ code: 'cancelled' });
});

it.each(['acquire', 'acquireScout'] as const)(
  'a pool that closes while it opens a DuckDB lends none: %s',
  async (ask) => {
    const pool = new SessionPool(SETTINGS);
    pool.allow(['/nowhere.parquet']);
    const pending = pool[ask]();
    await Promise.resolve();
    pool.close();
    await expect(pending).rejects.toMatchObject({ code: 'cancelled' });
  },
);
