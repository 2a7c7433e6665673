import type Database from 'better-sqlite3';
import { AppError } from '../errors.ts';
import { makeMeasurementWriter } from './measurements.ts';
import type { RunRow, RunState, Store } from './types.ts';

type Row = {
  id: number;
  monitor_id: number;
  trigger_kind: string;
  state: RunState;
  window_from_at: number | null;
  window_to_at: number | null;
  rows_reference: number;
  rows_current: number;
  bytes_fetched: number;
  warehouse_ms: number;
  total_ms: number;
  started_at: number;
  ended_at: number | null;
  error: string | null;
};
type Result = Parameters<Store['runs']['finish']>[1];

/** Executions of monitors. A run ends once: `finish` writes it together with its measurements. */
export function makeRuns(db: Database.Database): Store['runs'] {
  const start = db.prepare<[number, string, number | null, number | null, number], number>(`
    INSERT INTO runs (monitor_id, trigger_kind, state, window_from_at, window_to_at, started_at)
    VALUES (?, ?, 'running', ?, ?, ?) RETURNING id`);
  start.pluck();
  const abandon = db.prepare<[number, string]>(
    "UPDATE runs SET state = 'failed', ended_at = ?, error = ? WHERE state = 'running'",
  );
  return {
    start: ({ monitorId, trigger, window, at }) => start.get(monitorId, trigger, window.fromAt, window.toAt, at)!,
    finish: makeFinish(db),
    ...makeReaders(db),
    abandon: (at, error) => abandon.run(at, error).changes,
  };
}

function makeReaders(db: Database.Database): Pick<Store['runs'], 'get' | 'latest' | 'endingAfter' | 'find' | 'list'> {
  const get = db.prepare<[number], Row>('SELECT * FROM runs WHERE id = ?');
  const list = db.prepare<[number, number], Row>('SELECT * FROM runs WHERE monitor_id = ? ORDER BY id DESC LIMIT ?');
  const latest = db.prepare<[number], Row>(
    "SELECT * FROM runs WHERE monitor_id = ? AND trigger_kind <> 'late' ORDER BY id DESC LIMIT 1",
  );
  const endingAfter = db.prepare<[number, number], Row>(`
    SELECT * FROM runs r WHERE monitor_id = ? AND window_to_at > ? AND state IN ('ok', 'breach') AND trigger_kind <> 'late'
      AND NOT EXISTS (
        SELECT 1 FROM runs newer
        WHERE newer.monitor_id = r.monitor_id AND newer.window_to_at IS r.window_to_at
          AND newer.window_from_at IS r.window_from_at AND newer.id > r.id AND newer.state IN ('ok', 'breach')
          AND newer.trigger_kind <> 'late')
    ORDER BY window_to_at, window_from_at`);
  const find = db.prepare<[number, number | null, number | null], Row>(`
    SELECT * FROM runs WHERE monitor_id = ? AND window_to_at IS ? AND window_from_at IS ? AND state IN ('ok', 'breach')
    ORDER BY id DESC LIMIT 1`);
  return {
    get: (id) => mapOptional(get.get(id)),
    latest: (monitorId) => mapOptional(latest.get(monitorId)),
    endingAfter: (monitorId, at) => endingAfter.all(monitorId, at).map(toRun),
    find: (monitorId, window) => mapOptional(find.get(monitorId, window.toAt, window.fromAt)),
    list: (monitorId, limit) => list.all(monitorId, limit).map(toRun),
  };
}

function makeFinish(db: Database.Database): Store['runs']['finish'] {
  const writeMeasurements = makeMeasurementWriter(db);
  // A run that was given up for dead may still come to its end, and then its end is the truth.
  const finish = db.prepare<Result & { id: number }>(`
    UPDATE runs SET state = @state, rows_reference = @rowsReference, rows_current = @rowsCurrent,
      bytes_fetched = @bytesFetched, warehouse_ms = @warehouseMs, total_ms = @totalMs, ended_at = @endedAt, error = @error
    WHERE id = @id AND state IN ('running', 'failed')`);
  const finishAll = db.transaction(
    (id: number, result: Result, measurements: Parameters<typeof writeMeasurements>[1]) => {
      const { changes } = finish.run({
        id,
        ...result,
        warehouseMs: Math.round(result.warehouseMs),
        totalMs: Math.round(result.totalMs),
      });
      if (changes === 0)
        throw new AppError('conflict', `Cannot finish run ${id}: it is unknown or was finished before`);
      writeMeasurements(id, measurements);
    },
  );
  return (id, result, measurements) => finishAll.immediate(id, result, measurements);
}

function mapOptional(record: Row | undefined): RunRow | null {
  return record ? toRun(record) : null;
}

function toRun(record: Row): RunRow {
  return {
    id: record.id,
    monitorId: record.monitor_id,
    trigger: record.trigger_kind,
    state: record.state,
    window: { fromAt: record.window_from_at, toAt: record.window_to_at },
    rowsReference: record.rows_reference,
    rowsCurrent: record.rows_current,
    bytesFetched: record.bytes_fetched,
    warehouseMs: record.warehouse_ms,
    totalMs: record.total_ms,
    startedAt: record.started_at,
    endedAt: record.ended_at,
    error: record.error,
  };
}
