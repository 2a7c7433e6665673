import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { ColumnProfile, GridSet, Profile } from '../../src/profile/types.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';

/** A folder of its own for one test, removed when the test ends. */
export function makeTempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store in a file of its own; `reopen` closes it and opens the file again, `openSecond` stands for another process. */
export function makeTempStore(): { store: Store; path: string; reopen(): Store; openSecond(): Store } {
  const path = join(makeTempFolder(), 'mlmon.db');
  const opened: Store[] = [];
  const open = (): Store => {
    const store = openStore(path);
    opened.push(store);
    return store;
  };
  onTestFinished(() => opened.forEach((store) => void store.close()));
  const store = open();
  return {
    store,
    path,
    reopen() {
      opened.pop()?.close();
      return open();
    },
    openSecond: open,
  };
}

/** Changes a database behind the store's back. */
export function editDatabase(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

export function saveMonitor(store: Store, modelName = 'churn'): number {
  return store.monitors.save({ modelName, source: `model_name: ${modelName}\n`, baseDir: null, at: 1 }).id;
}

export const GRIDS: GridSet = {
  version: 'g1',
  columns: { plan: { kind: 'categorical', values: ['basic', 'pro'] } },
  scoreEdges: [],
  isScoreExact: false,
};

export function makeProfile(rows: number, columns: Record<string, ColumnProfile> = {}): Profile {
  return { rows, columns, joint: null, errors: null, lastEventAt: null };
}

export function makeNumeric(cells: readonly number[]): ColumnProfile {
  const rows = cells.reduce((sum, count) => sum + count, 0);
  const sums = { sum: 1.25, sumSquares: 3.5, belowSum: 0, aboveSum: 0.125 };
  return {
    kind: 'numeric',
    rows,
    nulls: 0,
    nans: 0,
    infinities: 0,
    min: -1,
    max: 2,
    ...sums,
    cells,
    outliers: 0,
    invalid: 0,
  };
}
