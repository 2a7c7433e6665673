import { AppError } from '../errors.ts';
import type { ValueRule } from '../monitors/types.ts';
import type { Dataset } from '../warehouse/types.ts';
import { invalidSql, numberSql, type ProfileColumn, textSql, typeOfColumn } from './expressions.ts';
import type { CategoryCounts } from './fit-categorical.ts';
import type { KnownNumbers } from './fit-numeric.ts';
import type { JointSpec } from './joint.ts';
import type { CategoricalColumn, NumericColumn, Source } from './source.ts';
import type { GridSet } from './types.ts';

/** What is profiled, one entry per slice that has rows. */
export type CollectInput = {
  source: Source;
  dataset: Dataset;
  grids: GridSet;
  columns: readonly ProfileColumn[];
  rules: Readonly<Record<string, ValueRule>>;
  joint: JointSpec | null;
  /** What is known already, by column; only with a single slice. */
  known: {
    numeric: ReadonlyMap<string, KnownNumbers>;
    categorical: ReadonlyMap<string, CategoryCounts>;
  } | null;
  /** Columns whose pair sums are wanted; none by default. */
  pairs?: readonly string[] | undefined;
};

function ruleSql(input: CollectInput, reference: string, name: string, type: string) {
  const rule = Object.hasOwn(input.rules, name) ? input.rules[name] : undefined;
  if (rule === undefined) return { invalid: null, unique: null };
  const broken = invalidSql(input.source.dialect, reference, type, rule);
  const missing = rule.notNull ? `${reference} IS NULL` : null;
  const invalid = [broken, missing].filter((part) => part !== null).join(' OR ');
  return { invalid: invalid === '' ? null : `(${invalid})`, unique: rule.unique ? reference : null };
}

/** The numeric columns of a profile as the statements want them. */
export function numericColumns(input: CollectInput): NumericColumn[] {
  return input.columns.flatMap(({ name }, index) => {
    const grid = gridOf(input.grids, name);
    if (grid.kind !== 'numeric') return [];
    const type = typeOfColumn(input.dataset, name);
    const reference = input.source.dialect.ident(name);
    return {
      name,
      alias: `c${index}`,
      sql: numberSql(input.source.dialect, reference, type),
      grid,
      extremes: input.known?.numeric.get(name) ?? null,
      sums: input.known?.numeric.get(name)?.sums ?? null,
      ...ruleSql(input, reference, name, type),
    };
  });
}

/** The categorical columns of a profile as the statements want them. */
export function categoricalColumns(input: CollectInput): CategoricalColumn[] {
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
