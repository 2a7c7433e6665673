import type Database from 'better-sqlite3';
import type { GridSet } from '../profile/types.ts';
import { readJson, writeJson } from './json.ts';
import { decodeProfile, encodeProfile } from './profile-codec.ts';
import type { Store } from './types.ts';

type Row = { grids: string; reference: string; fingerprint: string | null };
type Saved = NonNullable<ReturnType<Store['grids']['get']>>;

/** Grids and the whole reference they were cut from, per version. Saving or using a known version makes it the latest. */
export function makeGrids(db: Database.Database): Store['grids'] {
  const save = db.prepare<[number, string, number, string, string, string | null, number]>(`
    INSERT INTO grids (monitor_id, version, save_number, grids, reference, fingerprint, saved_at)
    VALUES (?, ?, (SELECT ifnull(max(save_number), 0) + 1 FROM grids WHERE monitor_id = ?), ?, ?, ?, ?)
    ON CONFLICT (monitor_id, version) DO UPDATE SET save_number = excluded.save_number, grids = excluded.grids,
      reference = excluded.reference, fingerprint = excluded.fingerprint, saved_at = excluded.saved_at`);
  const use = db.prepare<{ monitorId: number; version: string }>(`
    UPDATE grids SET save_number = (SELECT max(save_number) + 1 FROM grids WHERE monitor_id = @monitorId)
    WHERE monitor_id = @monitorId AND version = @version
      AND save_number < (SELECT max(save_number) FROM grids WHERE monitor_id = @monitorId)`);
  const get = db.prepare<[number, string], Row>('SELECT * FROM grids WHERE monitor_id = ? AND version = ?');
  const latest = db.prepare<[number], Row>(
    'SELECT * FROM grids WHERE monitor_id = ? ORDER BY save_number DESC LIMIT 1',
  );
  return {
    save(monitorId, grids, reference, fingerprint, at) {
      save.run(monitorId, grids.version, monitorId, writeJson(grids), encodeProfile(reference), fingerprint, at);
    },
    use: (monitorId, version) => void use.run({ monitorId, version }),
    get: (monitorId, version) => mapOptional(get.get(monitorId, version)),
    latest: (monitorId) => mapOptional(latest.get(monitorId)),
  };
}

function mapOptional(record: Row | undefined): Saved | null {
  if (!record) return null;
  return {
    grids: readJson<GridSet>(record.grids),
    reference: decodeProfile(record.reference),
    fingerprint: record.fingerprint,
  };
}
