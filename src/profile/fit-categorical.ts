import type { Dataset } from '../warehouse/types.ts';
import { textSql, typeOfColumn } from './expressions.ts';
import type { Meter } from './meter.ts';
import { categoryValuesSql } from './plan-categories.ts';
import type { Source } from './source.ts';
import type { CategoricalGrid } from './types.ts';

/** Rows by category of a grid, in its order, and rows of all other values. */
export type CategoryCounts = { counts: readonly number[]; other: number };
type CategoricalFit = { grids: Map<string, CategoricalGrid>; known: Map<string, CategoryCounts> };

type FoundValue = { value: string; rows: number };

/** Grids of the commonest `top` values of each column, most frequent first, and the reference's rows by them. */
export async function fitCategorical(
  meter: Meter,
  source: Source,
  dataset: Dataset,
  options: { names: readonly string[]; top: number },
): Promise<CategoricalFit> {
  const { names, top } = options;
  const columns = names.map((name, index) => ({
    name,
    alias: `c${index}`,
    sql: textSql(source.dialect.ident(name), typeOfColumn(dataset, name)),
  }));
  const found = new Map(names.map((name) => [name, { values: [] as FoundValue[], rest: 0 }]));
  if (columns.length > 0) {
    const nameOf = new Map(columns.map(({ alias, name }) => [alias, name]));
    for (const [k, place, v, n] of (await meter.run(topSql(source, columns, top))).rows) {
      const column = found.get(nameOf.get(String(k))!)!;
      if (place === null) column.rest = Number(n);
      else column.values.push({ value: String(v), rows: Number(n) });
    }
  }
  const fit: CategoricalFit = { grids: new Map(), known: new Map() };
  for (const [name, { values, rest }] of found) {
    // A statement ends at a NUL character, so that a value that holds one cannot be named in SQL.
    const named = values.filter(({ value }) => !value.includes('\0'));
    const isComplete = rest === 0 && named.length === values.length;
    fit.grids.set(name, { kind: 'categorical', values: named.map(({ value }) => value), isComplete });
    const unnamed = values.filter(({ value }) => value.includes('\0'));
    fit.known.set(name, { counts: named.map(({ rows }) => rows), other: rest + sumRows(unnamed) });
  }
  return fit;
}

function sumRows(values: readonly FoundValue[]): number {
  return values.reduce((total, { rows }) => total + rows, 0);
}

/** Rows (k, place, v, n): the commonest values by place, all other together with place and v NULL. */
function topSql(source: Source, columns: readonly { alias: string; sql: string }[], most: number): string {
  const [place, value] = ['place', 'v'].map((name) => `CASE WHEN place <= ${most} THEN ${name} END`);
  return `SELECT k, ${place} AS place, ${value} AS v, CAST(sum(n) AS BIGINT) AS n FROM (
    SELECT k, v, n, row_number() OVER (PARTITION BY k ORDER BY n DESC, v) AS place FROM (${categoryValuesSql(source, columns)}) AS a
  ) AS b GROUP BY k, ${place}, ${value} ORDER BY k, ${place}`;
}
