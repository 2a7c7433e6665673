import type { ProfileColumn } from '../../src/profile/expressions.ts';
import { type FitOptions, fitGrids } from '../../src/profile/grid.ts';
import { profileSlices, type SliceOptions } from '../../src/profile/slices.ts';
import type { CategoricalProfile, NumericGrid, NumericProfile, Profile } from '../../src/profile/types.ts';
import type { Dataset, Warehouse } from '../../src/warehouse/types.ts';
import { makeWorkspace, type Workspace } from '../warehouse/workspace.ts';

export const DAY = 86_400_000;
export const WHOLE = { fromAt: null, toAt: null };
export const T0 = Date.UTC(2026, 0, 1);

/** Small data sets written by SQL, and the two ways to profile them. */
export type Lab = {
  warehouse: Warehouse;
  dataset(select: string): Promise<Dataset>;
  /** The file of a dataset. */
  pathOf(dataset: Dataset): string;
  fit(dataset: Dataset, columns: readonly ProfileColumn[], options?: Partial<FitOptions>): ReturnType<typeof fitGrids>;
  slices(
    dataset: Dataset,
    columns: readonly ProfileColumn[],
    options: Partial<SliceOptions> & Pick<SliceOptions, 'grids'>,
  ): ReturnType<typeof profileSlices>;
  space: Workspace;
};

export async function makeLab(): Promise<Lab> {
  const space = await makeWorkspace();
  const warehouse = await space.open();
  let made = 0;
  return {
    space,
    warehouse,
    async dataset(select) {
      made += 1;
      await space.run([`COPY (${select}) TO '${space.path(`data${made}.parquet`)}' (FORMAT parquet)`]);
      return warehouse.resolve(`dbfs:/data${made}.parquet`, 'current', null);
    },
    pathOf: ({ name }) => space.path(name.replace('dbfs:/', '')),
    fit: (dataset, columns, options = {}) =>
      fitGrids(warehouse, dataset, { columns, timestampColumn: null, range: WHOLE, fences: 'iqr', ...options }),
    slices: (dataset, columns, options) =>
      profileSlices(warehouse, dataset, { columns, timestampColumn: null, grain: '1 day', range: WHOLE, ...options }),
  };
}

export function numeric(...names: string[]): ProfileColumn[] {
  return names.map((name) => ({ name, kind: 'numeric' }));
}

export function categorical(...names: string[]): ProfileColumn[] {
  return names.map((name) => ({ name, kind: 'categorical' }));
}

export function numericOf(profile: Profile, name: string): NumericProfile {
  const found = profile.columns[name];
  if (found?.kind !== 'numeric') throw new Error(`no numeric column ${name}`);
  return found;
}

export function categoricalOf(profile: Profile, name: string): CategoricalProfile {
  const found = profile.columns[name];
  if (found?.kind !== 'categorical') throw new Error(`no categorical column ${name}`);
  return found;
}

/** Cells of plain values by comparison alone: what the SQL must give. */
export function countCells(grid: NumericGrid, values: readonly number[]): number[] {
  const cells = new Array<number>(grid.edges.length + 1).fill(0);
  for (const value of values) cells[grid.edges.filter((edge) => edge <= value).length]! += 1;
  return cells;
}

/** numpy's linear quantile. */
export function linearQuantile(sorted: readonly number[], p: number): number {
  const rank = p * (sorted.length - 1);
  const low = sorted[Math.floor(rank)]!;
  return low + (rank - Math.floor(rank)) * (sorted[Math.ceil(rank)]! - low);
}
