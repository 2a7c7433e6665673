import type Database from 'better-sqlite3';
import type { Notification, NotificationState } from '../notify/types.ts';
import { type Condition, isOneOf, joinConditions, makeStatementCache } from './statements.ts';
import type { Store } from './types.ts';

type Row = {
  id: string;
  kind: Notification['kind'];
  alert_id: number | null;
  alert_version: number | null;
  digest_id: number | null;
  target: string;
  dedupe_key: string;
  state: NotificationState;
  attempts: number;
  next_attempt_at: number;
  lease_until_at: number | null;
  created_at: number;
  sent_at: number | null;
  error: string | null;
};

type Input = Parameters<Store['outbox']['add']>[0];

/** Open rows with nothing open before them at the same alert and target: an update never overtakes its root message. */
const HEADS = `
  FROM outbox o INDEXED BY outbox_due WHERE o.state IN ('queued', 'sending') AND NOT EXISTS (
    SELECT 1 FROM outbox earlier
    WHERE earlier.alert_id = o.alert_id AND earlier.target = o.target AND earlier.sequence < o.sequence
      AND earlier.state IN ('queued', 'sending'))`;

/** What is to be told. Lists are newest first. */
export function makeOutbox(db: Database.Database): Store['outbox'] {
  return { add: makeAdd(db), ...makeDelivery(db), ...makeReaders(db) };
}

/** Protocol of `add`: 1. refuse what was told before; 2. an update takes the place, and the waiting time, of an older one still queued. */
function makeAdd(db: Database.Database): Store['outbox']['add'] {
  const isKnown = db.prepare<[string], number>('SELECT 1 FROM outbox WHERE dedupe_key = ?').pluck();
  const dropOlder = db.prepare<[number, string, number], number>(`
    DELETE FROM outbox WHERE kind = 'alert_update' AND state = 'queued' AND alert_id = ? AND target = ? AND alert_version < ?
    RETURNING next_attempt_at`);
  dropOlder.pluck();
  const insert = db.prepare<Record<string, string | number | null>>(`
    INSERT INTO outbox (id, kind, alert_id, alert_version, digest_id, target, dedupe_key, state, next_attempt_at, created_at)
    VALUES (@id, @kind, @alertId, @alertVersion, @digestId, @target, @dedupeKey, 'queued', @nextAttemptAt, @at)`);
  const add = db.transaction((input: Input): boolean => {
    if (isKnown.get(input.dedupeKey) !== undefined) return false;
    const target = JSON.stringify(input.target);
    const waits = input.kind === 'alert_update' ? dropOlder.all(input.alertId, target, input.alertVersion) : [];
    const about = { alertId: null, alertVersion: null, digestId: null };
    insert.run({ ...about, ...input, target, nextAttemptAt: Math.max(input.at, ...waits) });
    return true;
  });
  return (input) => add.immediate(input);
}

function makeDelivery(db: Database.Database): Pick<Store['outbox'], 'claim' | 'sent' | 'failed' | 'nextDueAt'> {
  // One statement: SQLite holds the write lock from the search to the change, so two processes never get the same row.
  const claim = db.prepare<{ at: number; leaseUntilAt: number }, Row>(`
    UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until_at = @leaseUntilAt
    WHERE sequence = (SELECT o.sequence ${HEADS} AND o.due_at <= @at ORDER BY o.due_at, o.sequence LIMIT 1)
    RETURNING *`);
  const sent = db.prepare<[number, string]>(
    "UPDATE outbox SET state = 'sent', sent_at = ?, lease_until_at = NULL, error = NULL WHERE id = ? AND state <> 'sent'",
  );
  // Only of a row in hand: a late report of failure must not take back what another attempt has sent.
  const retry = db.prepare<[number, string, string]>(
    "UPDATE outbox SET state = 'queued', next_attempt_at = ?, error = ?, lease_until_at = NULL WHERE id = ? AND state = 'sending'",
  );
  const giveUp = db.prepare<[string, string]>(
    "UPDATE outbox SET state = 'failed', error = ?, lease_until_at = NULL WHERE id = ? AND state = 'sending'",
  );
  const nextDueAt = db.prepare<[], number>(`SELECT o.due_at ${HEADS} ORDER BY o.due_at LIMIT 1`).pluck();
  return {
    claim: (at, leaseMs) => mapOptional(claim.get({ at, leaseUntilAt: at + leaseMs })),
    sent: (id, at) => void sent.run(at, id),
    failed(id, error, nextAttemptAt) {
      if (nextAttemptAt === null) giveUp.run(error, id);
      else retry.run(nextAttemptAt, error, id);
    },
    nextDueAt: () => nextDueAt.get() ?? null,
  };
}

/** Notifications in the hands of a process that is dead may be claimed from an instant on, if not earlier. */
export function makeFreeClaims(db: Database.Database): (at: number) => void {
  const free = db.prepare<[number]>(
    "UPDATE outbox SET lease_until_at = min(lease_until_at, ?) WHERE state = 'sending'",
  );
  return (at) => void free.run(at);
}

function makeReaders(db: Database.Database): Pick<Store['outbox'], 'get' | 'list'> {
  const get = db.prepare<[string], Row>('SELECT * FROM outbox WHERE id = ?');
  const prepare = makeStatementCache<Row>(db);
  return {
    get: (id) => mapOptional(get.get(id)),
    list({ alertId, states, limit }) {
      const conditions: Condition[] = [];
      if (alertId !== undefined) conditions.push({ sql: 'alert_id = ?', value: alertId });
      if (states !== undefined) conditions.push(isOneOf('state', states));
      const sql = `SELECT * FROM outbox ${joinConditions(conditions)} ORDER BY sequence DESC LIMIT ?`;
      return prepare(sql)
        .all(...conditions.map(({ value }) => value), limit ?? -1)
        .map(toNotification);
    },
  };
}

function mapOptional(record: Row | undefined): Notification | null {
  return record ? toNotification(record) : null;
}

function toNotification(record: Row): Notification {
  const row = {
    id: record.id,
    target: JSON.parse(record.target) as Notification['target'],
    dedupeKey: record.dedupe_key,
    state: record.state,
    attempts: record.attempts,
    nextAttemptAt: record.next_attempt_at,
    leaseUntilAt: record.lease_until_at,
    createdAt: record.created_at,
    sentAt: record.sent_at,
    error: record.error,
  };
  if (record.kind === 'digest') return { ...row, kind: 'digest', digestId: record.digest_id! };
  return { ...row, kind: record.kind, alertId: record.alert_id!, alertVersion: record.alert_version! };
}
