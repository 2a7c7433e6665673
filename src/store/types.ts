import type { Alert, AlertEvent, AlertEvidence, AlertState, NoiseReason, Vote } from '../alerts/types.ts';
import type { Measurement, SliceRows } from '../checks/types.ts';
import type { DigestCadence, DigestContent } from '../digest/types.ts';
import type { NannymlFit, NannymlMethod } from '../drift/nannyml.ts';
import type { ChannelTarget, Severity } from '../monitors/types.ts';
import type { AlertMessage, AlertNotification, Notification } from '../notify/types.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';

export type MonitorRow = {
  id: number;
  modelName: string;
  /** YAML as it was saved. */
  source: string;
  baseDir: string | null;
  isPaused: boolean;
  createdAt: number;
  updatedAt: number;
};

export type SliceRole = 'reference' | 'current';

/** A stored slice: what one bucket of one dataset contained when it was profiled. */
export type SliceRow = {
  /** Start of the bucket, UTC ms; 0 where the dataset has no timestamp column. */
  at: number;
  profile: Profile;
  /** The dataset's fingerprint at that time. */
  fingerprint: string | null;
  profiledAt: number;
};

export type RunState = 'running' | 'ok' | 'breach' | 'failed';

export type RunRow = {
  id: number;
  monitorId: number;
  /** schedule, manual, backfill, or late: measured again after late rows or labels, and nobody was told */
  trigger: string;
  state: RunState;
  window: TimeRange;
  rowsReference: number;
  rowsCurrent: number;
  bytesFetched: number;
  warehouseMs: number;
  totalMs: number;
  startedAt: number;
  endedAt: number | null;
  /** Words for a user when it failed, with the reference id in the log. */
  error: string | null;
};

/** A finished run's measurements, for histories. */
export type MeasurementRow = Measurement & { runId: number; windowFromAt: number | null; windowToAt: number | null };

export type DueRow = { monitorId: number; dueAt: number; lastDueAt: number | null };

export type AuditRow = {
  id: number;
  at: number;
  /** Slack user id, `cli` or `mlmon`. */
  actor: string;
  verb: string;
  subject: string;
  details: Readonly<Record<string, unknown>>;
};

/** A period [fromAt, toAt) that a person marked: references and baselines leave its slices out. */
export type IncidentRow = {
  id: number;
  monitorId: number;
  fromAt: number;
  toAt: number;
  reason: string;
  /** Slack user id, `cli` or `mlmon`. */
  markedBy: string;
  markedAt: number;
};

/** What one person thought of one alert; the newest vote replaces the one before. */
export type VoteRow = {
  alertId: number;
  /** Slack user id. */
  userId: string;
  vote: Vote;
  /** Of noise only. */
  reason: NoiseReason | null;
  votedAt: number;
};

/** NannyML's reference of a monitor's columns, by column and method. */
export type ChunkedReference = {
  fits: Readonly<Record<string, Readonly<Partial<Record<NannymlMethod, NannymlFit>>>>>;
  /** Edges between two chunks that lie inside rows of one event time. */
  tiedEdges: number;
};

export type Subscription = {
  channelId: string;
  /** Model name, or null for every model. */
  modelName: string | null;
  minSeverity: Severity;
  createdBy: string;
  createdAt: number;
};

/** When a channel's digest is due next; `dueAt` null: it has none for now. */
export type DigestTime = {
  channelId: string;
  /** The plan that `dueAt` was computed from, in words. */
  plan: string;
  dueAt: number | null;
  /** The end of what the last digest told; null before the first. */
  toldToAt: number | null;
};

export type DigestRow = { id: number; channelId: string; dueAt: number; content: DigestContent };

type OutboxInput = { id: string; target: ChannelTarget; dedupeKey: string; at: number };
/** A notification to be told: of an alert, or of a digest. */
export type AlertInput = OutboxInput & Pick<AlertNotification, 'kind' | 'alertId' | 'alertVersion'>;
export type DigestInput = OutboxInput & { kind: 'digest'; digestId: number };

/** All state. Everything is synchronous; what belongs together is written inside `transaction`. */
export type Store = {
  readonly path: string;
  /** Runs `work` in one transaction (nested calls join it); rolls back when it throws. */
  transaction<T>(work: () => T): T;
  close(): void;
  /** Online copy of the whole database; resolves when it is complete and its integrity was checked. */
  backup(file: string): Promise<void>;

  readonly monitors: {
    /** Inserts or replaces the definition of a model. */
    save(input: { modelName: string; source: string; baseDir: string | null; at: number }): MonitorRow;
    get(id: number): MonitorRow | null;
    find(modelName: string): MonitorRow | null;
    list(): MonitorRow[];
    setPaused(id: number, isPaused: boolean, at: number): void;
    remove(id: number): void;
  };

  readonly grids: {
    save(monitorId: number, grids: GridSet, reference: Profile, fingerprint: string | null, at: number): void;
    get(monitorId: number, version: string): { grids: GridSet; reference: Profile; fingerprint: string | null } | null;
    /** A stored version is the one in use from now on. */
    use(monitorId: number, version: string): void;
    /** The one in use: saved or used last. */
    latest(monitorId: number): { grids: GridSet; reference: Profile; fingerprint: string | null } | null;
  };

  readonly chunkedReferences: {
    /** Keeps the newest of a monitor. @param basis everything that it depends on. */
    save(monitorId: number, basis: string, reference: ChunkedReference, at: number): void;
    get(monitorId: number, basis: string): ChunkedReference | null;
  };

  readonly slices: {
    /** Replaces slices of the same place. */
    save(monitorId: number, gridVersion: string, role: SliceRole, slices: readonly SliceRow[]): void;
    /** Slices with fromAt <= at < toAt (null: open), oldest first. */
    list(monitorId: number, gridVersion: string, role: SliceRole, range: TimeRange): SliceRow[];
    /** When each slice before an instant was read, without reading the profiles, oldest first. */
    ages(
      monitorId: number,
      gridVersion: string,
      role: SliceRole,
      toAt: number,
    ): Pick<SliceRow, 'at' | 'fingerprint' | 'profiledAt'>[];
    /** Rows per slice without reading the profiles, oldest first. */
    rows(monitorId: number, gridVersion: string, role: SliceRole, toAt: number | null): SliceRows[];
    /** The same with the rows of each segment. */
    segmentRows(monitorId: number, gridVersion: string, role: SliceRole, toAt: number | null): SliceRows[];
  };

  readonly runs: {
    start(input: { monitorId: number; trigger: string; window: TimeRange; at: number }): number;
    finish(
      id: number,
      result: Omit<RunRow, 'id' | 'monitorId' | 'trigger' | 'window' | 'startedAt'>,
      measurements: readonly Measurement[],
    ): void;
    get(id: number): RunRow | null;
    /** The newest that was not started by late rows. */
    latest(monitorId: number): RunRow | null;
    /** Of every window that ends after an instant, its newest finished run that late rows did not start; by the windows' ends. */
    endingAfter(monitorId: number, at: number): RunRow[];
    /** The finished run over exactly this window, if there is one. */
    find(monitorId: number, window: TimeRange): RunRow | null;
    list(monitorId: number, limit: number): RunRow[];
    /** Marks runs that a dead process left as `running` as failed; returns how many. */
    abandon(at: number, error: string): number;
  };

  readonly measurements: {
    ofRun(runId: number): Measurement[];
    /** What some checks measured of every window that ends within (fromAt, toAt]: the newest finished run of each. */
    ofWindows(monitorId: number, range: { fromAt: number; toAt: number }, checks: readonly string[]): MeasurementRow[];
    /** One metric over time, oldest first: the newest finished run of each window. */
    history(
      monitorId: number,
      key: { check: string; metric: string; column: string | null; segment?: string | null },
      limit: number,
    ): MeasurementRow[];
  };

  readonly alerts: {
    create(alert: Omit<Alert, 'id'>): Alert;
    /** Writes the alert if its version is still `expectedVersion`; false when someone else was first. */
    update(alert: Alert, expectedVersion: number): boolean;
    get(id: number): Alert | null;
    /** The episode of a rule that is not resolved, if any. */
    open(monitorId: number, rule: string): Alert | null;
    /** The newest episode of a rule, open or not. */
    latest(monitorId: number, rule: string): Alert | null;
    list(filter: { states?: readonly AlertState[]; monitorId?: number; limit?: number }): Alert[];
    /** Alerts that were resolved at or after an instant, newest first. */
    resolvedSince(at: number): Alert[];
    /** Snoozed alerts whose time is over. */
    snoozesDue(at: number): Alert[];
    addEvent(alertId: number, event: AlertEvent, evidence: AlertEvidence | null): void;
    events(alertId: number): { id: number; event: AlertEvent }[];
  };

  readonly votes: {
    /** Replaces the same person's vote on the same alert. */
    save(vote: VoteRow): void;
    list(alertId: number): VoteRow[];
  };

  readonly outbox: {
    /** Adds a notification; false when its dedupe key is already there. */
    add(input: AlertInput | DigestInput): boolean;
    /** Claims one due notification by a conditional update and takes a lease on it; null when nothing is due. */
    claim(at: number, leaseMs: number): Notification | null;
    sent(id: string, at: number): void;
    /** Puts it back for `nextAttemptAt`, or marks it failed for good when that is null. */
    failed(id: string, error: string, nextAttemptAt: number | null): void;
    get(id: string): Notification | null;
    list(filter: { alertId?: number; states?: readonly Notification['state'][]; limit?: number }): Notification[];
    /** When the next notification is due, or null. */
    nextDueAt(): number | null;
  };

  readonly messages: {
    save(message: AlertMessage): void;
    get(alertId: number, target: string): AlertMessage | null;
    /** The alert whose root message this is. */
    findAlert(channelId: string, ts: string): number | null;
    list(alertId: number): AlertMessage[];
    remove(alertId: number, target: string): void;
  };

  readonly schedule: {
    set(monitorId: number, dueAt: number): void;
    clear(monitorId: number): void;
    get(monitorId: number): DueRow | null;
    due(at: number): DueRow[];
    /** Moves the due time forward if it still is `dueAt`; false when another caller was first. */
    claim(monitorId: number, dueAt: number, nextDueAt: number | null): boolean;
  };

  readonly incidents: {
    add(incident: Omit<IncidentRow, 'id'>): IncidentRow;
    get(id: number): IncidentRow | null;
    /** Those of one monitor by their beginning. */
    list(monitorId: number): IncidentRow[];
    remove(id: number): boolean;
  };

  readonly subscriptions: {
    add(subscription: Subscription): void;
    remove(channelId: string, modelName: string | null): boolean;
    list(): Subscription[];
  };

  readonly digests: {
    /** What a channel asked for; null: nothing of its own. */
    wishOf(channelId: string): { cadence: DigestCadence; time: string } | null;
    setWish(wish: { channelId: string; cadence: DigestCadence; time: string; setBy: string; setAt: number }): void;
    timeOf(channelId: string): DigestTime | null;
    listTimes(): DigestTime[];
    setTime(time: DigestTime): void;
    /** Keeps what is said; null when this channel had its digest of that due time before. */
    add(digest: Omit<DigestRow, 'id'>): number | null;
    get(id: number): DigestRow | null;
  };

  readonly seenEvents: {
    /** Remembers an id; true the first time within `ttlMs`. */
    isFirst(id: string, at: number, ttlMs: number): boolean;
  };

  readonly audit: {
    add(row: Omit<AuditRow, 'id'>): void;
    list(limit: number): AuditRow[];
  };

  readonly settings: {
    get(key: string): string | null;
    set(key: string, value: string): void;
  };
};
