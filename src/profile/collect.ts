import { AppError } from '../errors.ts';
import type { ValueRule } from '../monitors/types.ts';
import type { Dataset, QueryResult, Value } from '../warehouse/types.ts';
import { invalidSql, numberSql, type ProfileColumn, textSql, typeOfColumn } from './expressions.ts';
import { collectJoint, type JointSpec } from './joint.ts';
import { type Meter, toFinite } from './meter.ts';
import {
  type CategoricalColumn,
  categoriesSql,
  cellsSql,
  discreteSql,
  momentsSql,
  type NumericColumn,
  nonFiniteSql,
  numberCells,
  type Source,
} from './plan.ts';
import type { CategoricalProfile, GridSet, NumericProfile, Profile } from './types.ts';

/** What is profiled, one entry per slice that has rows. */
export type CollectInput = {
  source: Source;
  dataset: Dataset;
  grids: GridSet;
  columns: readonly ProfileColumn[];
  rules: Readonly<Record<string, ValueRule>>;
  joint: JointSpec | null;
  /** Cells that are known already, by column; only with a single slice. */
  knownCells: ReadonlyMap<string, readonly number[]> | null;
};

type NumericDraft = { -readonly [K in keyof NumericProfile]: NumericProfile[K] } & { cells: number[] };
type CategoricalDraft = { -readonly [K in keyof CategoricalProfile]: CategoricalProfile[K] } & {
  counts: number[];
  unseen: { value: string; count: number }[];
};
type Draft = Omit<Profile, 'columns'> & { columns: Record<string, NumericDraft | CategoricalDraft> };

function toCount(value: Value | undefined): number {
  return Number(value ?? 0);
}

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
  await addCategories(meter, input.source, categorical, drafts);
  if (input.joint !== null) {
    for (const [slice, found] of await collectJoint(meter, input.source, input.dataset, input.grids, input.joint)) {
      const draft = drafts.get(slice);
      if (draft !== undefined) Object.assign(draft, found);
    }
  }
  return new Map([...drafts].map(([slice, draft]) => [slice, draft]));
}

function ruleSql(input: CollectInput, reference: string, name: string, type: string) {
  const rule = input.rules[name];
  if (rule === undefined) return { invalid: null, isUnique: false };
  const broken = invalidSql(input.source.dialect, reference, type, rule);
  const missing = rule.notNull ? `${reference} IS NULL` : null;
  const invalid = [broken, missing].filter((part) => part !== null).join(' OR ');
  return { invalid: invalid === '' ? null : `(${invalid})`, isUnique: rule.unique };
}

function numericColumns(input: CollectInput): NumericColumn[] {
  return input.columns.flatMap(({ name }, index) => {
    const grid = gridOf(input.grids, name);
    if (grid.kind !== 'numeric') return [];
    const type = typeOfColumn(input.dataset, name);
    const reference = input.source.dialect.ident(name);
    return {
      name,
      alias: `c${index}`,
      sql: numberSql(reference, type),
      grid,
      ...ruleSql(input, reference, name, type),
    };
  });
}

function categoricalColumns(input: CollectInput): CategoricalColumn[] {
  return input.columns.flatMap(({ name }, index) => {
    const grid = gridOf(input.grids, name);
    if (grid.kind !== 'categorical') return [];
    const type = typeOfColumn(input.dataset, name);
    const reference = input.source.dialect.ident(name);
    return { name, alias: `c${index}`, sql: textSql(reference, type), grid, ...ruleSql(input, reference, name, type) };
  });
}

function gridOf(grids: GridSet, name: string) {
  const grid = grids.columns[name];
  if (grid !== undefined) return grid;
  throw new AppError('internal', `Cannot profile column "${name}": it has no grid`);
}

function draftOf(
  record: Record<string, Value>,
  numeric: readonly NumericColumn[],
  categorical: readonly CategoricalColumn[],
): Draft {
  const rows = toCount(record.row_count);
  const columns: Draft['columns'] = {};
  for (const column of numeric) columns[column.name] = numericDraft(record, column, rows);
  for (const column of categorical) columns[column.name] = categoricalDraft(record, column, rows);
  const seconds = record.last_seconds ?? null;
  return { rows, columns, joint: null, errors: null, lastEventAt: seconds === null ? null : Number(seconds) * 1000 };
}

function invalidCount(record: Record<string, Value>, alias: string, rows: number): number {
  return Math.min(rows, toCount(record[`${alias}_invalid`]) + toCount(record[`${alias}_duplicates`]));
}

function numericDraft(record: Record<string, Value>, { alias, grid }: NumericColumn, rows: number): NumericDraft {
  const squares = record[`${alias}_squares`];
  return {
    kind: 'numeric',
    rows,
    nulls: rows - toCount(record[`${alias}_count`]),
    nans: 0,
    infinities: 0,
    min: asNumber(record[`${alias}_min`]),
    max: asNumber(record[`${alias}_max`]),
    sum: Number(record[`${alias}_sum`] ?? 0),
    sumSquares: Number.isFinite(Number(squares ?? 0)) ? Number(squares ?? 0) : null,
    belowSum: toFinite(record[`${alias}_below`]),
    aboveSum: toFinite(record[`${alias}_above`]),
    cells: new Array<number>(grid.edges.length + 1).fill(0),
    outliers: toCount(record[`${alias}_outliers`]),
    invalid: invalidCount(record, alias, rows),
  };
}

function asNumber(value: Value | undefined): number | null {
  // `+ 0` turns -0 into 0, which JSON could not keep apart anyway.
  return typeof value === 'number' ? value + 0 : null;
}

function categoricalDraft(
  record: Record<string, Value>,
  { alias, grid }: CategoricalColumn,
  rows: number,
): CategoricalDraft {
  return {
    kind: 'categorical',
    rows,
    nulls: rows - toCount(record[`${alias}_count`]),
    invalid: invalidCount(record, alias, rows),
    counts: new Array<number>(grid.values.length).fill(0),
    other: 0,
    unseen: [],
  };
}

/** Takes the columns whose sums are not finite through a filter; returns all columns as later statements must read them. */
async function askAgain(
  meter: Meter,
  { source }: CollectInput,
  numeric: readonly NumericColumn[],
  drafts: ReadonlyMap<number, Draft>,
): Promise<NumericColumn[]> {
  const isWild = ({ name }: NumericColumn) =>
    [...drafts.values()].some((draft) => !Number.isFinite((draft.columns[name] as NumericDraft).sum));
  const wild = numeric.filter(isWild);
  if (wild.length === 0) return [...numeric];
  const finite = wild.map((column) => ({
    ...column,
    sql: `CASE WHEN ${source.dialect.isFinite(column.sql)} THEN ${column.sql} END`,
  }));
  const counts = await meter.records(nonFiniteSql(source, wild));
  const byAlias = new Map(counts.map((record) => [toCount(record.slice), record]));
  const plain = finite.map((column) => ({ ...column, invalid: null, isUnique: false }));
  for (const record of await meter.records(momentsSql(source, plain, []))) {
    const slice = toCount(record.slice);
    const draft = drafts.get(slice);
    if (draft === undefined) continue;
    for (const column of finite) replaceSums(draft, column, record, byAlias.get(slice) ?? {});
  }
  const byName = new Map(finite.map((column) => [column.name, column]));
  return numeric.map((column) => byName.get(column.name) ?? column);
}

function replaceSums(
  draft: Draft,
  column: NumericColumn,
  record: Record<string, Value>,
  counts: Record<string, Value>,
): void {
  const first = draft.columns[column.name] as NumericDraft;
  const again = numericDraft(record, column, draft.rows);
  const { nulls, invalid } = first;
  const nans = toCount(counts[`${column.alias}_nans`]);
  const infinities = toCount(counts[`${column.alias}_infinities`]);
  Object.assign(first, again, { nulls, invalid, nans, infinities, sum: toFinite(again.sum) });
}

async function addCells(
  meter: Meter,
  { source, knownCells }: CollectInput,
  columns: readonly NumericColumn[],
  drafts: ReadonlyMap<number, Draft>,
): Promise<void> {
  const wanted = columns.filter((column) => {
    const known = knownCells?.get(column.name);
    if (known === undefined) return column.grid.edges.length > 0;
    for (const draft of drafts.values()) (draft.columns[column.name] as NumericDraft).cells = [...known];
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
  source: Source,
  columns: readonly CategoricalColumn[],
  drafts: ReadonlyMap<number, Draft>,
): Promise<void> {
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
