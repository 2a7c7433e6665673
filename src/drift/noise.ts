import { createRandom, deriveSeed } from '../stats/random.ts';
import { createBridges } from './bridges.ts';
import type { CellCounts } from './cells.ts';
import type { NumericPair } from './curve.ts';
import { type CurveDraws, createCurveDraws } from './curve-draws.ts';
import { type DrawnTables, followLaw, prepareTables, type TableLaw } from './drawn-tables.ts';
import { type Noise, summariseNoise } from './floor.ts';
import type { PathMeasures } from './paths.ts';
import type { TableTest } from './table-test.ts';
import type { ColumnPair } from './types.ts';

/**
 * One mechanism for every method, from counts alone: pool both profiles of a column, deal many pairs of the same sizes
 * out of the pool, and apply the method to each. Draws are shared by the methods of a column, and the bridges by all columns.
 * Where every cell is expected to hold enough values and the method's law is known, nothing is drawn.
 */
export type NoiseSource = {
  ofCells(pair: ColumnPair, statistic: (cells: CellCounts) => number, law?: TableLaw): Noise;
  /** @param statistic of each draw; what it is given stays as it is. */
  ofCurve(pair: NumericPair, statistic: (measures: PathMeasures) => Float64Array): Noise;
  /**
   * Whether the cells of the two sides differ by more than chance, whatever the method.
   * @param isOpen whether a verdict hangs on it: then its p-value is drawn finer where it is near.
   */
  testCells(pair: ColumnPair, isOpen?: boolean): TableTest;
  /** Whether testCells finds nothing for certain; far cheaper where that is so. */
  isSurelyNoise(pair: ColumnPair): boolean;
  /** The source for whoever asks only whether a value is above its floor: no more is drawn than tells that it is not, and the floor is infinite then. */
  forValue(value: number): NoiseSource;
};

/** Draws are decided by the seed and the counts alone: the same two profiles are always judged alike. */
export function createNoiseSource(seed: number, draws: number): NoiseSource {
  const shared = { seed, draws, bridgesOf: createBridges(seed, draws), normalsOf: createNormals(seed) };
  let last: DrawnTables | null = null;
  const tablesOf = (pair: ColumnPair): DrawnTables => {
    if (last?.pair !== pair) last = prepareTables(pair, seed, draws);
    return last;
  };
  let curves: { pair: ColumnPair; drawn: CurveDraws } | null = null;
  const source: NoiseSource = {
    ofCells(pair, statistic, law) {
      const tables = tablesOf(pair);
      if (tables.large !== null && law !== undefined) return followLaw(tables.large, law);
      return summariseNoise(tables.measure(statistic));
    },
    testCells: (pair, isOpen = true) => tablesOf(pair).test(isOpen),
    isSurelyNoise: (pair) => tablesOf(pair).isSurelyNoise(),
    ofCurve(pair, statistic) {
      if (curves?.pair !== pair) curves = { pair, drawn: createCurveDraws(pair, shared) };
      const { draw, drawFiner } = curves.drawn;
      return { ...summariseNoise(statistic(draw())), finer: () => summariseNoise(statistic(drawFiner())) };
    },
    forValue: (value) => ({
      ...source,
      ofCells(pair, statistic, law) {
        const tables = tablesOf(pair);
        const isDrawn = tables.large === null || law === undefined;
        return isDrawn && tables.isWithin(statistic, value) ? ALL_NOISE : source.ofCells(pair, statistic, law);
      },
    }),
  };
  return source;
}

/** A source of standard normals without their sign that draws those of each name once. */
function createNormals(seed: number): (name: string, count: number) => Float64Array {
  const drawn = new Map<string, Float64Array>();
  return (name, count) => {
    let normals = drawn.get(name);
    if (normals?.length === count) return normals;
    const random = createRandom(deriveSeed(seed, name));
    normals = new Float64Array(count);
    for (let i = 0; i < count; i++) normals[i] = Math.abs(random.normal());
    drawn.set(name, normals);
    return normals;
  };
}

const ALL_NOISE: Noise = { floor: Number.POSITIVE_INFINITY, pValue: () => 1 };
