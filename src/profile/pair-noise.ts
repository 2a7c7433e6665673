import { correlationOf } from '../stats/correlation.ts';
import type { Dataset } from '../warehouse/types.ts';
import { numberSql, typeOfColumn } from './expressions.ts';
import { groupByRoom } from './groups.ts';
import type { Meter } from './meter.ts';
import { listPairs, readPairs } from './pairs.ts';
import { NOISE_SUMS, noiseSql } from './plan-pairs.ts';
import { rowsOf, type Source } from './source.ts';
import { summarise } from './summary.ts';
import type { GridSet, PairNoise, Profile } from './types.ts';

/** The noise of a correlation need not be known to the last digit. */
const SAMPLE_ROWS = 100_000;

/**
 * How a correlation of each pair scatters, from the reference's rows themselves, at most about 100,000 of them: what its
 * influence function f = zx zy - r/2 (zx^2 + zy^2) of a row's standardised values comes to in the square and in the fourth
 * power. @param reference with the pair sums of `columns`.
 */
export async function findNoise(
  meter: Meter,
  { source, dataset }: { source: Source; dataset: Dataset },
  { grids, reference }: { grids: GridSet; reference: Profile },
  columns: readonly string[],
): Promise<(PairNoise | null)[]> {
  const { number } = source.dialect;
  const places = listPairs(columns.length);
  const asked = readPairs(reference).flatMap((sums, i) => {
    const r = sums === null ? null : correlationOf(sums);
    return r === null ? [] : [{ place: i, ...places[i]!, r }];
  });
  if (asked.length === 0) return places.map(() => null);
  const standardised = columns.map((name, i) => {
    const value = numberSql(source.dialect, source.dialect.ident(name), typeOfColumn(dataset, name));
    const { mean, std } = scaleOf(grids, reference, name);
    const finite = `CASE WHEN ${source.dialect.isFinite(value)} THEN ${value} END`;
    return `(${finite} - ${number(mean)}) / ${number(std)} AS z${i}`;
  });
  const rows = source.dialect.sample(rowsOf(source, standardised), reference.rows, SAMPLE_ROWS);
  const found = new Map<number, PairNoise | null>();
  for (const part of groupByRoom(asked, source.dialect.mostAggregates, () => NOISE_SUMS)) {
    const [record = {}] = await meter.records(noiseSql(rows, part, number));
    for (const [i, { place }] of part.entries()) {
      const [n, s, q] = [record[`n${i}`], record[`s${i}`], record[`q${i}`]].map((value) => Number(value ?? 0));
      found.set(place, noiseOf(n!, s!, q!));
    }
  }
  return places.map((_, i) => found.get(i) ?? null);
}

/** Where f is 0 in every row, as of a column and its double, nothing scatters. */
function noiseOf(count: number, squares: number, fourths: number): PairNoise | null {
  if (!(count > 0) || !Number.isFinite(fourths)) return null;
  if (squares === 0) return { spread: 0, tail: 1 };
  return { spread: squares / count, tail: (fourths / squares) * (count / squares) };
}

function scaleOf(grids: GridSet, reference: Profile, name: string): { mean: number; std: number } {
  const grid = grids.columns[name];
  const column = reference.columns[name];
  if (grid?.kind !== 'numeric' || column?.kind !== 'numeric') return { mean: 0, std: 1 };
  const { mean, populationStd } = summarise(column, grid);
  // A constant is in no pair that is asked.
  return { mean: mean ?? 0, std: populationStd || 1 };
}
