import type Database from 'better-sqlite3';
import type { Severity } from '../monitors/types.ts';
import type { Store, Subscription } from './types.ts';

type Row = {
  channel_id: string;
  model_name: string | null;
  min_severity: Severity;
  created_by: string;
  created_at: number;
};

/** Which channels asked to hear of which models; a channel has at most one subscription per model, and one for all. */
export function makeSubscriptions(db: Database.Database): Store['subscriptions'] {
  const add = db.prepare<Subscription>(`
    INSERT INTO subscriptions (channel_id, model_name, min_severity, created_by, created_at)
    VALUES (@channelId, @modelName, @minSeverity, @createdBy, @createdAt)
    ON CONFLICT (channel_id, ifnull(model_name, '')) DO UPDATE SET min_severity = excluded.min_severity,
      created_by = excluded.created_by, created_at = excluded.created_at`);
  const remove = db.prepare<[string, string | null]>(
    'DELETE FROM subscriptions WHERE channel_id = ? AND model_name IS ?',
  );
  const list = db.prepare<[], Row>("SELECT * FROM subscriptions ORDER BY channel_id, ifnull(model_name, '')");
  return {
    add: (subscription) => void add.run(subscription),
    remove: (channelId, modelName) => remove.run(channelId, modelName).changes === 1,
    list: () => list.all().map(toSubscription),
  };
}

function toSubscription(record: Row): Subscription {
  return {
    channelId: record.channel_id,
    modelName: record.model_name,
    minSeverity: record.min_severity,
    createdBy: record.created_by,
    createdAt: record.created_at,
  };
}
