import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Monitor } from '../monitors/types.ts';
import { fitGrids } from '../profile/grid.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';
import type { Dataset, Warehouse } from '../warehouse/types.ts';
import type { MonitoredColumn } from './columns.ts';
import { describeJoint } from './joint.ts';

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
};

export type FittedReference = { grids: GridSet; reference: Profile; bytes: number; warehouseMs: number };

/**
 * The reference's profile and the grids cut from it: stored ones while nothing that they depend on has changed, else
 * fitted anew under a new version, so that slices of different grids never mix.
 */
export async function ensureReference(ctx: Context, from: ReferenceSources): Promise<FittedReference> {
  const version = makeVersion(from);
  const stored = ctx.store.grids.get(from.monitorId, version);
  if (stored) return { grids: stored.grids, reference: stored.reference, bytes: 0, warehouseMs: 0 };
  const now = ctx.clock.now();
  const known = new Set(from.reference.columns.map((column) => column.name));
  const fitted = await fitGrids(from.warehouse, from.reference, {
    columns: from.columns.filter(({ name }) => known.has(name)),
    timestampColumn: timestampOf(from, known),
    range: from.range,
    scoreColumn:
      from.monitor.scoreColumn !== null && known.has(from.monitor.scoreColumn) ? from.monitor.scoreColumn : null,
    fences: from.monitor.quality?.outlierRate?.fences ?? 'iqr',
    rules: from.monitor.quality?.rules,
    joint: describeJoint(from.monitor, { dataset: from.reference, labels: from.labels }, now) ?? undefined,
  });
  const grids = { ...fitted.grids, columns: addMark(fitted.grids.columns, from), version };
  ctx.store.grids.save(from.monitorId, grids, fitted.reference, from.reference.fingerprint, now);
  return { grids, reference: fitted.reference, bytes: fitted.bytes, warehouseMs: fitted.elapsedMs };
}

/** A baseline need not have the anomaly mark: then every value of it is counted as one that the baseline does not have. */
function addMark(grids: GridSet['columns'], { monitor, columns }: ReferenceSources): GridSet['columns'] {
  const mark = monitor.anomalyRate?.column;
  if (mark === undefined || grids[mark] !== undefined || !columns.some(({ name }) => name === mark)) return grids;
  return { ...grids, [mark]: { kind: 'categorical', values: [], isComplete: true } };
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

/** A hash over everything that the counts of a slice depend on. */
function makeVersion({ monitor, reference, current, columns, range }: ReferenceSources): string {
  // Rows are added to a table every day; a span of its past stays what it was.
  const isFixedSpan = range.fromAt !== null && range.toAt !== null;
  const basis = {
    reference: reference.name,
    fingerprint: isFixedSpan ? null : reference.fingerprint,
    range,
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
    metrics: monitor.metrics.length > 0 || monitor.estimatedPerformance !== null,
    fences: monitor.quality?.outlierRate?.fences ?? 'iqr',
    rules: monitor.quality?.rules ?? {},
  };
  return createHash('sha256').update(JSON.stringify(basis)).digest('hex').slice(0, 16);
}
