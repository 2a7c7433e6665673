import type { QueryResult } from '../warehouse/types.ts';
import { type CollectInput, categoricalColumns, numericColumns } from './columns.ts';
import { type CategoricalDraft, type Draft, draftOf, type NumericDraft, toCount } from './drafts.ts';
import { askAgain } from './filter.ts';
import { collectJoint } from './joint.ts';
import type { Meter } from './meter.ts';
import { packSql, readPacked } from './pack.ts';
import { addPairs } from './pairs.ts';
import { categoriesSql } from './plan-categories.ts';
import { cellsSql, discreteSql, isArithmetic, numberCells } from './plan-cells.ts';
import { momentsSql } from './plan-moments.ts';
import { coarsenGrids } from './segment-grids.ts';
import { addSegments, groupSegments, readSegment, sliceBySegment } from './segments.ts';
import type { CategoricalColumn, NumericColumn } from './source.ts';
import type { Profile, Segment } from './types.ts';

/**
 * Profiles of the source's rows by slice number, over fixed grids. Statements: sums, numeric cells, values of discrete
 * columns, categories, pair sums, joint counts; a column that holds NaN or infinities is asked again through a filter.
 * @throws AppError as the warehouse does, and metric_not_supported for a column that the dataset lacks.
 */
export async function collectProfiles(meter: Meter, input: CollectInput): Promise<Map<number, Profile>> {
  const numeric = numericColumns(input);
  const categorical = categoricalColumns(input);
  const drafts = new Map<number, Draft>();
  for (const record of await meter.records(momentsSql(input.source, numeric, categorical))) {
    drafts.set(toCount(record.slice), draftOf(record, numeric, categorical));
  }
  if (drafts.size === 0) return new Map();
  const filtered = await askAgain(meter, input, numeric, drafts);
  await addCells(meter, input, filtered, drafts);
  await addCategories(meter, input, categorical, drafts);
  await addPairs(meter, input, filtered, drafts);
  if (input.joint !== null) {
    for (const [slice, found] of await collectJoint(meter, input.source, input.dataset, input.grids, input.joint)) {
      const draft = drafts.get(slice);
      if (draft !== undefined) Object.assign(draft, found);
    }
  }
  return new Map([...drafts].map(([slice, draft]) => [slice, draft]));
}

/** As collectProfiles, with the profiles of segments inside each; those of the same columns share their statements. */
export async function collectWithSegments(
  meter: Meter,
  input: CollectInput,
  segments: readonly Segment[],
): Promise<Map<number, Profile>> {
  const whole = await collectProfiles(meter, input);
  if (whole.size === 0) return whole;
  const found: { slice: number; name: string; profile: Profile }[] = [];
  for (const group of groupSegments(segments)) {
    const source = sliceBySegment(input.source, input.dataset, group);
    const coarse = { ...input, source, grids: coarsenGrids(input.grids), knownCells: null, pairs: undefined };
    for (const [number, profile] of await collectProfiles(meter, coarse)) {
      const { slice, place } = readSegment(number, group.length);
      found.push({ slice, name: group[place]!.name, profile });
    }
  }
  return addSegments(whole, found);
}

async function addCells(
  meter: Meter,
  { source, knownCells }: CollectInput,
  columns: readonly NumericColumn[],
  drafts: ReadonlyMap<number, Draft>,
): Promise<void> {
  const wanted = columns.filter((column) => {
    const known = knownCells?.numeric.get(column.name);
    if (known === undefined) return column.grid.edges.length > 0;
    for (const draft of drafts.values()) (draft.columns[column.name] as NumericDraft).cells = [...known.cells];
    return false;
  });
  for (const column of columns) if (column.grid.edges.length === 0) countInOneCell(column.name, drafts);
  const arithmetic = wanted.filter(({ grid }) => isArithmetic(grid));
  const compared = wanted.filter(({ grid }) => !isArithmetic(grid));
  const ask = async (sql: string) =>
    (await meter.run(packSql(source.dialect, sql, { keys: 'slice', number: 'cell' }))).rows;
  if (arithmetic.length > 0) addCounts(await ask(cellsSql(source, arithmetic)), arithmetic, drafts);
  if (compared.length > 0) addCounts(await ask(discreteSql(source, compared)), compared, drafts);
}

function addCounts(
  rows: QueryResult['rows'],
  columns: readonly NumericColumn[],
  drafts: ReadonlyMap<number, Draft>,
): void {
  const numbers = numberCells(columns);
  for (const [slice, packed] of rows) {
    const draft = drafts.get(toCount(slice));
    for (const [number, count] of readPacked(packed)) {
      const { column, cell } = numbers.locate(number);
      const profile = draft?.columns[columns[column]!.name];
      if (profile?.kind === 'numeric') profile.cells[cell]! += count;
    }
  }
}

/** A grid without edges has one cell, for everything. */
function countInOneCell(name: string, drafts: ReadonlyMap<number, Draft>): void {
  for (const draft of drafts.values()) {
    const profile = draft.columns[name] as NumericDraft;
    profile.cells = [profile.rows - profile.nulls - profile.nans - profile.infinities];
  }
}

async function addCategories(
  meter: Meter,
  { source, knownCells }: CollectInput,
  asked: readonly CategoricalColumn[],
  drafts: ReadonlyMap<number, Draft>,
): Promise<void> {
  const columns = asked.filter(({ name }) => {
    const known = knownCells?.categorical.get(name);
    if (known === undefined) return true;
    for (const draft of drafts.values()) {
      Object.assign(draft.columns[name] as CategoricalDraft, { counts: [...known.counts], other: known.other });
    }
    return false;
  });
  if (columns.length === 0) return;
  const nameOf = new Map(columns.map(({ alias, name }) => [alias, name]));
  for (const [slice, k, v, packed] of (await meter.run(categoriesSql(source, columns))).rows) {
    const profile = drafts.get(toCount(slice))?.columns[nameOf.get(String(k))!];
    if (profile?.kind === 'categorical') countPlaces(profile, v === null ? null : String(v), readPacked(packed));
  }
  for (const draft of drafts.values()) {
    for (const { name } of columns) sortUnseen(draft.columns[name] as CategoricalDraft);
  }
}

/** Counts by place in the grid, from 1; 0: all other values, or the one unseen value that is named. */
function countPlaces(profile: CategoricalDraft, unseen: string | null, places: readonly (readonly number[])[]): void {
  for (const [place = 0, count = 0] of places) {
    if (place > 0) profile.counts[place - 1]! += count;
    else if (unseen === null) profile.other += count;
    else profile.unseen.push({ value: unseen, count });
  }
}

function sortUnseen(profile: CategoricalDraft): void {
  profile.unseen.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
