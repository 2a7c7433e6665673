import type { CheckInput } from '../checks/types.ts';
import type { DriftSettings } from '../monitors/types.ts';
import { type ExactSide, exactBySegment, exactDistances } from '../profile/exact.ts';
import { countBySegment, countCategories } from '../profile/exact-categories.ts';
import { coarsenGrids } from '../profile/segment-grids.ts';
import type { GridSet, Profile, Segment, TimeRange } from '../profile/types.ts';
import type { Warehouse } from '../warehouse/types.ts';
import { listDriftSettings } from './drift-settings.ts';
import { type ReferenceSources, withoutIncidents } from './references.ts';

type Exact = {
  columns: CheckInput['exact'];
  categories: NonNullable<CheckInput['categories']>;
  segments: NonNullable<CheckInput['ofSegments']>;
  bytes: number;
  warehouseMs: number;
};
type Sides = { reference: ExactSide; current: ExactSide };
/** What is compared, already counted. */
type Counted = { grids: GridSet; reference: Profile; current: Profile };

/** What the rows themselves say, of all of them and of each segment, where the monitor asked for exact values. */
export async function measureExactly(from: ReferenceSources, window: TimeRange, counted: Counted): Promise<Exact> {
  const { grids } = counted;
  const { monitor, warehouse, reference, current } = from;
  const { timestampColumn } = monitor;
  const sides: Sides = {
    reference: { dataset: reference, timestampColumn, range: from.range, where: withoutIncidents(from) },
    current: { dataset: current, timestampColumn, range: window },
  };
  const columns = listNumbers(from);
  const none = { columns: {}, segments: {}, bytes: 0, elapsedMs: 0 };
  const withRaw = columns.some((name) => listDriftSettings(monitor, name).some(isLikeEvidently));
  const whole =
    columns.length === 0 ? none : await exactDistances(warehouse, sides.reference, sides.current, columns, { withRaw });
  const categories = await countCategories(warehouse, sides.reference, sides.current, listUnnamed(from, counted));
  const segments = findCommon(grids.segments ?? [], sides);
  const parts =
    segments.length === 0 ? none : await measureSegments(warehouse, sides, { from, grids, columns, segments, withRaw });
  return {
    columns: whole.columns,
    categories: categories.columns,
    segments: parts.segments,
    bytes: whole.bytes + categories.bytes + parts.bytes,
    warehouseMs: whole.elapsedMs + categories.elapsedMs + parts.elapsedMs,
  };
}

/** Segments whose columns both sides have. */
function findCommon(segments: readonly Segment[], { reference, current }: Sides): Segment[] {
  const isThere = (name: string) =>
    [reference, current].every((side) => side.dataset.columns.some((one) => one.name === name));
  return segments.filter(({ terms }) => terms.every(({ column }) => isThere(column)));
}

type Asked = {
  from: ReferenceSources;
  grids: GridSet;
  columns: readonly string[];
  segments: readonly Segment[];
  withRaw: boolean;
};

async function measureSegments(
  warehouse: Warehouse,
  { reference, current }: Sides,
  { from, grids, columns, segments, withRaw }: Asked,
): Promise<{ segments: NonNullable<CheckInput['ofSegments']>; bytes: number; elapsedMs: number }> {
  const numbers = await exactBySegment(warehouse, reference, current, columns, { segments, withRaw });
  const counts = await countBySegment(warehouse, reference, current, listUncounted(from, grids), { segments });
  const found = segments.map(({ name }) => [
    name,
    { exact: numbers.segments[name] ?? {}, categories: counts.segments[name] ?? {} },
  ]);
  return {
    segments: Object.fromEntries(found),
    bytes: numbers.bytes + counts.bytes,
    elapsedMs: numbers.elapsedMs + counts.elapsedMs,
  };
}

function listNumbers({ monitor, columns }: ReferenceSources): string[] {
  const isAsked = (column: string) =>
    listDriftSettings(monitor, column).some((settings) => settings.exact || isLikeEvidently(settings));
  return columns.filter(({ name, kind }) => kind === 'numeric' && isAsked(name)).map(({ name }) => name);
}

/** Columns that are compared as Evidently does, and that have categories on both sides which a profile does not name. */
function listUnnamed({ monitor }: ReferenceSources, { reference, current }: Counted): string[] {
  return Object.keys(reference.columns).filter((name) => {
    const [before, now] = [reference.columns[name], current.columns[name]];
    if (before?.kind !== 'categorical' || now?.kind !== 'categorical' || before.other + now.other === 0) return false;
    return listDriftSettings(monitor, name).some(isLikeEvidently);
  });
}

/** Columns that are compared as Evidently does, and whose categories a segment does not count one by one. */
function listUncounted({ monitor, columns }: ReferenceSources, grids: GridSet): string[] {
  const coarse = coarsenGrids(grids);
  return columns
    .filter(({ name }) => {
      const grid = coarse.columns[name];
      const isUncounted = grid?.kind === 'categorical' && (grid.rest !== undefined || grid.isComplete === false);
      return isUncounted && listDriftSettings(monitor, name).some(isLikeEvidently);
    })
    .map(({ name }) => name);
}

/** Evidently's numbers need the rows themselves. */
function isLikeEvidently(settings: DriftSettings): boolean {
  return settings.compat === 'evidently';
}
