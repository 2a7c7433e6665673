import type Database from 'better-sqlite3';
import type { IncidentRow, Store } from './types.ts';

type Row = {
  id: number;
  monitor_id: number;
  from_at: number;
  to_at: number;
  reason: string;
  marked_by: string;
  marked_at: number;
};

/** Periods that references and baselines leave out. */
export function makeIncidents(db: Database.Database): Store['incidents'] {
  const add = db.prepare<Omit<IncidentRow, 'id'>, Row>(`
    INSERT INTO incidents (monitor_id, from_at, to_at, reason, marked_by, marked_at)
    VALUES (@monitorId, @fromAt, @toAt, @reason, @markedBy, @markedAt) RETURNING *`);
  const get = db.prepare<[number], Row>('SELECT * FROM incidents WHERE id = ?');
  const list = db.prepare<[number], Row>('SELECT * FROM incidents WHERE monitor_id = ? ORDER BY from_at, id');
  const remove = db.prepare<[number]>('DELETE FROM incidents WHERE id = ?');
  return {
    add: (incident) => toIncident(add.get(incident)!),
    get(id) {
      const record = get.get(id);
      return record ? toIncident(record) : null;
    },
    list: (monitorId) => list.all(monitorId).map(toIncident),
    remove: (id) => remove.run(id).changes > 0,
  };
}

function toIncident(record: Row): IncidentRow {
  return {
    id: record.id,
    monitorId: record.monitor_id,
    fromAt: record.from_at,
    toAt: record.to_at,
    reason: record.reason,
    markedBy: record.marked_by,
    markedAt: record.marked_at,
  };
}
