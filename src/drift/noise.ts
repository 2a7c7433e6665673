import { chiSquareIsf, chiSquareSf } from '../stats/distributions.ts';
import { createBridges } from './bridges.ts';
import { type CellCounts, countCells, sum } from './cells.ts';
import type { NumericPair } from './curve.ts';
import { type CurveDraws, type CurveStatistic, createCurveDraws } from './curve-draws.ts';
import { FLOOR_LEVEL, type Noise, summariseNoise } from './floor.ts';
import { isSurelyNoise, type TableTest, testLargeTable, testTable } from './table-test.ts';
import { createTableDraws, keepTables } from './tables.ts';
import type { ColumnPair } from './types.ts';

/** From this many expected values in every cell on, tables follow the chi-square law as closely as a thousand draws do. */
const ENOUGH_EXPECTED = 100;

/**
 * How a distance of two tables of n and m values grows with Pearson's chi-square where both are large and nothing has
 * changed: value ** power * factor(n, m) is the chi-square.
 */
export type TableLaw = { power: 1 | 2; factor(n: number, m: number): number };

/**
 * One mechanism for every method, from counts alone: pool both profiles of a column, deal many pairs of the same sizes
 * out of the pool, and apply the method to each. Draws are shared by the methods of a column, and the bridges by all columns.
 * Where every cell is expected to hold enough values and the method's law is known, nothing is drawn.
 */
export type NoiseSource = {
  ofCells(pair: ColumnPair, statistic: (cells: CellCounts) => number, law?: TableLaw): Noise;
  ofCurve(pair: NumericPair, statistic: CurveStatistic): Noise;
  /**
   * Whether the cells of the two sides differ by more than chance, whatever the method.
   * @param isOpen whether a verdict hangs on it: then its p-value is drawn finer where it is near.
   */
  testCells(pair: ColumnPair, isOpen?: boolean): TableTest;
  /** Whether testCells finds nothing for certain; far cheaper where that is so. */
  isSurelyNoise(pair: ColumnPair): boolean;
};

/** Draws are decided by the seed and the counts alone: the same two profiles are always judged alike. */
export function createNoiseSource(seed: number, draws: number): NoiseSource {
  const bridgesOf = createBridges(seed, draws);
  let last: DrawnTables | null = null;
  const tablesOf = (pair: ColumnPair): DrawnTables => {
    if (last?.pair !== pair) last = prepareTables(pair, seed, draws);
    return last;
  };
  let curves: { pair: ColumnPair; drawn: CurveDraws } | null = null;
  let room = new Float64Array(0);
  const memory = (length: number): Float64Array => {
    if (room.length < length) room = new Float64Array(length);
    return room.subarray(0, length);
  };
  return {
    ofCells(pair, statistic, law) {
      const tables = tablesOf(pair);
      if (tables.large !== null && law !== undefined) return followLaw(tables.large, law);
      return summariseNoise(Float64Array.from(tables.keep(), statistic));
    },
    testCells: (pair, isOpen = true) => tablesOf(pair).test(isOpen),
    isSurelyNoise: (pair) => tablesOf(pair).isSurelyNoise(),
    ofCurve(pair, statistic) {
      if (curves?.pair !== pair) curves = { pair, drawn: createCurveDraws(pair, bridgesOf, memory, { seed, draws }) };
      const { apply, applyFiner } = curves.drawn;
      return { ...summariseNoise(apply(statistic)), finer: () => summariseNoise(applyFiner(statistic)) };
    },
  };
}

type DrawnTables = {
  pair: ColumnPair;
  large: LargeTable | null;
  /** The draws that all methods share. */
  keep(): readonly CellCounts[];
  test(isOpen: boolean): TableTest;
  isSurelyNoise(): boolean;
};

/** Everything is drawn once, and when it is first asked for. */
function prepareTables(pair: ColumnPair, seed: number, draws: number): DrawnTables {
  const cells = countCells(pair);
  const size = cells.reference.length;
  const large = describeLargeTable(cells);
  let kept: CellCounts[] | null = null;
  let test: TableTest | null = null;
  const drawInto = createTableDraws(cells, seed);
  const keep = (): CellCounts[] => {
    kept ??= keepTables(drawInto, size, draws);
    return kept;
  };
  const more = (count: number, use: (table: CellCounts) => void): void => {
    const table = { reference: new Float64Array(size), current: new Float64Array(size) };
    for (let i = 0; i < count; i++) {
      drawInto(table);
      use(table);
    }
  };
  return {
    pair,
    large,
    keep,
    test(isOpen) {
      if (large !== null) return testLargeTable(cells);
      if (!isOpen) return testTable(cells, { kept: keep(), more: null });
      test ??= testTable(cells, { kept: keep(), more });
      return test;
    },
    isSurelyNoise: () => large === null && isSurelyNoise(cells, createTableDraws(cells, seed), draws),
  };
}

type LargeTable = { n: number; m: number; degrees: number };

/** The sizes and degrees of freedom of a table whose expected counts are all large; null of any other. */
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

function followLaw({ n, m, degrees }: LargeTable, { power, factor }: TableLaw): Noise {
  const scale = factor(n, m);
  return {
    floor: (chiSquareIsf(1 - FLOOR_LEVEL, degrees) / scale) ** (1 / power),
    pValue: (value) => chiSquareSf(value ** power * scale, degrees),
  };
}
