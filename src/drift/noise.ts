import { chiSquareIsf, chiSquareSf } from '../stats/distributions.ts';
import { drawBinomial } from '../stats/draws.ts';
import { createRandom, deriveSeed, type Random } from '../stats/random.ts';
import { BRIDGE_POINTS, type Bridges, createBridges } from './bridges.ts';
import { type CellCounts, countCells, countValues, sum } from './cells.ts';
import { drawCurve, type NumericPair } from './curve.ts';
import { FLOOR_LEVEL, type Noise, summariseNoise } from './floor.ts';
import { type Lumps, lumpAbove, lumpBelow } from './lumps.ts';
import { type TableTest, testLargeTable, testTable } from './table-test.ts';
import { createTableDraws, keepTables } from './tables.ts';
import type { ColumnPair } from './types.ts';

/** Cumulative shares nearer to 0 or 1 than this are drawn as lumps and not from bridges. */
const TAIL_SHARE = 1 / 256;
/** From this many expected values in every cell on, tables follow the chi-square law as closely as a thousand draws do. */
const ENOUGH_EXPECTED = 100;

/**
 * How a distance of two tables of n and m values grows with Pearson's chi-square where both are large and nothing has
 * changed: value ** power * factor(n, m) is the chi-square.
 */
export type TableLaw = { power: 1 | 2; factor(n: number, m: number): number };

/** The difference of the curves at each knot of a draw, and the distance that its tails add. */
type CurveStatistic = (differences: Float64Array, tails: number) => number;

/**
 * One mechanism for every method, from counts alone: pool both profiles of a column, deal many pairs of the same sizes
 * out of the pool, and apply the method to each. Draws are shared by the methods of a column, and the bridges by all columns.
 * Where every cell is expected to hold enough values and the method's law is known, nothing is drawn.
 */
export type NoiseSource = {
  ofCells(pair: ColumnPair, statistic: (cells: CellCounts) => number, law?: TableLaw): Noise;
  ofCurve(pair: NumericPair, statistic: CurveStatistic): Noise;
  /** Whether the cells of the two sides differ by more than chance, whatever the method. */
  testCells(pair: ColumnPair): TableTest;
};

/** Draws are decided by the seed and the counts alone: the same two profiles are always judged alike. */
export function createNoiseSource(seed: number, draws: number): NoiseSource {
  const bridgesOf = createBridges(seed, draws);
  let last: DrawnTables | null = null;
  const tablesOf = (pair: ColumnPair): DrawnTables => {
    if (last?.pair !== pair) last = prepareTables(pair, seed, draws);
    return last;
  };
  let curves: { pair: ColumnPair; drawn: DrawnCurves } | null = null;
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
    testCells: (pair) => tablesOf(pair).test(),
    ofCurve(pair, statistic) {
      if (curves?.pair !== pair) curves = { pair, drawn: drawCurves(pair, bridgesOf, memory, { seed, draws }) };
      return summariseNoise(applyToCurves(curves.drawn, statistic));
    },
  };
}

type DrawnTables = {
  pair: ColumnPair;
  large: LargeTable | null;
  /** The draws that all methods share. */
  keep(): readonly CellCounts[];
  test(): TableTest;
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
    test() {
      test ??= large === null ? testTable(cells, { kept: keep(), more }) : testLargeTable(cells);
      return test;
    },
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

/** Of each draw the differences at all knots, one draw after another, and the distance that its tails add. */
type DrawnCurves = { knots: number; differences: Float64Array; tails: Float64Array };
type SizedBridges = { bridges: Bridges; size: number };

/** @param memory gives room for so many numbers, which the next column may use again. */
function drawCurves(
  pair: NumericPair,
  bridgesOf: (side: string, size: number) => Bridges,
  memory: (length: number) => Float64Array,
  { seed, draws }: { seed: number; draws: number },
): DrawnCurves {
  const n = countValues(pair.reference);
  const m = countValues(pair.current);
  const curve = drawCurve(pair);
  const pooled = curve.reference.map((share, i) => (share * n + curve.current[i]! * m) / (n + m));
  const { first, end } = findBulk(pooled);
  const points = Int32Array.from(pooled.subarray(first, end), (share) => Math.round(share * BRIDGE_POINTS));
  const lumps = tailLumps(pair, first, end);
  const random = createRandom(deriveSeed(seed, n, m, pooled.length));
  const tails = Float64Array.from(
    { length: draws },
    () => drawTail(random, lumps[0], n, m) + drawTail(random, lumps[1], n, m),
  );
  const drawn = { knots: pooled.length, differences: memory(draws * pooled.length).fill(0), tails };
  const reference = { bridges: bridgesOf('reference', n), size: n };
  subtractBridges(drawn, { first, points }, reference, { bridges: bridgesOf('current', m), size: m });
  return drawn;
}

/** Writes the reference's sampling noise less the current one's at the points of every draw, from the knot `first` on. */
function subtractBridges(
  { knots, differences, tails }: DrawnCurves,
  { first, points }: { first: number; points: Int32Array },
  reference: SizedBridges,
  current: SizedBridges,
): void {
  const [left, right] = [reference.bridges, current.bridges];
  const [scaleN, scaleM] = [1 / Math.sqrt(reference.size), 1 / Math.sqrt(current.size)];
  const length = points.length;
  for (let draw = 0; draw < tails.length; draw++) {
    const from = draw * (BRIDGE_POINTS + 1);
    const to = draw * knots + first;
    for (let i = 0; i < length; i++) {
      const at = from + points[i]!;
      differences[to + i] = left[at]! * scaleN - right[at]! * scaleM;
    }
  }
}

function applyToCurves({ knots, differences, tails }: DrawnCurves, statistic: CurveStatistic): Float64Array {
  return tails.map((tail, draw) => statistic(differences.subarray(draw * knots, (draw + 1) * knots), tail));
}

/** The knots whose pooled share is no tail: [first, end). */
function findBulk(pooled: Float64Array): { first: number; end: number } {
  let first = 0;
  while (first < pooled.length - 1 && pooled[first]! < TAIL_SHARE) first += 1;
  let end = pooled.length;
  while (end > first && pooled[end - 1]! > 1 - TAIL_SHARE) end -= 1;
  return { first, end };
}

/** Where the knots of the bulk end: at the last one, or (discrete) at the value up to which its step reaches. */
function tailLumps(pair: NumericPair, first: number, end: number): [Lumps, Lumps] {
  const lastKnot = pair.grid.edges.length - 1;
  const upper = pair.grid.isDiscrete ? Math.min(end, lastKnot) : Math.max(end - 1, 0);
  return [lumpBelow(pair, Math.min(first, upper)), lumpAbove(pair, upper)];
}

function drawTail(random: Random, { size, share }: Lumps, n: number, m: number): number {
  if (size === 0) return 0;
  return size * Math.abs(drawBinomial(random, n, share) / n - drawBinomial(random, m, share) / m);
}
