-- What NannyML's limits of a monitor's columns come from: the reference cut into chunks; the newest alone.
CREATE TABLE chunked_references (
  monitor_id INTEGER PRIMARY KEY REFERENCES monitors (id) ON DELETE CASCADE,
  basis TEXT NOT NULL,
  fits TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
