import { isNearlyNormal } from '../stats/binomials.ts';
import { createRandom, deriveSeed } from '../stats/random.ts';
import { BRIDGE_POINTS, type Bridges, isGaussian } from './bridges.ts';
import { countValues } from './cells.ts';
import { drawCurve, type NumericPair, weighKnots } from './curve.ts';
import { type Lumps, type Tail, tailAbove, tailBelow } from './lumps.ts';
import { measureDifferences, measurePaths, type Part, type PathMeasures, type Places, TURNS } from './paths.ts';
import { type DrawnSide, drawLumps } from './tail-draws.ts';

/** Cumulative shares nearer to 0 or 1 than this are drawn as lumps and not from bridges. */
const TAIL_SHARE = 1 / 256;

/** Between so many knots, the cells next to the bulk are narrow. */
const MANY_KNOTS = 64;

/** What chance alone does to the two curves of a column; drawn once, whatever methods ask. */
export type CurveDraws = {
  /** Of every draw. */
  draw(): PathMeasures;
  /** Of eight times as many, out of the same bridges: turning costs little, drawing much. */
  drawFiner(): PathMeasures;
};

/** What the columns of a run share. */
export type SharedDraws = {
  seed: number;
  draws: number;
  bridgesOf(side: string, size: number): Bridges;
  /** So many standard normals without their sign, the same ones under the same name. */
  normalsOf(name: string, count: number): Float64Array;
};

/** What all draws of a column share: where its knots lie on the bridges, and what lies beyond them. */
type Plan = { n: number; m: number; knots: number; places: Places; tails: [Tail, Tail] };

/** The draws of a column, by its counts alone. */
export function createCurveDraws(pair: NumericPair, shared: SharedDraws): CurveDraws {
  const plan = planCurves(pair);
  let first: PathMeasures | null = null;
  let finer: PathMeasures | null = null;
  return {
    draw() {
      first ??= drawOnce(plan, shared);
      return first;
    },
    drawFiner() {
      finer ??= drawTurned(plan, shared);
      return finer;
    },
  };
}

function drawOnce(plan: Plan, shared: SharedDraws): PathMeasures {
  const { draws } = shared;
  const [part, other] = splitNoise(plan, shared);
  const measures = { gaps: new Float64Array(draws), areas: new Float64Array(draws) };
  if (other === undefined) measurePaths(measures, part, plan.places);
  else measureDifferences(measures, [part, other], plan.places, { turn: 0, shift: 0 });
  addTails(measures.areas, plan, shared, { name: 'tails', parts: [part, other ?? part] });
  return measures;
}

function drawTurned(plan: Plan, shared: SharedDraws): PathMeasures {
  const { draws } = shared;
  const [part, other] = splitNoise(plan, shared);
  const measures = { gaps: new Float64Array(TURNS * draws), areas: new Float64Array(TURNS * draws) };
  // What one bridge does alone, two do with half of its variance each.
  const half = { ...part, scale: part.scale * Math.SQRT1_2 };
  const parts: [Part, Part] = other === undefined ? [half, half] : [part, other];
  for (let turn = 0; turn < TURNS; turn++) {
    const range = [turn * draws, (turn + 1) * draws] as const;
    const into = { gaps: measures.gaps.subarray(...range), areas: measures.areas.subarray(...range) };
    // Another partner for each turn: a pair that stays together is turned into one much like it.
    measureDifferences(into, parts, plan.places, { turn, shift: other === undefined ? turn + 1 : turn });
  }
  addTails(measures.areas, plan, shared, { name: 'finer tails', parts });
  return measures;
}

/** The noise of both sides; of two large ones a single bridge, as high as both together: their difference is one again. */
function splitNoise({ n, m }: Plan, { bridgesOf }: SharedDraws): [Part, Part?] {
  const bridges = bridgesOf('reference', n);
  if (isGaussian(n) && isGaussian(m)) return [{ bridges, scale: Math.sqrt(1 / n + 1 / m) }];
  return [
    { bridges, scale: 1 / Math.sqrt(n) },
    { bridges: bridgesOf('current', m), scale: 1 / Math.sqrt(m) },
  ];
}

function planCurves(pair: NumericPair): Plan {
  const [n, m] = [countValues(pair.reference), countValues(pair.current)];
  const { reference, current } = drawCurve(pair);
  const pooled = reference.map((share, i) => (share * n + current[i]! * m) / (n + m));
  const { first, end } = findBulk(pooled);
  const points = new Int32Array(end - first);
  for (let i = 0; i < points.length; i++) points[i] = Math.round(pooled[first + i]! * BRIDGE_POINTS);
  const places = { points, weights: weighBulk(pair.grid, first, end) };
  return { n, m, knots: pooled.length, places, tails: describeTails(pair, first, end) };
}

/**
 * What lies beyond the outermost knots of the bulk is in the tails, and no part of their weight. Between so many knots
 * that it hardly matters it stays there, which makes up for what lumps do not say of a heavy tail.
 */
function weighBulk(grid: NumericPair['grid'], first: number, end: number): Float64Array {
  const { edges, isDiscrete } = grid;
  const weights = weighKnots(grid).slice(first, end);
  if (isDiscrete || end === first || edges.length >= MANY_KNOTS) return weights;
  weights[0]! -= first === 0 ? 0 : (edges[first]! - edges[first - 1]!) / 2;
  weights[end - first - 1]! -= end === edges.length ? 0 : (edges[end]! - edges[end - 1]!) / 2;
  return weights;
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
function describeTails(pair: NumericPair, first: number, end: number): [Tail, Tail] {
  const lastKnot = pair.grid.edges.length - 1;
  const upper = pair.grid.isDiscrete ? Math.min(end, lastKnot) : Math.max(end - 1, 0);
  return [tailBelow(pair, Math.min(first, upper)), tailAbove(pair, upper)];
}

/** What the bulk was drawn from: turn for turn as measureDifferences takes it. */
type DrawnBulk = { name: string; parts: readonly [Part, Part] };

/** Adds to the area of each draw what its tails add to the distance. */
function addTails(areas: Float64Array, plan: Plan, shared: SharedDraws, { name, parts: bulk }: DrawnBulk): void {
  const { n, m, knots, places, tails } = plan;
  const { seed, draws, normalsOf } = shared;
  const random = createRandom(deriveSeed(seed, n, m, knots, name));
  const ends = [places.points[0] ?? 0, places.points.at(-1) ?? BRIDGE_POINTS];
  const sides: DrawnSide[] = [
    { size: n, bridges: bulk[0].bridges, shift: 0 },
    { size: m, bridges: bulk[1].bridges, shift: 1 },
  ];
  for (const [side, { whole, parts }] of tails.entries()) {
    const { size, share } = whole;
    if (size === 0) continue;
    if (isNearlyNormal(n, share) && isNearlyNormal(m, share)) {
      const scale = size * Math.sqrt(share * (1 - share) * (1 / n + 1 / m));
      const normals = normalsOf(`${name} ${side}`, areas.length);
      for (let i = 0; i < areas.length; i++) areas[i]! += scale * normals[i]!;
    } else {
      const end = { point: ends[side]!, isAbove: side === 1 };
      const [left, right] = sides.map((one) => drawLumps(random, parts, one, end, { total: areas.length, draws }));
      addLumps(areas, parts, left!, right!);
    }
  }
}

/**
 * Adds what lumps that one side has more than the other put between the curves.
 * @param parts the smallest first: up to its distance all of them lie between the curves, from there on the larger ones.
 */
function addLumps(
  areas: Float64Array,
  parts: readonly Lumps[],
  left: readonly Float64Array[],
  right: readonly Float64Array[],
): void {
  const beyond = new Float64Array(areas.length);
  for (let k = parts.length - 1; k >= 0; k--) {
    const width = parts[k]!.size - (parts[k - 1]?.size ?? 0);
    const [ours, theirs] = [left[k]!, right[k]!];
    for (let i = 0; i < areas.length; i++) {
      beyond[i]! += ours[i]! - theirs[i]!;
      areas[i]! += width * Math.abs(beyond[i]!);
    }
  }
}
