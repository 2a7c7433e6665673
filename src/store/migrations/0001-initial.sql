-- Instants are UTC milliseconds. Rows that belong to a monitor go with it; alerts do not: an alert carries everything
-- that its message shows, so that history and Slack stay readable after a monitor was removed.

CREATE TABLE monitors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model_name TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  base_dir TEXT,
  is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE grids (
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  version TEXT NOT NULL,
  -- Grows with every save of the monitor's grids: the greatest is the one in use.
  save_number INTEGER NOT NULL,
  grids TEXT NOT NULL,
  reference TEXT NOT NULL,
  fingerprint TEXT,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (monitor_id, version)
) STRICT;
CREATE UNIQUE INDEX grids_by_save ON grids (monitor_id, save_number);

CREATE TABLE slices (
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  grid_version TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('reference', 'current')),
  at INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  fingerprint TEXT,
  profiled_at INTEGER NOT NULL,
  profile TEXT NOT NULL,
  PRIMARY KEY (monitor_id, grid_version, role, at),
  -- Counts mean nothing without the grid they were counted on; deferred, so that one transaction may write both in any order.
  FOREIGN KEY (monitor_id, grid_version) REFERENCES grids (monitor_id, version)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
-- Row counts are read over the whole past; this index holds them, so that no profile is touched.
CREATE INDEX slices_rows ON slices (monitor_id, grid_version, role, at, rows);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  trigger_kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'ok', 'breach', 'failed')),
  window_from_at INTEGER,
  window_to_at INTEGER,
  rows_reference INTEGER NOT NULL DEFAULT 0,
  rows_current INTEGER NOT NULL DEFAULT 0,
  bytes_fetched INTEGER NOT NULL DEFAULT 0,
  warehouse_ms INTEGER NOT NULL DEFAULT 0,
  total_ms INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  error TEXT,
  CHECK ((state = 'running') = (ended_at IS NULL))
) STRICT;
CREATE INDEX runs_by_monitor ON runs (monitor_id, id);
CREATE INDEX runs_by_window ON runs (monitor_id, window_to_at, window_from_at, id) WHERE state IN ('ok', 'breach');
CREATE INDEX runs_running ON runs (id) WHERE state = 'running';

CREATE TABLE measurements (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  check_name TEXT NOT NULL,
  metric TEXT NOT NULL,
  column_name TEXT,
  segment TEXT,
  value REAL,
  threshold REAL,
  direction TEXT CHECK (direction IN ('above', 'below')),
  floor REAL,
  p_value REAL,
  drifted INTEGER CHECK (drifted IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('ok', 'breach', 'unknown')),
  reason TEXT,
  PRIMARY KEY (run_id, position),
  CHECK (value IS NOT NULL OR state = 'unknown')
) STRICT, WITHOUT ROWID;
CREATE INDEX measurements_by_name ON measurements (run_id, check_name, metric, column_name);

CREATE TABLE alerts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  monitor_id INTEGER NOT NULL,
  model_name TEXT NOT NULL,
  rule TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  condition TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'firing', 'acked', 'snoozed', 'resolved')),
  version INTEGER NOT NULL,
  recent TEXT NOT NULL,
  last_window_to_at INTEGER,
  opened_at INTEGER NOT NULL,
  fired_at INTEGER,
  acked_at INTEGER,
  acked_by TEXT,
  snoozed_until_at INTEGER,
  snoozed_by TEXT,
  snooze_reason TEXT,
  resolved_at INTEGER,
  resolved_by TEXT,
  evidence TEXT NOT NULL,
  CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
  CHECK (state <> 'snoozed' OR snoozed_until_at IS NOT NULL)
) STRICT;
-- At most one episode of a rule is open, whatever runs at the same time.
CREATE UNIQUE INDEX alerts_open ON alerts (monitor_id, rule) WHERE state <> 'resolved';
CREATE INDEX alerts_by_rule ON alerts (monitor_id, rule, id);
CREATE INDEX alerts_by_monitor ON alerts (monitor_id, id);
CREATE INDEX alerts_by_state ON alerts (state, id);
CREATE INDEX alerts_snoozed ON alerts (snoozed_until_at) WHERE state = 'snoozed';

CREATE TABLE alert_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  evidence TEXT
) STRICT;
CREATE INDEX alert_events_by_alert ON alert_events (alert_id, id);

CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  alert_version INTEGER NOT NULL,
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
  CHECK ((state = 'sending') = (lease_until_at IS NOT NULL)),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at, sequence) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_waiting ON outbox (alert_id, target, sequence) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_by_alert ON outbox (alert_id, sequence);
CREATE INDEX outbox_by_state ON outbox (state, sequence);

CREATE TABLE alert_messages (
  alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  target TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  ts TEXT NOT NULL,
  version INTEGER NOT NULL,
  file_id TEXT,
  PRIMARY KEY (alert_id, target)
) STRICT;
CREATE INDEX alert_messages_by_place ON alert_messages (channel_id, ts);

-- due_at is null while nothing is planned; last_due_at stays, so that a pause does not forget what was done.
CREATE TABLE due_times (
  monitor_id INTEGER PRIMARY KEY REFERENCES monitors (id) ON DELETE CASCADE,
  due_at INTEGER,
  last_due_at INTEGER
) STRICT;
CREATE INDEX due_times_due ON due_times (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE subscriptions (
  channel_id TEXT NOT NULL,
  model_name TEXT,
  min_severity TEXT NOT NULL CHECK (min_severity IN ('low', 'medium', 'high', 'critical')),
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
-- A unique index takes every null for a different value; "every model" must be one value.
CREATE UNIQUE INDEX subscriptions_once ON subscriptions (channel_id, ifnull(model_name, ''));

CREATE TABLE seen_events (
  id TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_events_expiry ON seen_events (expires_at);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The one process that works on this database; see src/store/lease.ts.
CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  token TEXT NOT NULL,
  owner TEXT NOT NULL,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  machine TEXT NOT NULL,
  process_start TEXT,
  taken_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
