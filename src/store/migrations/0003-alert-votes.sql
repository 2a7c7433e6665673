-- One vote per person and alert: was it worth being told?
CREATE TABLE alert_votes (
  alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  vote TEXT NOT NULL CHECK (vote IN ('useful', 'noise')),
  reason TEXT CHECK (reason IN ('false_positive', 'not_actionable', 'expected', 'poor_details')),
  voted_at INTEGER NOT NULL,
  PRIMARY KEY (alert_id, user_id),
  CHECK (reason IS NULL OR vote = 'noise')
) STRICT, WITHOUT ROWID;
