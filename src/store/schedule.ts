import type Database from 'better-sqlite3';
import type { DueRow, Store } from './types.ts';

type Row = { monitor_id: number; due_at: number; last_due_at: number | null };

/** When monitors are due; rows, so that a restart neither loses nor repeats a run. */
export function makeSchedule(db: Database.Database): Store['schedule'] {
  const set = db.prepare<[number, number]>(`
    INSERT INTO due_times (monitor_id, due_at) VALUES (?, ?)
    ON CONFLICT (monitor_id) DO UPDATE SET due_at = excluded.due_at`);
  const clear = db.prepare<[number]>('UPDATE due_times SET due_at = NULL WHERE monitor_id = ?');
  const get = db.prepare<[number], Row>('SELECT * FROM due_times WHERE monitor_id = ? AND due_at IS NOT NULL');
  const due = db.prepare<[number], Row>('SELECT * FROM due_times WHERE due_at <= ? ORDER BY due_at, monitor_id');
  const claim = db.prepare<{ monitorId: number; dueAt: number; nextDueAt: number | null }>(
    'UPDATE due_times SET due_at = @nextDueAt, last_due_at = @dueAt WHERE monitor_id = @monitorId AND due_at = @dueAt',
  );
  return {
    set: (monitorId, dueAt) => void set.run(monitorId, dueAt),
    clear: (monitorId) => void clear.run(monitorId),
    get(monitorId) {
      const record = get.get(monitorId);
      return record ? toDue(record) : null;
    },
    due: (at) => due.all(at).map(toDue),
    claim: (monitorId, dueAt, nextDueAt) => claim.run({ monitorId, dueAt, nextDueAt }).changes === 1,
  };
}

function toDue(record: Row): DueRow {
  return { monitorId: record.monitor_id, dueAt: record.due_at, lastDueAt: record.last_due_at };
}
