import type Database from 'better-sqlite3';
import type { Alert, AlertEvent, AlertEvidence, AlertState } from '../alerts/types.ts';
import type { Severity } from '../monitors/types.ts';
import { readJson, writeJson } from './json.ts';
import { type Condition, isOneOf, joinConditions, makeStatementCache } from './statements.ts';
import type { Store } from './types.ts';

type Row = {
  id: number;
  monitor_id: number;
  model_name: string;
  rule: string;
  severity: Severity;
  condition: string;
  state: AlertState;
  version: number;
  recent: string;
  last_window_to_at: number | null;
  opened_at: number;
  fired_at: number | null;
  acked_at: number | null;
  acked_by: string | null;
  snoozed_until_at: number | null;
  snoozed_by: string | null;
  snooze_reason: string | null;
  resolved_at: number | null;
  resolved_by: string | null;
  evidence: string;
};
type EventRow = { id: number; event: string };

const COLUMNS = [
  'monitor_id',
  'model_name',
  'rule',
  'severity',
  'condition',
  'state',
  'version',
  'recent',
  'last_window_to_at',
  'opened_at',
  'fired_at',
  'acked_at',
  'acked_by',
  'snoozed_until_at',
  'snoozed_by',
  'snooze_reason',
  'resolved_at',
  'resolved_by',
  'evidence',
] as const satisfies readonly (keyof Row)[];

/** Episodes and what happened to them. Lists are newest first. */
export function makeAlerts(db: Database.Database): Store['alerts'] {
  return { ...makeWriters(db), ...makeReaders(db), ...makeEvents(db) };
}

function makeWriters(db: Database.Database): Pick<Store['alerts'], 'create' | 'update'> {
  const create = db.prepare<Omit<Row, 'id'>, number>(
    `INSERT INTO alerts (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((name) => `@${name}`).join(', ')}) RETURNING id`,
  );
  create.pluck();
  const update = db.prepare<Row & { expected: number }>(
    `UPDATE alerts SET ${COLUMNS.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id AND version = @expected`,
  );
  return {
    create: (alert) => ({ ...alert, id: create.get(toRow(alert))! }),
    update: (alert, expected) => update.run({ ...toRow(alert), id: alert.id, expected }).changes === 1,
  };
}

function makeReaders(db: Database.Database): Omit<Store['alerts'], 'create' | 'update' | 'addEvent' | 'events'> {
  const get = db.prepare<[number], Row>('SELECT * FROM alerts WHERE id = ?');
  const open = db.prepare<[number, string], Row>(
    "SELECT * FROM alerts WHERE monitor_id = ? AND rule = ? AND state <> 'resolved'",
  );
  const latest = db.prepare<[number, string], Row>(
    'SELECT * FROM alerts WHERE monitor_id = ? AND rule = ? ORDER BY id DESC LIMIT 1',
  );
  const snoozesDue = db.prepare<[number], Row>(
    "SELECT * FROM alerts INDEXED BY alerts_snoozed WHERE state = 'snoozed' AND snoozed_until_at <= ? ORDER BY snoozed_until_at, id",
  );
  const resolvedSince = db.prepare<[number], Row>(
    "SELECT * FROM alerts INDEXED BY alerts_resolved WHERE state = 'resolved' AND resolved_at >= ? ORDER BY resolved_at DESC, id DESC",
  );
  const prepare = makeStatementCache<Row>(db);
  return {
    get: (id) => mapOptional(get.get(id)),
    open: (monitorId, rule) => mapOptional(open.get(monitorId, rule)),
    latest: (monitorId, rule) => mapOptional(latest.get(monitorId, rule)),
    list({ states, monitorId, limit }) {
      const conditions: Condition[] = [];
      if (monitorId !== undefined) conditions.push({ sql: 'monitor_id = ?', value: monitorId });
      if (states !== undefined) conditions.push(isOneOf('state', states));
      const sql = `SELECT * FROM alerts ${joinConditions(conditions)} ORDER BY id DESC LIMIT ?`;
      return prepare(sql)
        .all(...conditions.map(({ value }) => value), limit ?? -1)
        .map(toAlert);
    },
    resolvedSince: (at) => resolvedSince.all(at).map(toAlert),
    snoozesDue: (at) => snoozesDue.all(at).map(toAlert),
  };
}

function makeEvents(db: Database.Database): Pick<Store['alerts'], 'addEvent' | 'events'> {
  const add = db.prepare<[number, number, string, string | null]>(
    'INSERT INTO alert_events (alert_id, at, event, evidence) VALUES (?, ?, ?, ?)',
  );
  const list = db.prepare<[number], EventRow>('SELECT id, event FROM alert_events WHERE alert_id = ? ORDER BY id');
  return {
    addEvent: (alertId, event, evidence) =>
      void add.run(alertId, event.at, writeJson(event), evidence && writeJson(evidence)),
    events: (alertId) => list.all(alertId).map(({ id, event }) => ({ id, event: readJson<AlertEvent>(event) })),
  };
}

function mapOptional(record: Row | undefined): Alert | null {
  return record ? toAlert(record) : null;
}

function toRow(alert: Omit<Alert, 'id'>): Omit<Row, 'id'> {
  return {
    monitor_id: alert.monitorId,
    model_name: alert.modelName,
    rule: alert.rule,
    severity: alert.severity,
    condition: alert.condition,
    state: alert.state,
    version: alert.version,
    recent: writeJson(alert.recent),
    last_window_to_at: alert.lastWindowToAt ?? null,
    opened_at: alert.openedAt,
    fired_at: alert.firedAt,
    acked_at: alert.ackedAt,
    acked_by: alert.ackedBy,
    snoozed_until_at: alert.snoozedUntilAt,
    snoozed_by: alert.snoozedBy,
    snooze_reason: alert.snoozeReason,
    resolved_at: alert.resolvedAt,
    resolved_by: alert.resolvedBy,
    evidence: writeJson(alert.evidence),
  };
}

function toAlert(record: Row): Alert {
  return {
    id: record.id,
    monitorId: record.monitor_id,
    modelName: record.model_name,
    rule: record.rule,
    severity: record.severity,
    condition: record.condition,
    state: record.state,
    version: record.version,
    recent: readJson<Alert['recent']>(record.recent),
    lastWindowToAt: record.last_window_to_at,
    openedAt: record.opened_at,
    firedAt: record.fired_at,
    ackedAt: record.acked_at,
    ackedBy: record.acked_by,
    snoozedUntilAt: record.snoozed_until_at,
    snoozedBy: record.snoozed_by,
    snoozeReason: record.snooze_reason,
    resolvedAt: record.resolved_at,
    resolvedBy: record.resolved_by,
    evidence: readJson<AlertEvidence>(record.evidence),
  };
}
