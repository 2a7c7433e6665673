import type Database from 'better-sqlite3';
import type { Store } from './types.ts';

/** Ids of what was handled lately: Slack sends an event again when its answer was late or lost. */
export function makeSeenEvents(db: Database.Database): Store['seenEvents'] {
  const forget = db.prepare<[number]>('DELETE FROM seen_events WHERE expires_at <= ?');
  const remember = db.prepare<[string, number]>('INSERT OR IGNORE INTO seen_events (id, expires_at) VALUES (?, ?)');
  const isFirst = db.transaction((id: string, at: number, ttlMs: number): boolean => {
    forget.run(at);
    return remember.run(id, at + ttlMs).changes === 1;
  });
  return { isFirst: (id, at, ttlMs) => isFirst.immediate(id, at, ttlMs) };
}
