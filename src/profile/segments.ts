import type { Dataset, Dialect } from '../warehouse/types.ts';
import { CATEGORY_LENGTH, textSql, typeOfColumn } from './expressions.ts';
import type { Meter } from './meter.ts';
import { rowsOf, type Source } from './source.ts';
import type { Profile, Segment } from './types.ts';

/** Segments of one slicing, and of all together: each is fetched and stored for every slice. */
const SEGMENTS_PER_SLICING = 10;
const MOST_SEGMENTS = 24;

/** The segments that hold the most rows, for each set of columns that the dataset has; rows without a value are in none. */
export async function findSegments(
  meter: Meter,
  source: Source,
  dataset: Dataset,
  slicings: readonly (readonly string[])[],
): Promise<Segment[]> {
  const known = new Set(dataset.columns.map(({ name }) => name));
  const found: Segment[] = [];
  const most = Math.min(SEGMENTS_PER_SLICING, Math.floor(MOST_SEGMENTS / Math.max(1, slicings.length)));
  for (const columns of slicings.filter((names) => names.every((name) => known.has(name)))) {
    for (const [, ...values] of (await meter.run(commonestSql(source, dataset, columns, most))).rows) {
      const terms = columns.map((column, i) => ({ column, value: String(values[i]) }));
      // A statement ends at a NUL character, so that a value that holds one cannot be named in SQL.
      if (terms.every(({ value }) => !value.includes('\0'))) found.push({ name: nameSegment(terms), terms });
    }
  }
  return found;
}

function nameSegment(terms: Segment['terms']): string {
  return terms.map(({ column, value }) => `${column} = ${value}`).join(', ');
}

/** Rows (n, s0, s1...), most rows first. */
function commonestSql(source: Source, dataset: Dataset, columns: readonly string[], most: number): string {
  const names = columns.map((_, i) => `s${i}`);
  const texts = columns.map((column, i) => `${valueSql(source.dialect, dataset, column)} AS ${names[i]}`);
  const isThere = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
  return `SELECT count(*) AS n, ${names.join(', ')} FROM ${rowsOf(source, texts)} AS r WHERE ${isThere}
    GROUP BY ${names.join(', ')} ORDER BY n DESC, ${names.join(', ')} LIMIT ${most}`;
}

function valueSql(dialect: Dialect, dataset: Dataset, column: string): string {
  return `substr(${textSql(dialect.ident(column), typeOfColumn(dataset, column))}, 1, ${CATEGORY_LENGTH})`;
}

/** Segments of the same columns, which share no row. */
export function groupSegments(segments: readonly Segment[]): Segment[][] {
  const groups = new Map<string, Segment[]>();
  for (const segment of segments) {
    const key = JSON.stringify(segment.terms.map(({ column }) => column));
    groups.set(key, [...(groups.get(key) ?? []), segment]);
  }
  return [...groups.values()];
}

/**
 * The source with the rows of some segments only, numbered by slice and segment at once: every statement that groups by
 * slice then profiles all segments in the same scan. `readSegment` takes such a number apart.
 */
export function sliceBySegment(source: Source, dataset: Dataset, segments: readonly Segment[]): Source {
  const number = numberSegmentsSql(source.dialect, dataset, segments);
  return {
    ...source,
    // What tells the segments apart would be worked out again for every column that is read by itself.
    isColumnar: false,
    isOneSlice: false,
    where: `(${source.where}) AND ${number} IS NOT NULL`,
    slice: `CAST(${source.slice} * ${segments.length} + ${number} AS BIGINT)`,
  };
}

/** SQL of the place of the row's segment among those given, which share no row; NULL where it is in none. */
export function numberSegmentsSql(dialect: Dialect, dataset: Dataset, segments: readonly Segment[]): string {
  return `CASE ${segments.map((one, i) => `WHEN ${segmentSql(dialect, dataset, one)} THEN ${i}`).join(' ')} END`;
}

/** Boolean SQL: is the row in the segment? */
export function segmentSql(dialect: Dialect, dataset: Dataset, { terms }: Segment): string {
  return terms
    .map(({ column, value }) => `${valueSql(dialect, dataset, column)} = ${dialect.text(value)}`)
    .join(' AND ');
}

/** The slice and the segment's place that a number of `sliceBySegment` stands for. */
export function readSegment(number: number, count: number): { slice: number; place: number } {
  const slice = Math.floor(number / count);
  return { slice, place: number - slice * count };
}

/** The profiles with those of their segments inside. */
export function addSegments(
  profiles: ReadonlyMap<number, Profile>,
  bySegment: readonly { slice: number; name: string; profile: Profile }[],
): Map<number, Profile> {
  const found = new Map<number, Record<string, Profile>>();
  for (const { slice, name, profile } of bySegment) found.set(slice, { ...found.get(slice), [name]: profile });
  return new Map(
    [...profiles].map(([slice, profile]) => {
      const segments = found.get(slice);
      return [slice, segments === undefined ? profile : { ...profile, segments }];
    }),
  );
}
