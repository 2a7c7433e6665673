import type Database from 'better-sqlite3';
import type { NoiseReason, Vote } from '../alerts/types.ts';
import type { Store, VoteRow } from './types.ts';

type Row = { alert_id: number; user_id: string; vote: Vote; reason: NoiseReason | null; voted_at: number };

/** What people thought of alerts: one vote per person and alert, the newest. */
export function makeVotes(db: Database.Database): Store['votes'] {
  const save = db.prepare<VoteRow>(`
    INSERT INTO alert_votes (alert_id, user_id, vote, reason, voted_at)
    VALUES (@alertId, @userId, @vote, @reason, @votedAt)
    ON CONFLICT (alert_id, user_id) DO UPDATE SET vote = @vote, reason = @reason, voted_at = @votedAt`);
  const list = db.prepare<[number], Row>('SELECT * FROM alert_votes WHERE alert_id = ? ORDER BY user_id');
  return {
    save: (vote) => void save.run(vote),
    list: (alertId) => list.all(alertId).map(toVote),
  };
}

function toVote(record: Row): VoteRow {
  return {
    alertId: record.alert_id,
    userId: record.user_id,
    vote: record.vote,
    reason: record.reason,
    votedAt: record.voted_at,
  };
}
