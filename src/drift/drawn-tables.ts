import { chiSquareIsf, chiSquareSf } from '../stats/distributions.ts';
import { type CellCounts, countCells, sum } from './cells.ts';
import { FLOOR_LEVEL, type Noise } from './floor.ts';
import { isNoiseByLaw } from './table-law.ts';
import { createMeasures, type MeasuredDraws, type Measures, type TableMeasures } from './table-measures.ts';
import { isSurelyNoise, type TableTest, testLargeTable, testTable } from './table-test.ts';
import { createTableDraws } from './tables.ts';
import type { ColumnPair } from './types.ts';

/** From this many expected values in every cell on, tables follow the chi-square law as closely as a thousand draws do. */
const ENOUGH_EXPECTED = 100;

/**
 * How a distance of two tables of n and m values grows with Pearson's chi-square where both are large and nothing has
 * changed: value ** power * factor(n, m) is the chi-square.
 */
export type TableLaw = { power: 1 | 2; factor(n: number, m: number): number };

/** The sizes and degrees of freedom of a table whose expected counts are all large. */
export type LargeTable = { n: number; m: number; degrees: number };

/** What is known of the tables of one column by drawing. */
export type DrawnTables = {
  pair: ColumnPair;
  large: LargeTable | null;
  /** A statistic of every draw; all statistics share the draws. */
  measure(statistic: (cells: CellCounts) => number): Float64Array;
  /** Whether the floor of a statistic is not below a value, told by as few draws as will do; false where that remains open. */
  isWithin(statistic: (cells: CellCounts) => number, value: number): boolean;
  test(isOpen: boolean): TableTest;
  isSurelyNoise(): boolean;
};

/** Nothing is dealt before it is asked for. */
export function prepareTables(pair: ColumnPair, seed: number, draws: number): DrawnTables {
  const cells = countCells(pair);
  const large = describeLargeTable(cells);
  const measuresOf = once(() => createMeasures(cells));
  const keep = once(() => keepTables(cells, measuresOf(), { seed, draws }));
  const testFinely = once(() => testTable(measuresOf().own, keep().compare(draws), keep().compareMore));
  return {
    pair,
    large,
    measure: (statistic) => keep().measure(statistic),
    isWithin: (statistic, value) => keep().isWithin(statistic, value),
    test(isOpen) {
      if (large !== null) return testLargeTable(cells);
      return isOpen ? testFinely() : testTable(measuresOf().own, keep().compare(draws), null);
    },
    isSurelyNoise() {
      const { own } = measuresOf();
      return (
        large === null && (isNoiseByLaw(cells, own) || isSurelyNoise(own, (count) => keep().compare(count), draws))
      );
    },
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

type KeptTables = Pick<DrawnTables, 'measure' | 'isWithin'> & {
  /** The measures of its first draws, at least so many. */
  compare(count: number): MeasuredDraws;
  /** Those of at most so many draws more, which are not kept, for as long as `use` asks for them. */
  compareMore(count: number, use: (pair: Measures) => boolean): void;
};

/** Each table is dealt once, whatever is asked of it and in which order. */
function keepTables(
  cells: CellCounts,
  { write }: TableMeasures,
  { seed, draws }: { seed: number; draws: number },
): KeptTables {
  const size = cells.reference.length;
  const { deal, expand } = createTableDraws(cells, seed);
  const counts = new Float64Array(draws * size);
  const first = makeRoom(draws);
  let [dealt, compared] = [0, 0];

  function dealTo(count: number): void {
    for (; dealt < count; dealt++) deal(counts, dealt * size);
  }

  const table = { reference: new Float64Array(size), current: new Float64Array(size) };
  const read = (draw: number): CellCounts => {
    expand(counts, draw * size, table);
    return table;
  };

  return {
    measure(statistic) {
      dealTo(draws);
      return Float64Array.from({ length: draws }, (_, i) => statistic(read(i)));
    },
    isWithin(statistic, value) {
      // So many draws are at the floor or above it.
      const enough = draws - Math.floor(FLOOR_LEVEL * (draws + 1) - 1);
      let reached = 0;
      for (let i = 0; i < draws && reached < enough; i++) {
        dealTo(i + 1);
        if (statistic(read(i)) >= value) reached += 1;
      }
      return reached >= enough;
    },
    compare(count) {
      dealTo(count);
      for (; compared < count; compared++) write(counts, compared * size, first, compared);
      return first;
    },
    compareMore(count, use) {
      dealTo(draws);
      const one = new Float64Array(size);
      const found = makeRoom(1);
      for (let i = 0; i < count; i++) {
        deal(one, 0);
        write(one, 0, found, 0);
        if (!use({ whole: found.whole[0]!, largest: found.largest[0]! })) return;
      }
    },
  };
}

function makeRoom(draws: number): MeasuredDraws {
  return { whole: new Float64Array(draws), largest: new Float64Array(draws) };
}

/** null of a table whose cells are not all expected to hold enough. */
function describeLargeTable({ reference, current }: CellCounts): LargeTable | null {
  const n = sum(reference);
  const m = sum(current);
  const share = Math.min(n, m) / (n + m);
  let used = 0;
  for (let i = 0; i < reference.length; i++) {
    const both = reference[i]! + current[i]!;
    if (both === 0) continue;
    if (both * share < ENOUGH_EXPECTED) return null;
    used += 1;
  }
  return used < 2 ? null : { n, m, degrees: used - 1 };
}

/** What chi-square passes once in 200 by chance, by degrees of freedom: most columns of a run ask the same. */
const LIMITS = new Map<number, number>();

function limitOf(degrees: number): number {
  const limit = LIMITS.get(degrees) ?? chiSquareIsf(1 - FLOOR_LEVEL, degrees);
  LIMITS.set(degrees, limit);
  return limit;
}

/** The noise of a large table, nothing drawn. */
export function followLaw({ n, m, degrees }: LargeTable, { power, factor }: TableLaw): Noise {
  const scale = factor(n, m);
  return {
    floor: (limitOf(degrees) / scale) ** (1 / power),
    pValue: (value) => chiSquareSf(value ** power * scale, degrees),
  };
}
