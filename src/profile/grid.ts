import { createHash } from 'node:crypto';
import type { ValueRule } from '../monitors/types.ts';
import type { Dataset, Warehouse } from '../warehouse/types.ts';
import { collectWithSegments } from './collect.ts';
import type { ProfileColumn } from './expressions.ts';
import { fitCategorical } from './fit-categorical.ts';
import { fitNumeric } from './fit-numeric.ts';
import { readFrom, splitColumns, withoutJoin } from './join.ts';
import type { JointSpec } from './joint.ts';
import { emptyProfile } from './merge.ts';
import { Meter } from './meter.ts';
import { findNoise } from './pair-noise.ts';
import { coarsenGrids, MOST_PAIRED } from './segment-grids.ts';
import { findSegments, segmentSql } from './segments.ts';
import { queryOptions, sourceOf } from './slices.ts';
import type { Source } from './source.ts';
import type { Grid, GridSet, PairNoise, Profile, Segment, TimeRange, WatchedPairs } from './types.ts';

export type FitOptions = {
  columns: readonly ProfileColumn[];
  timestampColumn: string | null;
  range: TimeRange;
  /** Further boolean SQL, for example a segment. */
  where?: string | undefined;
  /** Gets a numeric grid, whose edges are the score cells of joint counts, even when it is not among the columns. */
  scoreColumn?: string | null | undefined;
  /** Outliers lie outside quartile -/+ 1.5 interquartile ranges, or mean -/+ 3 standard deviations. */
  fences: 'iqr' | 'z';
  /** Most cells of a numeric column; 256 by default. */
  maxCells?: number | undefined;
  /** Categories counted by name; 256 by default. */
  topCategories?: number | undefined;
  rules?: Readonly<Record<string, ValueRule>> | undefined;
  joint?: JointSpec | undefined;
  /** Columns whose values, alone or together, make segments. */
  slicings?: readonly (readonly string[])[] | undefined;
  /** Columns of numbers whose correlations are watched. */
  pairs?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
  deadlineMs?: number | undefined;
};
export type FittedGrids = { grids: GridSet; reference: Profile; bytes: number; elapsedMs: number };

/**
 * Cuts every column's grid from a reference and profiles the reference on it. The same rows give the same grids.
 * Columns without a finite value (constant NaN, all NULL, no rows) get a grid of one cell.
 */
export async function fitGrids(warehouse: Warehouse, dataset: Dataset, options: FitOptions): Promise<FittedGrids> {
  const startedAt = performance.now();
  const meter = new Meter(warehouse, queryOptions(options));
  const source = sourceOf(warehouse, dataset, { ...options, grain: null });
  const columns = withScores(options.columns, [
    ...(options.scoreColumn ? [options.scoreColumn] : []),
    ...(options.joint?.classes ?? []).map(({ column }) => column),
  ]);
  const parts = splitColumns(dataset, columns).map((part) => ({ ...part, source: readFrom(source, part.dataset) }));
  const [numeric, categorical] = await Promise.all([
    fitParts(parts, 'numeric', (part, names) =>
      fitNumeric(meter, part.source, part.dataset, {
        names,
        fences: options.fences,
        maxCells: options.maxCells ?? 256,
      }),
    ),
    fitParts(parts, 'categorical', (part, names) =>
      fitCategorical(meter, part.source, part.dataset, { names, top: options.topCategories ?? 256 }),
    ),
  ]);
  const slicings = options.slicings ?? [];
  const sliced = withoutJoin(dataset, slicings.flat());
  const segments = await findSegments(meter, readFrom(source, sliced), sliced, slicings);
  const cut = toGridSet(new Map<string, Grid>([...numeric.grids, ...categorical.grids]), options.scoreColumn ?? null);
  const grids = segments.length === 0 ? cut : { ...cut, segments };
  const input = {
    source,
    dataset,
    grids,
    columns,
    rules: options.rules ?? {},
    joint: options.joint ?? null,
    known: { numeric: numeric.known, categorical: categorical.known },
    pairs: options.pairs,
  };
  const found = await collectWithSegments(meter, input, segments);
  const reference = found.get(0) ?? emptyProfile(grids);
  const pairs = await watchPairs(meter, { source, dataset }, { grids, reference }, options.pairs ?? []);
  return { grids: { ...grids, ...pairs }, reference, bytes: meter.bytes, elapsedMs: performance.now() - startedAt };
}

type FitPart = { source: Source; dataset: Dataset; columns: readonly ProfileColumn[] };
type Fit<G, K> = { grids: Map<string, G>; known: Map<string, K> };

/** One fit of each part's columns of a kind. */
async function fitParts<G, K>(
  parts: readonly FitPart[],
  kind: ProfileColumn['kind'],
  fitOne: (part: FitPart, names: string[]) => Promise<Fit<G, K>>,
): Promise<Fit<G, K>> {
  const found = await Promise.all(parts.map((part) => fitOne(part, namesOf(part.columns, kind))));
  return {
    grids: new Map(found.flatMap(({ grids }) => [...grids])),
    known: new Map(found.flatMap(({ known }) => [...known])),
  };
}

async function watchPairs(
  meter: Meter,
  from: { source: Source; dataset: Dataset },
  fitted: { grids: GridSet; reference: Profile },
  columns: readonly string[],
): Promise<Pick<GridSet, 'pairs'>> {
  if (columns.length < 2) return {};
  const noise = await findNoise(meter, readPlain(from, columns), fitted, columns);
  const { segments = [] } = fitted.grids;
  if (segments.length === 0) return { pairs: { columns, noise } };
  return { pairs: { columns, noise, ofSegments: await watchSegments(meter, from, fitted, columns, segments) } };
}

async function watchSegments(
  meter: Meter,
  from: { source: Source; dataset: Dataset },
  { grids, reference }: { grids: GridSet; reference: Profile },
  watched: readonly string[],
  segments: readonly Segment[],
): Promise<NonNullable<WatchedPairs['ofSegments']>> {
  const columns = watched.slice(0, MOST_PAIRED);
  const noise: Record<string, readonly (PairNoise | null)[]> = {};
  for (const segment of segments) {
    const own = reference.segments?.[segment.name];
    if (own === undefined) continue;
    const { source, dataset } = readPlain(from, [...columns, ...segment.terms.map(({ column }) => column)]);
    const where = `(${source.where}) AND ${segmentSql(source.dialect, dataset, segment)}`;
    const fitted = { grids: coarsenGrids(grids), reference: own };
    noise[segment.name] = await findNoise(meter, { source: { ...source, where }, dataset }, fitted, columns);
  }
  return { columns, noise };
}

function readPlain({ source, dataset }: { source: Source; dataset: Dataset }, columns: readonly string[]) {
  const plain = withoutJoin(dataset, columns);
  return { source: readFrom(source, plain), dataset: plain };
}

function withScores(columns: readonly ProfileColumn[], scores: readonly string[]): readonly ProfileColumn[] {
  const others = columns.filter(({ name }) => !scores.includes(name));
  return [...others, ...scores.map((name) => ({ name, kind: 'numeric' as const }))];
}

function namesOf(columns: readonly ProfileColumn[], kind: ProfileColumn['kind']): string[] {
  return columns.filter((column) => column.kind === kind).map(({ name }) => name);
}

function toGridSet(byName: ReadonlyMap<string, Grid>, scoreColumn: string | null): GridSet {
  const columns = Object.fromEntries([...byName].sort(([a], [b]) => (a < b ? -1 : 1)));
  const score = scoreColumn === null ? undefined : columns[scoreColumn];
  const isNumeric = score?.kind === 'numeric';
  const version = createHash('sha256')
    .update(JSON.stringify([columns, scoreColumn]))
    .digest('hex')
    .slice(0, 16);
  return {
    version,
    columns,
    scoreEdges: isNumeric ? score.edges : [],
    isScoreExact: isNumeric && score.isDiscrete,
  };
}
