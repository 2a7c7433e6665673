-- Periods that a person marked: their slices are left out of references and baselines.
CREATE TABLE incidents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  marked_by TEXT NOT NULL,
  marked_at INTEGER NOT NULL,
  CHECK (from_at < to_at)
) STRICT;
CREATE INDEX incidents_by_monitor ON incidents (monitor_id, from_at, id);
