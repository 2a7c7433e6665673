import type { ValueRule } from '../monitors/types.ts';
import type { Dataset, Warehouse } from '../warehouse/types.ts';
import { collectWithSegments } from './collect.ts';
import type { ProfileColumn } from './expressions.ts';
import type { JointSpec } from './joint.ts';
import { emptyProfile } from './merge.ts';
import { Meter } from './meter.ts';
import { listSlices, rangeSql, sliceSql } from './range.ts';
import { oneSlice, type Source } from './source.ts';
import { GRAIN_MS, type Grain, type GridSet, type Profile, type Segment, type TimeRange } from './types.ts';

export type SliceOptions = {
  grids: GridSet;
  columns: readonly ProfileColumn[];
  timestampColumn: string | null;
  grain: Grain;
  range: TimeRange;
  /** Further boolean SQL, for example a segment. */
  where?: string | undefined;
  rules?: Readonly<Record<string, ValueRule>> | undefined;
  joint?: JointSpec | undefined;
  /** Profiled one by one, inside the profile of each slice; their columns must be in the dataset. */
  segments?: readonly Segment[] | undefined;
  signal?: AbortSignal | undefined;
  deadlineMs?: number | undefined;
};
export type SlicedProfiles = { slices: { at: number; profile: Profile }[]; bytes: number; elapsedMs: number };

/** FROM, WHERE and slice of a dataset's rows; `grain` null: all rows are one slice, number 0. */
export function sourceOf(
  warehouse: Warehouse,
  dataset: Dataset,
  options: { timestampColumn: string | null; grain: Grain | null; range: TimeRange; where?: string | undefined },
): Source {
  const { dialect } = warehouse;
  const { timestampColumn, grain, range } = options;
  const conditions = [
    rangeSql(dialect, timestampColumn, range),
    ...(options.where === undefined ? [] : [closedSql(options.where)]),
  ];
  if (timestampColumn !== null && grain !== null) conditions.push(`${dialect.ident(timestampColumn)} IS NOT NULL`);
  const only = onlySlice(timestampColumn, grain, range);
  return {
    dialect,
    fromSql: dataset.fromSql,
    where: conditions.join(' AND '),
    slice: only === null ? sliceSql(dialect, timestampColumn!, grain!) : oneSlice(only),
    isOneSlice: only !== null,
    seconds: timestampColumn === null ? null : dialect.epochSeconds(dialect.ident(timestampColumn)),
    eventAt: timestampColumn === null ? null : dialect.ident(timestampColumn),
    isColumnar: dataset.isColumnar === true,
    rowKey: dataset.rowKey ?? null,
  };
}

/** The number of the slice that all rows of the range are in; null where they may be in several. */
function onlySlice(timestampColumn: string | null, grain: Grain | null, range: TimeRange): number | null {
  if (timestampColumn === null || grain === null) return 0;
  const starts = listSlices(range, grain);
  return starts.length === 1 ? starts[0]! / GRAIN_MS[grain] : null;
}

/** A user's expression in parentheses; the line break ends a comment that would swallow the closing one. */
export function closedSql(expression: string): string {
  return `(${expression}\n)`;
}

/**
 * Profiles a time range slice by slice, over the grids of the reference. A bounded range gives every one of its slices,
 * also those without rows; without a timestamp column everything is one slice at 0.
 */
export async function profileSlices(
  warehouse: Warehouse,
  dataset: Dataset,
  options: SliceOptions,
): Promise<SlicedProfiles> {
  const startedAt = performance.now();
  const meter = new Meter(warehouse, queryOptions(options));
  const input = {
    source: sourceOf(warehouse, dataset, options),
    dataset,
    grids: options.grids,
    columns: options.columns,
    rules: options.rules ?? {},
    joint: options.joint ?? null,
    known: null,
    pairs: options.grids.pairs?.columns,
  };
  const found = await collectWithSegments(meter, input, options.segments ?? []);
  const size = GRAIN_MS[options.grain];
  const profiles = new Map([...found].map(([slice, profile]) => [slice * size, profile]));
  const wanted = options.timestampColumn === null ? [0] : listSlices(options.range, options.grain);
  for (const at of wanted) if (!profiles.has(at)) profiles.set(at, emptyProfile(options.grids));
  const slices = [...profiles].sort((a, b) => a[0] - b[0]).map(([at, profile]) => ({ at, profile }));
  return { slices, bytes: meter.bytes, elapsedMs: performance.now() - startedAt };
}

export function queryOptions(options: { signal?: AbortSignal | undefined; deadlineMs?: number | undefined }) {
  return {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
  };
}
