import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type DuckDbConfig, openDuckDb } from '../../src/warehouse/duckdb.ts';
import type { Warehouse } from '../../src/warehouse/types.ts';

/** A temporary folder with a DuckDB to fill it and warehouses that read it; all gone after `dispose`. */
export type Workspace = {
  dir: string;
  path(name: string): string;
  /** Runs statements in a DuckDB with full access, in memory or in a database file. */
  run(statements: readonly string[], database?: string): Promise<void>;
  open(config?: Partial<DuckDbConfig>): Promise<Warehouse>;
  dispose(): Promise<void>;
};

export async function makeWorkspace(): Promise<Workspace> {
  const dir = await mkdtemp(join(tmpdir(), 'mlmon-test-'));
  const opened: Warehouse[] = [];
  const path = (name: string) => join(dir, name);
  return {
    dir,
    path,
    async run(statements, database) {
      const instance = await DuckDBInstance.create(database === undefined ? ':memory:' : path(database));
      const connection = await instance.connect();
      try {
        for (const sql of statements) await connection.run(sql);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
    async open(config = {}) {
      const warehouse = await openDuckDb({ name: 'main', root: dir, threads: 2, defaultDeadlineMs: 30_000, ...config });
      opened.push(warehouse);
      return warehouse;
    },
    async dispose() {
      for (const warehouse of opened) await warehouse.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
