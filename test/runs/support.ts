import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { FakeClock } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';
import { NO_DIGEST } from '../../src/digest/plan.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { saveMonitor } from '../../src/monitors/verbs.ts';
import { measureHere } from '../../src/runs/measure.ts';
import { type RunResult, runMonitor } from '../../src/runs/run.ts';
import { openStore } from '../../src/store/open.ts';
import { openDuckDb } from '../../src/warehouse/duckdb.ts';
import { createWarehouses } from '../../src/warehouse/index.ts';
import type { Warehouse } from '../../src/warehouse/types.ts';
import { makeWorkspace, type Workspace } from '../warehouse/workspace.ts';

export const DAY_MS = 86_400_000;
const FIRST_AT = Date.parse('2026-02-01');

/** The n-th day of the tests' data, from 0. */
export const day = (n: number) => FIRST_AT + n * DAY_MS;

const countDays = (text: string) => (Date.parse(`${text}Z`) - FIRST_AT) / DAY_MS;

export type World = {
  ctx: Context & { clock: FakeClock };
  space: Workspace;
  /** The spans of days that were read since the last look, such as "3-10", each once, in their order. */
  takeReads(): string[];
  /** The statements since the last look. */
  takeStatements(): string[];
  save(source: string): number;
  /** Runs the window of `days` days that ends before day `end`, on the morning of that day. */
  runWindow(monitorId: number, end: number, days?: number): Promise<RunResult>;
  write(name: string, select: string): Promise<void>;
};

/** A store in memory over real files in a folder of its own. */
export async function makeWorld(): Promise<World> {
  const space = await makeWorkspace();
  onTestFinished(() => space.dispose());
  const duckdb = await openDuckDb({ name: 'main', root: space.path('.'), threads: 1, defaultDeadlineMs: 60_000 });
  const statements: string[] = [];
  const warehouse: Warehouse = {
    name: duckdb.name,
    dialect: duckdb.dialect,
    resolve: (...args) => duckdb.resolve(...args),
    resolveAll: (...args) => duckdb.resolveAll(...args),
    close: () => duckdb.close(),
    query: (sql, options) => {
      statements.push(sql);
      return duckdb.query(sql, options);
    },
  };
  const warehouses = createWarehouses([warehouse], { maxQueries: 2 });
  const store = openStore(':memory:');
  onTestFinished(async () => {
    await warehouses.close();
    store.close();
  });
  const clock = new FakeClock(day(30));
  const ctx = {
    store,
    warehouses,
    clock,
    log: pino({ level: 'silent' }),
    defaultTarget: null,
    digest: NO_DIGEST,
    canDeliver: () => false,
    measure: measureHere,
    wakeDelivery: () => undefined,
  };
  return {
    ctx,
    space,
    takeReads() {
      const spans = statements
        .splice(0)
        .flatMap((sql) => [...sql.matchAll(/>= TIMESTAMP '([^']+)' AND "at_time" < TIMESTAMP '([^']+)'/g)]);
      return [...new Set(spans.map(([, from, to]) => `${countDays(from!)}-${countDays(to!)}`))];
    },
    takeStatements: () => statements.splice(0),
    save: (source) =>
      saveMonitor(ctx, { loaded: loadMonitor(source, { baseDir: space.path('.') }), actor: { type: 'cli' } }).row.id,
    runWindow(monitorId, end, days = 1) {
      clock.set(day(end) + 6 * 3_600_000);
      const window = { fromAt: day(end - days), toAt: day(end) };
      return runMonitor(ctx, { monitorId, trigger: 'schedule', actor: { type: 'mlmon' }, window });
    },
    write: async (name, select) =>
      void (await space.run([`COPY (${select}) TO '${space.path(name)}' (FORMAT parquet)`])),
  };
}

/** 200 rows a day of `amount` and `plan` over [0, days); `amount` is moved by `shift`, an SQL expression over `day`. */
export function dailyRows(days: number, shift = '0'): string {
  return `SELECT TIMESTAMP '2026-02-01' + to_days(day::INTEGER) + to_minutes((i * 7)::INTEGER) AS at_time,
    ((day * 13 + i * 67) % 1009) / 10.0 + ${shift} AS amount,
    CASE WHEN i % 3 = 0 THEN 'pro' ELSE 'basic' END AS plan
    FROM range(${days}) AS d(day), range(200) AS r(i)`;
}
