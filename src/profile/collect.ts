import type { Value } from '../warehouse/types.ts';
import { type CollectInput, categoricalColumns, numericColumns } from './columns.ts';
import { type CategoricalDraft, countRows, type Draft, draftOf, type NumericDraft, toCount } from './drafts.ts';
import { askAgain } from './filter.ts';
import { splitInput, uniteProfiles } from './join.ts';
import { collectJoint } from './joint.ts';
import type { Meter } from './meter.ts';
import { addNumbers } from './numbers.ts';
import { runAtPace } from './pace.ts';
import { visitPacked } from './pack.ts';
import { addPairs } from './pairs.ts';
import { categoriesSql } from './plan-categories.ts';
import { extremesOf, extremesSql, hasStoredExtremes } from './plan-extremes.ts';
import { readMoments } from './read-moments.ts';
import { coarsenGrids, MOST_PAIRED } from './segment-grids.ts';
import { addSegments, groupSegments, readSegment, sliceBySegment } from './segments.ts';
import type { CategoricalColumn, NumericColumn, Source } from './source.ts';
import type { Profile, Segment } from './types.ts';

/**
 * Profiles of the source's rows by slice number, over fixed grids. Statements: sums, numeric cells, values of discrete
 * columns, categories, pair sums, joint counts; a column that holds NaN or infinities is asked again through a filter.
 * @throws AppError as the warehouse does, and metric_not_supported for a column that the dataset lacks.
 */
export async function collectProfiles(meter: Meter, input: CollectInput): Promise<Map<number, Profile>> {
  const { source } = input;
  const numeric = await addStoredExtremes(meter, source, numericColumns(input));
  const categorical = categoricalColumns(input);
  const drafts = new Map<number, Draft>();
  for (const record of await readMoments(meter, source, numeric, categorical)) {
    drafts.set(toCount(record.slice), draftOf(record, numeric, categorical));
  }
  if (drafts.size === 0) return new Map();
  const filtered = await askAgain(meter, source, numeric, drafts);
  const ranged = filtered.map((column) => ({ ...column, extremes: findExtremes(column.name, drafts) }));
  await runAtPace(countRows(drafts), [
    () => addNumbers(meter, input, ranged, drafts),
    () => addCategories(meter, input, categorical, drafts),
    () => addPairs(meter, input, ranged, drafts),
    () => addJoint(meter, input, drafts),
  ]);
  return new Map([...drafts].map(([slice, draft]) => [slice, draft]));
}

/** Extremes that need no scan, so that the sums need not find them. */
async function addStoredExtremes(meter: Meter, source: Source, columns: NumericColumn[]): Promise<NumericColumn[]> {
  const open = columns.filter(({ extremes }) => extremes === null);
  if (open.length === 0 || !hasStoredExtremes(source)) return columns;
  const [record = {}] = await meter.records(extremesSql(source, open));
  return columns.map((column) => ({ ...column, extremes: column.extremes ?? extremesOf(record, column.alias) }));
}

/** Of the finite values of all slices; null where there is none. */
function findExtremes(name: string, drafts: ReadonlyMap<number, Draft>): NumericColumn['extremes'] {
  const profiles = [...drafts.values()].map((draft) => draft.columns[name] as NumericDraft);
  const filled = profiles.filter(({ min, max }) => min !== null && max !== null);
  if (filled.length === 0) return null;
  return { min: Math.min(...filled.map(({ min }) => min!)), max: Math.max(...filled.map(({ max }) => max!)) };
}

async function addJoint(meter: Meter, input: CollectInput, drafts: ReadonlyMap<number, Draft>): Promise<void> {
  if (input.joint === null) return;
  for (const [slice, found] of await collectJoint(meter, input.source, input.dataset, input.grids, input.joint)) {
    const draft = drafts.get(slice);
    if (draft !== undefined) Object.assign(draft, found);
  }
}

/** As collectProfiles, with the profiles of segments inside each; those of the same columns share their statements. */
export async function collectWithSegments(
  meter: Meter,
  input: CollectInput,
  segments: readonly Segment[],
): Promise<Map<number, Profile>> {
  const whole = await collectParts(meter, input, splitInput(input));
  if (whole.size === 0) return whole;
  const found: { slice: number; name: string; profile: Profile }[] = [];
  for (const group of groupSegments(segments)) {
    const pairs = input.pairs?.slice(0, MOST_PAIRED);
    const coarse = { ...input, grids: coarsenGrids(input.grids), known: null, pairs };
    const keys = group[0]!.terms.map(({ column }) => column);
    const parts = splitInput(coarse, keys).map((part) => ({
      ...part,
      source: sliceBySegment(part.source, part.dataset, group),
    }));
    for (const [number, profile] of await collectParts(meter, coarse, parts)) {
      const { slice, place } = readSegment(number, group.length);
      found.push({ slice, name: group[place]!.name, profile });
    }
  }
  return addSegments(whole, found);
}

/** One part after the other: each fills the machine. */
async function collectParts(
  meter: Meter,
  { columns }: CollectInput,
  parts: readonly CollectInput[],
): Promise<Map<number, Profile>> {
  const found: Map<number, Profile>[] = [];
  for (const part of parts) found.push(await collectProfiles(meter, part));
  return uniteProfiles(found, columns);
}

async function addCategories(
  meter: Meter,
  { source, known: all }: CollectInput,
  asked: readonly CategoricalColumn[],
  drafts: ReadonlyMap<number, Draft>,
): Promise<void> {
  const columns = asked.filter(({ name }) => {
    const known = all?.categorical.get(name);
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
    if (profile?.kind === 'categorical') countPlaces(profile, v === null ? null : String(v), packed);
  }
  for (const draft of drafts.values()) {
    for (const { name } of columns) sortUnseen(draft.columns[name] as CategoricalDraft);
  }
}

/** Counts by place in the grid, from 1; 0: all other values, or the one unseen value that is named. */
function countPlaces(profile: CategoricalDraft, unseen: string | null, packed: Value | undefined): void {
  visitPacked(packed, (place, count) => {
    if (place > 0) profile.counts[place - 1]! += count;
    else if (unseen === null) profile.other += count;
    else profile.unseen.push({ value: unseen, count });
  });
}

function sortUnseen(profile: CategoricalDraft): void {
  profile.unseen.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
