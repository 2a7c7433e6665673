import { createHash } from 'node:crypto';
import { listCorrelated, MOST_CORRELATED } from '../checks/correlations.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Monitor } from '../monitors/types.ts';
import { fitGrids } from '../profile/grid.ts';
import { rangeSql } from '../profile/range.ts';
import { MOST_PAIRED } from '../profile/segment-grids.ts';
import { readSlicings } from '../profile/slicings.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';
import type { Dataset, Warehouse } from '../warehouse/types.ts';
import type { MonitoredColumn } from './columns.ts';
import { findWithin, type LeftOut } from './incidents.ts';
import { asksForJoint, describeJoint } from './joint.ts';
import { findLabelTable } from './labels.ts';
import { isSameContent } from './slices.ts';

export type ReferenceSources = {
  monitorId: number;
  monitor: Monitor;
  warehouse: Warehouse;
  reference: Dataset;
  /** The dataset that the slices come from; slices of another one must not be mixed in. */
  current: Dataset;
  labels: Dataset | null;
  columns: readonly MonitoredColumn[];
  range: TimeRange;
  /** Marked incidents; a fixed reference is profiled without them. */
  leftOut: readonly LeftOut[];
};

export type FittedReference = { grids: GridSet; reference: Profile; bytes: number; warehouseMs: number };

/**
 * The reference's profile and the grids cut from it: stored ones while nothing that they depend on has changed, else
 * fitted anew under a new version, so that slices of different grids never mix. Where the data were written again and
 * hold what they held (a database file changes with every table in it), the stored ones stay in use.
 */
export async function ensureReference(ctx: Context, from: ReferenceSources): Promise<FittedReference> {
  const now = ctx.clock.now();
  const stored = findStored(ctx, from);
  if (stored !== null) return { grids: stored.grids, reference: stored.reference, bytes: 0, warehouseMs: 0 };
  const fitted = await cutReference(ctx, from, nameVersion(from, now));
  const before = findLatest(ctx, from, now);
  const { grids, reference } = before !== null && isSameReference(before, fitted) ? before : fitted;
  ctx.store.grids.save(from.monitorId, grids, reference, fingerprintOf(from), now);
  return { ...fitted, grids, reference };
}

/** Cuts and stores grids from a range of the reference. */
export async function fitReference(ctx: Context, from: ReferenceSources, version: string): Promise<FittedReference> {
  const fitted = await cutReference(ctx, from, version);
  const { grids, reference } = fitted;
  ctx.store.grids.save(from.monitorId, grids, reference, fingerprintOf(from), ctx.clock.now());
  return fitted;
}

type Stored = NonNullable<ReturnType<Context['store']['grids']['get']>>;

/** What is stored of a reference as its data are now; null where they were never read. */
export function findStored(ctx: Context, from: ReferenceSources): Stored | null {
  const now = ctx.clock.now();
  if (isFixedSpan(from)) return ctx.store.grids.get(from.monitorId, makeVersion(from, now));
  const fingerprint = fingerprintOf(from);
  const isSameData = (stored: Stored | null) => stored !== null && stored.fingerprint === fingerprint;
  const found = [findLatest(ctx, from, now), ctx.store.grids.get(from.monitorId, nameVersion(from, now))];
  return found.find(isSameData) ?? null;
}

/** The grids in use, if they were cut for this definition. */
function findLatest(ctx: Context, from: ReferenceSources, now: number): Stored | null {
  const latest = ctx.store.grids.latest(from.monitorId);
  return latest?.grids.version.startsWith(makeVersion(from, now)) === true ? latest : null;
}

/** Everything but the name. */
function isSameReference(a: Pick<Stored, 'grids' | 'reference'>, b: Pick<Stored, 'grids' | 'reference'>): boolean {
  return (
    isSameContent(a.reference, b.reference) && isSameContent({ ...a.grids, version: '' }, { ...b.grids, version: '' })
  );
}

async function cutReference(ctx: Context, from: ReferenceSources, version: string): Promise<FittedReference> {
  const now = ctx.clock.now();
  const known = new Set(from.reference.columns.map((column) => column.name));
  const fitted = await fitGrids(from.warehouse, from.reference, {
    columns: from.columns.filter(({ name }) => known.has(name)),
    timestampColumn: timestampOf(from, known),
    range: from.range,
    where: withoutIncidents(from),
    scoreColumn:
      from.monitor.scoreColumn !== null && known.has(from.monitor.scoreColumn) ? from.monitor.scoreColumn : null,
    fences: from.monitor.quality?.outlierRate?.fences ?? 'iqr',
    rules: from.monitor.quality?.rules,
    slicings: readSlicings(from.monitor.slicingExprs).slicings,
    pairs: choosePairs(from).filter((name) => known.has(name)),
    joint: describeJoint(from.monitor, { dataset: from.reference, labels: from.labels }, now) ?? undefined,
  });
  const grids = { ...fitted.grids, columns: addMark(fitted.grids.columns, from), version };
  return { grids, reference: fitted.reference, bytes: fitted.bytes, warehouseMs: fitted.elapsedMs };
}

/** The columns whose correlations are watched, the most important first. */
function choosePairs({ monitor, columns }: Pick<ReferenceSources, 'monitor' | 'columns'>): string[] {
  const numeric = columns.filter(({ kind }) => kind === 'numeric').map(({ name }) => name);
  return listCorrelated(monitor, numeric).slice(0, MOST_CORRELATED);
}

/** A baseline need not have the anomaly mark: then every value of it is counted as one that the baseline does not have. */
function addMark(grids: GridSet['columns'], { monitor, columns }: ReferenceSources): GridSet['columns'] {
  const mark = monitor.anomalyRate?.column;
  if (mark === undefined || grids[mark] !== undefined || !columns.some(({ name }) => name === mark)) return grids;
  return { ...grids, [mark]: { kind: 'categorical', values: [], isComplete: true } };
}

/** Boolean SQL for the rows of the range that lie in no marked incident. */
export function withoutIncidents(from: ReferenceSources): string | undefined {
  const within = incidentsOf(from);
  if (within.length === 0) return undefined;
  const spanSql = (span: TimeRange) => rangeSql(from.warehouse.dialect, from.monitor.timestampColumn, span);
  return within.map((span) => `NOT coalesce(${spanSql(span)}, FALSE)`).join(' AND ');
}

/** What is left out of the range; a whole table that stands for itself, such as training data, stays as it was named. */
function incidentsOf({ monitor, reference, current, range, leftOut }: ReferenceSources): LeftOut[] {
  const hasTime = reference.columns.some(({ name }) => name === monitor.timestampColumn);
  const isWholeOther = range.fromAt === null && range.toAt === null && reference.name !== current.name;
  return hasTime && !isWholeOther ? findWithin(range, leftOut) : [];
}

/** A baseline may have no event time; then it cannot be asked for a part of itself. */
function timestampOf({ monitor, range, reference }: ReferenceSources, known: ReadonlySet<string>): string | null {
  if (monitor.timestampColumn === null || known.has(monitor.timestampColumn)) return monitor.timestampColumn;
  if (range.fromAt === null && range.toAt === null) return null;
  throw new AppError(
    'invalid_input',
    `Cannot cut a range of ${reference.name}: it has no column "${monitor.timestampColumn}"`,
    {
      hint: 'Leave out from, to and trailing of reference_dataset, or name a dataset that has the timestamp_column',
    },
  );
}

/** A version of its own for each state of the data, where rows are added to them. */
function nameVersion(from: ReferenceSources, now: number): string {
  const basis = makeVersion(from, now);
  const fingerprint = fingerprintOf(from);
  return isFixedSpan(from) || fingerprint === null ? basis : `${basis}.${hash(fingerprint)}`;
}

/** Of all that the reference is counted from: outcomes may come into a table of their own while its rows stay as they are. */
function fingerprintOf({ monitor, reference, labels }: ReferenceSources): string | null {
  const isRead = asksForJoint(monitor) || monitor.labelDrift !== null;
  const table = isRead ? findLabelTable(monitor, { dataset: reference, labels })?.dataset : undefined;
  return reference.fingerprint === null || table === undefined
    ? reference.fingerprint
    : `${reference.fingerprint} ${table.fingerprint ?? ''}`;
}

/** Rows are added to a table every day; a span of its past stays what it was. */
function isFixedSpan({ range }: ReferenceSources): boolean {
  return range.fromAt !== null && range.toAt !== null;
}

/**
 * A hash over everything but the data that the counts of a slice depend on; of a trailing reference, its length and not its
 * place. A fixed one whose end is younger than rows and outcomes may be late is another one when it has settled (`now`: UTC ms).
 */
export function makeVersion(from: ReferenceSources, now: number): string {
  const { monitor, reference, current, columns, range } = from;
  const { trailingMs } = monitor.reference;
  const isMoving = trailingMs !== null && isFixedSpan(from);
  const within = isMoving ? [] : incidentsOf(from);
  const basis = {
    reference: reference.name,
    // Databases of earlier versions have it: what they counted stays in use.
    fingerprint: null,
    range: isMoving ? { trailingMs } : range,
    ...(!isMoving && isSettling(from, now) ? { settling: true } : {}),
    ...(within.length === 0 ? {} : { leftOut: within }),
    current: current.name,
    columns,
    timestampColumn: monitor.timestampColumn,
    grain: monitor.grain,
    prediction: [
      monitor.problemType,
      monitor.predictionColumn,
      monitor.scoreColumn,
      monitor.labelColumn,
      monitor.labels,
    ],
    metrics: asksForJoint(monitor),
    ...(monitor.problemType === 'regression' ? { labels: 'by spread' } : {}),
    ...(monitor.problemType === 'regression' && monitor.estimatedPerformance !== null ? { errors: 'by cell' } : {}),
    ...(monitor.scoreColumns.length === 0 ? {} : { scoreColumns: monitor.scoreColumns }),
    fences: monitor.quality?.outlierRate?.fences ?? 'iqr',
    rules: monitor.quality?.rules ?? {},
    ...(monitor.correlations === null ? {} : { pairs: choosePairs(from) }),
    ...(monitor.slicingExprs.length === 0
      ? {}
      : { slicings: readSlicings(monitor.slicingExprs).slicings, segments: 'coarse' }),
    ...(monitor.slicingExprs.length === 0 || monitor.correlations === null ? {} : { segmentPairs: MOST_PAIRED }),
  };
  return hash(JSON.stringify(basis));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Can rows, or their outcomes, still come to a range? */
function isSettling({ monitor: { latenessMs, labels }, range: { toAt } }: ReferenceSources, now: number): boolean {
  return toAt !== null && now < toAt + Math.max(latenessMs, labels?.delayMs ?? 0);
}
