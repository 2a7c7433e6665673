import type Database from 'better-sqlite3';
import type { AlertMessage } from '../notify/types.ts';
import type { Store } from './types.ts';

type Row = {
  alert_id: number;
  target: string;
  channel_id: string;
  ts: string;
  version: number;
  file_id: string | null;
};

/** Where alerts stand in Slack. */
export function makeMessages(db: Database.Database): Store['messages'] {
  const save = db.prepare<AlertMessage>(`
    INSERT INTO alert_messages (alert_id, target, channel_id, ts, version, file_id)
    VALUES (@alertId, @target, @channelId, @ts, @version, @fileId)
    ON CONFLICT (alert_id, target) DO UPDATE SET channel_id = excluded.channel_id, ts = excluded.ts,
      version = excluded.version, file_id = excluded.file_id`);
  const get = db.prepare<[number, string], Row>('SELECT * FROM alert_messages WHERE alert_id = ? AND target = ?');
  const findAlert = db
    .prepare<[string, string], number>('SELECT alert_id FROM alert_messages WHERE channel_id = ? AND ts = ?')
    .pluck();
  const list = db.prepare<[number], Row>('SELECT * FROM alert_messages WHERE alert_id = ? ORDER BY target');
  const remove = db.prepare<[number, string]>('DELETE FROM alert_messages WHERE alert_id = ? AND target = ?');
  return {
    save: (message) => void save.run(message),
    get(alertId, target) {
      const record = get.get(alertId, target);
      return record ? toMessage(record) : null;
    },
    findAlert: (channelId, ts) => findAlert.get(channelId, ts) ?? null,
    list: (alertId) => list.all(alertId).map(toMessage),
    remove: (alertId, target) => void remove.run(alertId, target),
  };
}

function toMessage(record: Row): AlertMessage {
  return {
    alertId: record.alert_id,
    target: record.target,
    channelId: record.channel_id,
    ts: record.ts,
    version: record.version,
    fileId: record.file_id,
  };
}
