import type Database from 'better-sqlite3';
import type { MonitorRow, Store } from './types.ts';

type Row = {
  id: number;
  model_name: string;
  source: string;
  base_dir: string | null;
  is_paused: number;
  created_at: number;
  updated_at: number;
};

/** Saved definitions, one per model. */
export function makeMonitors(db: Database.Database): Store['monitors'] {
  const save = db.prepare<{ modelName: string; source: string; baseDir: string | null; at: number }, Row>(`
    INSERT INTO monitors (model_name, source, base_dir, created_at, updated_at)
    VALUES (@modelName, @source, @baseDir, @at, @at)
    ON CONFLICT (model_name) DO UPDATE
      SET source = excluded.source, base_dir = excluded.base_dir, updated_at = excluded.updated_at
    RETURNING *`);
  const get = db.prepare<[number], Row>('SELECT * FROM monitors WHERE id = ?');
  const find = db.prepare<[string], Row>('SELECT * FROM monitors WHERE model_name = ?');
  const list = db.prepare<[], Row>('SELECT * FROM monitors ORDER BY model_name');
  const setPaused = db.prepare<[number, number, number]>(
    'UPDATE monitors SET is_paused = ?, updated_at = ? WHERE id = ?',
  );
  const remove = db.prepare<[number]>('DELETE FROM monitors WHERE id = ?');
  return {
    save: (input) => toMonitor(save.get(input)!),
    get: (id) => mapOptional(get.get(id)),
    find: (modelName) => mapOptional(find.get(modelName)),
    list: () => list.all().map(toMonitor),
    setPaused: (id, isPaused, at) => void setPaused.run(Number(isPaused), at, id),
    remove: (id) => void remove.run(id),
  };
}

function mapOptional(record: Row | undefined): MonitorRow | null {
  return record ? toMonitor(record) : null;
}

function toMonitor(record: Row): MonitorRow {
  return {
    id: record.id,
    modelName: record.model_name,
    source: record.source,
    baseDir: record.base_dir,
    isPaused: record.is_paused === 1,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  };
}
