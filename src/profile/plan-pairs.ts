import { groupByRoom } from './groups.ts';
import { type NumericColumn, rowsOf, type Source } from './source.ts';

/** Two columns of a statement by their places, and whether each has a finite value in every row. */
export type AskedPair = { x: number; y: number; isXWhole: boolean; isYWhole: boolean };

/**
 * One row per slice with the sums of every pair `p<i>`, in one scan, or in as many statements as the engine wants. What
 * the columns' own sums say already is not asked: of two columns without gaps, the sum of products is all that is new.
 * (The engines' own corr() cannot be merged.)
 * @param columns their `sql` is NULL where not finite.
 */
export function pairsInParts(source: Source, columns: readonly NumericColumn[], pairs: readonly AskedPair[]): string[] {
  const asked = pairs.map((pair, i) => ({
    ...pair,
    sums: pairSums(pair, columns[pair.x]!.alias, columns[pair.y]!.alias, `p${i}`),
  }));
  const parts = groupByRoom(asked, source.dialect.mostAggregates, ({ sums }) => sums.length);
  return parts.map((part) => pairsSql(source, columns, part));
}

function pairsSql(
  source: Source,
  columns: readonly NumericColumn[],
  pairs: readonly (AskedPair & { sums: readonly string[] })[],
): string {
  const inner = columns.map(({ alias, sql, grid }) => `${sql} - ${source.dialect.number(grid.center)} AS ${alias}`);
  // 0 beside a value and NULL beside none: to add it is cheaper than to ask for it in a CASE.
  const derived = columns.flatMap(({ alias }) => [
    `${alias} * ${alias} AS ${alias}_sq`,
    `${alias} * 0e0 AS ${alias}_is`,
  ]);
  const hasGaps = pairs.some(({ isXWhole, isYWhole }) => !(isXWhole && isYWhole));
  const values = rowsOf(source, inner);
  const rows = hasGaps ? `(SELECT *, ${derived.join(', ')} FROM ${values} AS v)` : values;
  const sums = pairs.flatMap((pair) => pair.sums);
  const { isOneSlice, slice } = source;
  return `SELECT ${[isOneSlice ? `${slice} AS slice` : 'slice', ...sums].join(', ')}
    FROM ${rows} AS w ${isOneSlice ? '' : 'GROUP BY slice'}`;
}

function pairSums({ isXWhole, isYWhole }: AskedPair, x: string, y: string, name: string): string[] {
  const beside = (one: string, other: string, part: string) => [
    `sum(${one} + ${other}_is) AS ${name}_${part}`,
    `sum(${one}_sq + ${other}_is) AS ${name}_${part}${part}`,
  ];
  return [
    `sum(${x} * ${y}) AS ${name}_xy`,
    ...(isXWhole || isYWhole ? [] : [`count(${x} + ${y}_is) AS ${name}_n`]),
    ...(isYWhole ? [] : beside(x, y, 'x')),
    ...(isXWhole ? [] : beside(y, x, 'y')),
  ];
}

/** So many aggregates tell the noise of a pair. */
export const NOISE_SUMS = 3;

/** A pair of standardised columns and its correlation in the reference. */
export type NoisePair = { x: number; y: number; r: number };

/**
 * Rows (n0, s0, q0, n1...): of each pair the rows, and the sums of the second and the fourth power of the influence
 * function f = zx zy - r/2 (zx^2 + zy^2). @param from FROM-text of rows with the standardised columns z0, z1...
 */
export function noiseSql(from: string, pairs: readonly NoisePair[], number: (value: number) => string): string {
  const influences = pairs.map(
    ({ x, y, r }, i) => `z${x} * z${y} - ${number(r / 2)} * (z${x} * z${x} + z${y} * z${y}) AS f${i}`,
  );
  const squares = pairs.map((_, i) => `f${i} * f${i} AS f${i}`);
  const sums = pairs.flatMap((_, i) => [`count(f${i}) AS n${i}`, `sum(f${i}) AS s${i}`, `sum(f${i} * f${i}) AS q${i}`]);
  return `SELECT ${sums.join(', ')} FROM (SELECT ${squares.join(', ')} FROM (
    SELECT ${influences.join(', ')} FROM ${from} AS z) AS f) AS q`;
}
