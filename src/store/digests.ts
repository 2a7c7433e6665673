import type Database from 'better-sqlite3';
import type { DigestCadence, DigestContent } from '../digest/types.ts';
import { readJson, writeJson } from './json.ts';
import type { DigestTime, Store } from './types.ts';

type WishRow = { cadence: DigestCadence; time: string };
type TimeRow = { channel_id: string; plan: string; due_at: number | null; told_to_at: number | null };
type Row = { id: number; channel_id: string; due_at: number; content: string };

/** What channels asked for, when their digests are due, and what was said. */
export function makeDigests(db: Database.Database): Store['digests'] {
  return { ...makeWishes(db), ...makeTimes(db), ...makeContents(db) };
}

function makeWishes(db: Database.Database): Pick<Store['digests'], 'wishOf' | 'setWish'> {
  const get = db.prepare<[string], WishRow>('SELECT cadence, time FROM digest_wishes WHERE channel_id = ?');
  const set = db.prepare<Parameters<Store['digests']['setWish']>[0]>(`
    INSERT INTO digest_wishes (channel_id, cadence, time, set_by, set_at)
    VALUES (@channelId, @cadence, @time, @setBy, @setAt)
    ON CONFLICT (channel_id) DO UPDATE SET cadence = excluded.cadence, time = excluded.time, set_by = excluded.set_by,
      set_at = excluded.set_at`);
  return {
    wishOf: (channelId) => get.get(channelId) ?? null,
    setWish: (wish) => void set.run(wish),
  };
}

function makeTimes(db: Database.Database): Pick<Store['digests'], 'timeOf' | 'listTimes' | 'setTime'> {
  const get = db.prepare<[string], TimeRow>('SELECT * FROM digest_times WHERE channel_id = ?');
  const list = db.prepare<[], TimeRow>('SELECT * FROM digest_times ORDER BY channel_id');
  const set = db.prepare<DigestTime>(`
    INSERT INTO digest_times (channel_id, plan, due_at, told_to_at) VALUES (@channelId, @plan, @dueAt, @toldToAt)
    ON CONFLICT (channel_id) DO UPDATE SET plan = excluded.plan, due_at = excluded.due_at,
      told_to_at = excluded.told_to_at`);
  return {
    timeOf(channelId) {
      const record = get.get(channelId);
      return record ? toTime(record) : null;
    },
    listTimes: () => list.all().map(toTime),
    setTime: (time) => void set.run(time),
  };
}

function makeContents(db: Database.Database): Pick<Store['digests'], 'add' | 'get'> {
  const add = db.prepare<[string, number, string], number>(
    'INSERT INTO digests (channel_id, due_at, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id',
  );
  add.pluck();
  const get = db.prepare<[number], Row>('SELECT * FROM digests WHERE id = ?');
  return {
    add: ({ channelId, dueAt, content }) => add.get(channelId, dueAt, writeJson(content)) ?? null,
    get(id) {
      const record = get.get(id);
      if (record === undefined) return null;
      const content = readJson<DigestContent>(record.content);
      return { id: record.id, channelId: record.channel_id, dueAt: record.due_at, content };
    },
  };
}

function toTime(record: TimeRow): DigestTime {
  return { channelId: record.channel_id, plan: record.plan, dueAt: record.due_at, toldToAt: record.told_to_at };
}
