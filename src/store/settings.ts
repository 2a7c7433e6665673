import type Database from 'better-sqlite3';
import type { Store } from './types.ts';

/** Single values by name. */
export function makeSettings(db: Database.Database): Store['settings'] {
  const get = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const set = db.prepare<[string, string]>(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  return {
    get: (key) => get.get(key) ?? null,
    set: (key, value) => void set.run(key, value),
  };
}
