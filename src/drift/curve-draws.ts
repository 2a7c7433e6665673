import { drawBinomial } from '../stats/draws.ts';
import { createRandom, deriveSeed, type Random } from '../stats/random.ts';
import { BRIDGE_POINTS, type Bridges } from './bridges.ts';
import { countValues } from './cells.ts';
import { drawCurve, type NumericPair } from './curve.ts';
import { type Lumps, lumpAbove, lumpBelow } from './lumps.ts';

/** Cumulative shares nearer to 0 or 1 than this are drawn as lumps and not from bridges. */
const TAIL_SHARE = 1 / 256;
/** How often each bridge is turned for finer draws: from eight turns on the floor of 999 bridges gains little. */
const TURNS = 8;

/** The difference of the curves at each knot of a draw, and the distance that its tails add. */
export type CurveStatistic = (differences: Float64Array, tails: number) => number;

export type CurveDraws = {
  /** The statistic of every draw; the draws are kept for the next method. */
  apply(statistic: CurveStatistic): Float64Array;
  /**
   * Of eight times as many draws, out of the same bridges. A bridge on a circle has no place where it must begin: turned
   * by any part of the circle it is a bridge again, and its area another. Turning costs nothing, drawing much.
   */
  applyFiner(statistic: CurveStatistic): Float64Array;
};

type Settings = { seed: number; draws: number };
type SizedBridges = { bridges: Bridges; size: number };
/** What all draws of a column share: where its knots lie on the bridges, and what lies beyond them. */
type Plan = { knots: number; first: number; points: Int32Array; lumps: [Lumps, Lumps] };
type Sides = { reference: SizedBridges; current: SizedBridges };

/** @param memory gives room for so many numbers, which the next column may use again. */
export function createCurveDraws(
  pair: NumericPair,
  bridgesOf: (side: string, size: number) => Bridges,
  memory: (length: number) => Float64Array,
  { seed, draws }: Settings,
): CurveDraws {
  const [n, m] = [countValues(pair.reference), countValues(pair.current)];
  const plan = planCurves(pair, n, m);
  const { knots } = plan;
  const sides = {
    reference: { bridges: bridgesOf('reference', n), size: n },
    current: { bridges: bridgesOf('current', m), size: m },
  };
  const random = createRandom(deriveSeed(seed, n, m, knots));
  const tails = Float64Array.from({ length: draws }, () => drawTails(random, plan, n, m));
  const kept = memory(draws * knots).fill(0);
  const partOf = (draw: number): Float64Array => kept.subarray(draw * knots, (draw + 1) * knots);
  const unturned = turnPoints(plan.points, 0);
  for (let draw = 0; draw < draws; draw++) subtractBridges(partOf(draw), plan.first, sides, unturned, [draw, draw]);
  return {
    apply: (statistic) => tails.map((tail, draw) => statistic(partOf(draw), tail)),
    applyFiner(statistic) {
      const fresh = createRandom(deriveSeed(seed, n, m, knots, 'finer'));
      const differences = new Float64Array(knots);
      const values = new Float64Array(TURNS * draws);
      for (let turn = 0; turn < TURNS; turn++) {
        const turned = turnPoints(plan.points, (turn * BRIDGE_POINTS) / TURNS);
        for (let draw = 0; draw < draws; draw++) {
          // Another partner for each turn: a pair that stays together is turned into one much like it.
          subtractBridges(differences, plan.first, sides, turned, [draw, (draw + turn) % draws]);
          values[turn * draws + draw] = statistic(differences, drawTails(fresh, plan, n, m));
        }
      }
      return values;
    },
  };
}

function planCurves(pair: NumericPair, n: number, m: number): Plan {
  const curve = drawCurve(pair);
  const pooled = curve.reference.map((share, i) => (share * n + curve.current[i]! * m) / (n + m));
  const { first, end } = findBulk(pooled);
  const points = Int32Array.from(pooled.subarray(first, end), (share) => Math.round(share * BRIDGE_POINTS));
  return { knots: pooled.length, first, points, lumps: tailLumps(pair, first, end) };
}

/** Where a bridge is read for each knot of the bulk, and the place that becomes its beginning. */
type Turned = { points: Int32Array; start: number };

function turnPoints(points: Int32Array, start: number): Turned {
  const turned = points.map((point) => (point + start > BRIDGE_POINTS ? point + start - BRIDGE_POINTS : point + start));
  return { points: turned, start };
}

/** Writes the reference's sampling noise less the current one's, from the first knot of the bulk on. */
function subtractBridges(
  differences: Float64Array,
  first: number,
  { reference, current }: Sides,
  { points, start }: Turned,
  [left, right]: readonly [number, number],
): void {
  const fromLeft = left * (BRIDGE_POINTS + 1);
  const fromRight = right * (BRIDGE_POINTS + 1);
  const [ofReference, ofCurrent] = [reference.bridges, current.bridges];
  const [scaleN, scaleM] = [1 / Math.sqrt(reference.size), 1 / Math.sqrt(current.size)];
  const height = ofReference[fromLeft + start]! * scaleN - ofCurrent[fromRight + start]! * scaleM;
  const length = points.length;
  for (let i = 0; i < length; i++) {
    const at = points[i]!;
    differences[first + i] = ofReference[fromLeft + at]! * scaleN - ofCurrent[fromRight + at]! * scaleM - height;
  }
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

function drawTails(random: Random, { lumps }: Plan, n: number, m: number): number {
  return drawTail(random, lumps[0], n, m) + drawTail(random, lumps[1], n, m);
}

function drawTail(random: Random, { size, share }: Lumps, n: number, m: number): number {
  if (size === 0) return 0;
  return size * Math.abs(drawBinomial(random, n, share) / n - drawBinomial(random, m, share) / m);
}
