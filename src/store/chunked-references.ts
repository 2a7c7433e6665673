import type Database from 'better-sqlite3';
import { readJson, writeJson } from './json.ts';
import type { ChunkedReference, Store } from './types.ts';

/** A monitor's reference in chunks; another basis takes the place of the one before. */
export function makeChunkedReferences(db: Database.Database): Store['chunkedReferences'] {
  const save = db.prepare<[number, string, string, number]>(`
    INSERT INTO chunked_references (monitor_id, basis, fits, saved_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (monitor_id) DO UPDATE SET basis = excluded.basis, fits = excluded.fits, saved_at = excluded.saved_at`);
  const get = db
    .prepare<[number, string], string>('SELECT fits FROM chunked_references WHERE monitor_id = ? AND basis = ?')
    .pluck();
  return {
    save: (monitorId, basis, reference, at) => void save.run(monitorId, basis, writeJson(reference), at),
    get(monitorId, basis) {
      const found = get.get(monitorId, basis);
      return found === undefined ? null : readJson<ChunkedReference>(found);
    },
  };
}
