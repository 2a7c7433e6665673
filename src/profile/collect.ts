import type { QueryResult } from '../warehouse/types.ts';
import { type CollectInput, categoricalColumns, numericColumns } from './columns.ts';
import { type CategoricalDraft, type Draft, draftOf, type NumericDraft, toCount } from './drafts.ts';
import { askAgain } from './filter.ts';
import { collectJoint } from './joint.ts';
import type { Meter } from './meter.ts';
import { categoriesSql } from './plan-categories.ts';
import { cellsSql, discreteSql, numberCells } from './plan-cells.ts';
import { momentsSql } from './plan-moments.ts';
import { addSegments, groupSegments, readSegment, sliceBySegment } from './segments.ts';
import type { CategoricalColumn, NumericColumn } from './source.ts';
import type { Profile, Segment } from './types.ts';

/**
 * Profiles of the source's rows by slice number, over fixed grids. Statements: sums, numeric cells, values of discrete
 * columns, categories, joint counts; a column that holds NaN or infinities is asked again through a filter.
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
    for (const [number, profile] of await collectProfiles(meter, { ...input, source, knownCells: null })) {
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
  const arithmetic = wanted.filter(({ grid }) => !grid.isDiscrete);
  const discrete = wanted.filter(({ grid }) => grid.isDiscrete);
  if (arithmetic.length > 0) addCounts((await meter.run(cellsSql(source, arithmetic))).rows, arithmetic, drafts);
  if (discrete.length > 0) addCounts((await meter.run(discreteSql(source, discrete))).rows, discrete, drafts);
}

function addCounts(
  rows: QueryResult['rows'],
  columns: readonly NumericColumn[],
  drafts: ReadonlyMap<number, Draft>,
): void {
  const numbers = numberCells(columns);
  for (const [slice, number, n] of rows) {
    const { column, cell } = numbers.locate(toCount(number));
    const profile = drafts.get(toCount(slice))?.columns[columns[column]!.name];
    if (profile?.kind === 'numeric') profile.cells[cell]! += toCount(n);
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
  const places = new Map(columns.map((column) => [column.alias, placesOf(column)]));
  for (const [slice, k, v, n] of (await meter.run(categoriesSql(source, columns))).rows) {
    const { name, place } = places.get(String(k))!;
    const profile = drafts.get(toCount(slice))?.columns[name];
    if (profile?.kind === 'categorical') addCategory(profile, v === null ? null : String(v), toCount(n), place);
  }
  for (const draft of drafts.values()) {
    for (const { name } of columns) sortUnseen(draft.columns[name] as CategoricalDraft);
  }
}

function placesOf({ name, grid }: CategoricalColumn) {
  return { name, place: new Map(grid.values.map((value, index) => [value, index])) };
}

function addCategory(
  profile: CategoricalDraft,
  value: string | null,
  count: number,
  place: ReadonlyMap<string, number>,
): void {
  const index = value === null ? undefined : place.get(value);
  if (index !== undefined) profile.counts[index]! += count;
  else if (value === null) profile.other += count;
  else profile.unseen.push({ value, count });
}

function sortUnseen(profile: CategoricalDraft): void {
  profile.unseen.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
