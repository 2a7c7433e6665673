-- What people asked for in a channel; a channel without a row has the digest of the configuration.
CREATE TABLE digest_wishes (
  channel_id TEXT PRIMARY KEY,
  cadence TEXT NOT NULL CHECK (cadence IN ('off', 'daily', 'weekly', 'monthly')),
  time TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- due_at is null while a channel has no digest; told_to_at stays, so that the next one goes on where the last one ended.
CREATE TABLE digest_times (
  channel_id TEXT PRIMARY KEY,
  plan TEXT NOT NULL,
  due_at INTEGER,
  told_to_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE digests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel_id TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (channel_id, due_at)
) STRICT;

CREATE INDEX alerts_resolved ON alerts (resolved_at, id) WHERE state = 'resolved';

-- A notification tells an alert or a digest; SQLite cannot loosen a column, so the table is made anew.
CREATE TABLE outbox_new (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  alert_id INTEGER REFERENCES alerts (id) ON DELETE CASCADE,
  alert_version INTEGER,
  digest_id INTEGER REFERENCES digests (id) ON DELETE CASCADE,
  target TEXT NOT NULL,
  dedupe_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  lease_until_at INTEGER,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  error TEXT,
  -- When it may be claimed: a queued row at its next attempt, a row in hand when its lease is over.
  due_at INTEGER GENERATED ALWAYS AS (CASE state WHEN 'queued' THEN next_attempt_at WHEN 'sending' THEN lease_until_at END) VIRTUAL,
  CHECK ((kind = 'digest') = (digest_id IS NOT NULL)),
  CHECK ((digest_id IS NULL) = (alert_id IS NOT NULL)),
  CHECK ((alert_id IS NULL) = (alert_version IS NULL)),
  CHECK ((state = 'sending') = (lease_until_at IS NOT NULL)),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
INSERT INTO outbox_new (sequence, id, kind, alert_id, alert_version, target, dedupe_key, state, attempts, next_attempt_at,
    lease_until_at, created_at, sent_at, error)
  SELECT sequence, id, kind, alert_id, alert_version, target, dedupe_key, state, attempts, next_attempt_at,
    lease_until_at, created_at, sent_at, error FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (due_at, sequence) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_waiting ON outbox (alert_id, target, sequence) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_by_alert ON outbox (alert_id, sequence);
CREATE INDEX outbox_by_digest ON outbox (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX outbox_by_state ON outbox (state, sequence);
