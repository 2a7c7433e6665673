import type Database from 'better-sqlite3';
import type { Measurement } from '../checks/types.ts';
import type { MeasurementRow, Store } from './types.ts';

type Row = {
  check_name: Measurement['check'];
  metric: string;
  column_name: string | null;
  segment: string | null;
  value: number | null;
  threshold: number | null;
  direction: Measurement['direction'];
  floor: number | null;
  p_value: number | null;
  drifted: number | null;
  state: Measurement['state'];
  reason: string | null;
};
type HistoryRow = Row & { run_id: number; window_from_at: number | null; window_to_at: number | null };
type Insert = Row & { run_id: number; position: number };

/** Of the finished runs `r` over one window, the last: what it measured stands in the place of what others did. */
const IS_NEWEST = `NOT EXISTS (
        SELECT 1 FROM runs newer
        WHERE newer.monitor_id = r.monitor_id AND newer.window_to_at IS r.window_to_at
          AND newer.window_from_at IS r.window_from_at AND newer.id > r.id AND newer.state IN ('ok', 'breach'))`;

/** What runs measured. */
export function makeMeasurements(db: Database.Database): Store['measurements'] {
  const ofRun = db.prepare<[number], Row>('SELECT * FROM measurements WHERE run_id = ? ORDER BY position');
  // Walks the finished runs from the newest window backwards and stops after `limit` of them had the metric.
  const history = db.prepare<
    { monitorId: number; check: string; metric: string; column: string | null; segment: string | null; limit: number },
    HistoryRow
  >(`
    SELECT m.*, r.window_from_at, r.window_to_at
    FROM runs r CROSS JOIN measurements m ON m.run_id = r.id
    WHERE r.monitor_id = @monitorId AND r.state IN ('ok', 'breach')
      AND m.check_name = @check AND m.metric = @metric AND m.column_name IS @column AND m.segment IS @segment
      AND ${IS_NEWEST}
    ORDER BY r.window_to_at DESC, r.window_from_at DESC, r.id DESC LIMIT @limit`);
  const ofWindows = db.prepare<{ monitorId: number; fromAt: number; toAt: number; checks: string }, HistoryRow>(`
    SELECT m.*, r.window_from_at, r.window_to_at
    FROM runs r CROSS JOIN measurements m ON m.run_id = r.id
    WHERE r.monitor_id = @monitorId AND r.state IN ('ok', 'breach')
      AND r.window_to_at > @fromAt AND r.window_to_at <= @toAt
      AND m.check_name IN (SELECT value FROM json_each(@checks)) AND ${IS_NEWEST}`);
  return {
    ofWindows: (monitorId, range, checks) =>
      ofWindows.all({ monitorId, ...range, checks: JSON.stringify(checks) }).map(toMeasurementRow),
    ofRun: (runId) => ofRun.all(runId).map(toMeasurement),
    history: (monitorId, key, limit) =>
      history
        .all({ monitorId, segment: null, ...key, limit })
        .map(toMeasurementRow)
        .reverse(),
  };
}

/** Writes a run's measurements in their order; to be called inside the transaction that finishes the run. */
export function makeMeasurementWriter(db: Database.Database): (runId: number, rows: readonly Measurement[]) => void {
  const insert = db.prepare<Insert>(`
    INSERT INTO measurements (run_id, position, check_name, metric, column_name, segment, value, threshold, direction,
      floor, p_value, drifted, state, reason)
    VALUES (@run_id, @position, @check_name, @metric, @column_name, @segment, @value, @threshold, @direction,
      @floor, @p_value, @drifted, @state, @reason)`);
  return (runId, rows) => {
    for (const [position, row] of rows.entries()) insert.run({ run_id: runId, position, ...toRow(row) });
  };
}

/** A value that is no number is unknown, never ok: SQLite has no NaN, and null beside `ok` would read as "no drift". */
function toRow(row: Measurement): Row {
  const isNumber = row.value !== null && !Number.isNaN(row.value);
  return {
    check_name: row.check,
    metric: row.metric,
    column_name: row.column,
    segment: row.segment,
    value: isNumber ? row.value : null,
    threshold: row.threshold,
    direction: row.direction,
    floor: row.floor,
    p_value: row.pValue,
    drifted: row.drifted === null ? null : Number(row.drifted),
    state: isNumber ? row.state : 'unknown',
    reason: row.reason ?? (isNumber ? null : 'the value is not a number'),
  };
}

function toMeasurement(record: Row): Measurement {
  return {
    check: record.check_name,
    metric: record.metric,
    column: record.column_name,
    segment: record.segment,
    value: record.value,
    threshold: record.threshold,
    direction: record.direction,
    floor: record.floor,
    pValue: record.p_value,
    drifted: record.drifted === null ? null : record.drifted === 1,
    state: record.state,
    reason: record.reason,
  };
}

function toMeasurementRow(record: HistoryRow): MeasurementRow {
  return {
    ...toMeasurement(record),
    runId: record.run_id,
    windowFromAt: record.window_from_at,
    windowToAt: record.window_to_at,
  };
}
