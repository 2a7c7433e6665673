import type { Dataset } from '../warehouse/types.ts';
import { textSql, typeOfColumn } from './expressions.ts';
import type { Meter } from './meter.ts';
import { categoryValuesSql } from './plan-categories.ts';
import type { Source } from './source.ts';
import type { CategoricalGrid } from './types.ts';

/** The commonest `top` values of each column, most frequent first. */
export async function fitCategorical(
  meter: Meter,
  source: Source,
  dataset: Dataset,
  options: { names: readonly string[]; top: number },
): Promise<Map<string, CategoricalGrid>> {
  const { names, top } = options;
  const columns = names.map((name, index) => ({
    name,
    alias: `c${index}`,
    sql: textSql(source.dialect.ident(name), typeOfColumn(dataset, name)),
  }));
  const values = new Map<string, string[]>(names.map((name) => [name, []]));
  if (columns.length > 0) {
    const nameOf = new Map(columns.map(({ alias, name }) => [alias, name]));
    for (const [k, v] of (await meter.run(topSql(source, columns, top + 1))).rows) {
      values.get(nameOf.get(String(k))!)!.push(String(v));
    }
  }
  return new Map([...values].map(([name, found]) => [name, toGrid(found, top)]));
}

function toGrid(found: readonly string[], top: number): CategoricalGrid {
  // A statement ends at a NUL character, so that a value that holds one cannot be named in SQL.
  const values = found.slice(0, top).filter((value) => !value.includes('\0'));
  return { kind: 'categorical', values, isComplete: values.length === found.length };
}

function topSql(source: Source, columns: readonly { alias: string; sql: string }[], most: number): string {
  return `SELECT k, v FROM (
    SELECT k, v, row_number() OVER (PARTITION BY k ORDER BY n DESC, v) AS place FROM (${categoryValuesSql(source, columns)}) AS a
  ) AS b WHERE place <= ${most} ORDER BY k, place`;
}
