import type Database from 'better-sqlite3';
import type { Profile } from '../profile/types.ts';
import { readJson, writeJson } from './json.ts';
import { decodeProfile, encodeProfile } from './profile-codec.ts';
import type { SliceRow, Store } from './types.ts';

type Place = [monitorId: number, gridVersion: string, role: string];
type Row = { at: number; profile: string; fingerprint: string | null; profiled_at: number };

/** What each bucket of a dataset contained; a save replaces the buckets it names and leaves the others. */
export function makeSlices(db: Database.Database): Store['slices'] {
  const save = db.prepare<[...Place, number, number, string, string | null, number, string]>(`
    INSERT INTO slices (monitor_id, grid_version, role, at, rows, segment_rows, fingerprint, profiled_at, profile)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (monitor_id, grid_version, role, at) DO UPDATE SET rows = excluded.rows,
      segment_rows = excluded.segment_rows, fingerprint = excluded.fingerprint, profiled_at = excluded.profiled_at,
      profile = excluded.profile`);
  const list = db.prepare<[...Place, number, number], Row>(`
    SELECT at, profile, fingerprint, profiled_at FROM slices
    WHERE monitor_id = ? AND grid_version = ? AND role = ? AND at >= ? AND at < ? ORDER BY at`);
  const rows = db.prepare<[...Place, number], { at: number; rows: number }>(`
    SELECT at, rows FROM slices INDEXED BY slices_rows
    WHERE monitor_id = ? AND grid_version = ? AND role = ? AND at < ? ORDER BY at`);
  const segmentRows = db.prepare<[...Place, number], { at: number; rows: number; segments: string }>(`
    SELECT at, rows, segment_rows AS segments FROM slices INDEXED BY slices_rows
    WHERE monitor_id = ? AND grid_version = ? AND role = ? AND at < ? ORDER BY at`);
  const ages = db.prepare<[...Place, number], Omit<Row, 'profile'>>(`
    SELECT at, fingerprint, profiled_at FROM slices
    WHERE monitor_id = ? AND grid_version = ? AND role = ? AND at < ? ORDER BY at`);
  const saveAll = db.transaction((place: Place, slices: readonly SliceRow[]) => {
    for (const { at, profile, fingerprint, profiledAt } of slices) {
      const segments = writeJson(countSegments(profile));
      save.run(...place, at, profile.rows, segments, fingerprint, profiledAt, encodeProfile(profile));
    }
  });
  return {
    save: (monitorId, gridVersion, role, slices) => saveAll.immediate([monitorId, gridVersion, role], slices),
    list: (monitorId, gridVersion, role, { fromAt, toAt }) =>
      list.all(monitorId, gridVersion, role, fromAt ?? -Infinity, toAt ?? Infinity).map(toSlice),
    ages: (monitorId, gridVersion, role, toAt) =>
      ages
        .all(monitorId, gridVersion, role, toAt)
        .map(({ at, fingerprint, profiled_at }) => ({ at, fingerprint, profiledAt: profiled_at })),
    rows: (monitorId, gridVersion, role, toAt) => rows.all(monitorId, gridVersion, role, toAt ?? Infinity),
    segmentRows: (monitorId, gridVersion, role, toAt) =>
      segmentRows
        .all(monitorId, gridVersion, role, toAt ?? Infinity)
        .map(({ segments, ...slice }) => ({ ...slice, segments: readJson<Record<string, number>>(segments) })),
  };
}

function countSegments({ segments = {} }: Profile): Record<string, number> {
  return Object.fromEntries(Object.entries(segments).map(([name, { rows }]) => [name, rows]));
}

function toSlice(record: Row): SliceRow {
  return {
    at: record.at,
    profile: decodeProfile(record.profile),
    fingerprint: record.fingerprint,
    profiledAt: record.profiled_at,
  };
}
