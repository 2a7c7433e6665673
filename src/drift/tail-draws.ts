import { drawBinomials } from '../stats/binomials.ts';
import type { Random } from '../stats/random.ts';
import { BRIDGE_POINTS, type Bridges, countDrawn } from './bridges.ts';
import type { Lumps } from './lumps.ts';
import { TURNS } from './paths.ts';

/** An end of the bulk, by its point on the bridges, and whether its tail lies above it. */
export type BulkEnd = { point: number; isAbove: boolean };

/** So many values, and what draws them in the bulk; `shift` as in measureDifferences, in draws a turn. */
export type DrawnSide = { size: number; bridges: Bridges; shift: 0 | 1 };

/**
 * Of each draw the share of a side's values that are lumps of each kind, less the expected one. Where bridges are walks
 * of single values they say how many lie in the tail, and these are dealt out: whoever has the largest value of all has
 * one more at every knot below it too, and a tail drawn apart from the bulk would make such a day look half as likely.
 * @param total draws: so many turns of those that `draws` bridges give.
 */
export function drawLumps(
  random: Random,
  parts: readonly Lumps[],
  side: DrawnSide,
  end: BulkEnd,
  { total, draws }: { total: number; draws: number },
): Float64Array[] {
  const drawn = countDrawn(side.size);
  const mass = end.isAbove ? 1 - end.point / BRIDGE_POINTS : end.point / BRIDGE_POINTS;
  if (drawn === null || mass <= 0) {
    return parts.map(({ share }) =>
      drawBinomials(random, side.size, share, total).map((count) => count / side.size - share),
    );
  }
  const counts = parts.map(() => new Float64Array(total));
  for (let i = 0; i < total; i++) {
    for (let left = countBeyond(side, drawn, end, { at: i, draws }); left > 0; left--) {
      const lump = pickLump(parts, random.uniform() * mass);
      if (lump < parts.length) counts[lump]![i]! += 1;
    }
  }
  const scale = Math.sqrt(drawn / side.size);
  return parts.map(({ share }, k) => counts[k]!.map((count) => (count / drawn - share) * scale));
}

/** Which lump a value of the tail is; the number of lumps where it is none. */
function pickLump(parts: readonly Lumps[], at: number): number {
  let lump = 0;
  for (let left = at; lump < parts.length && left >= parts[lump]!.share; lump++) left -= parts[lump]!.share;
  return lump;
}

/** How many of the values that a bridge was drawn from lie beyond an end of the bulk. */
function countBeyond(
  { bridges, shift }: DrawnSide,
  drawn: number,
  { point, isAbove }: BulkEnd,
  { at, draws }: { at: number; draws: number },
): number {
  const turn = Math.floor(at / draws);
  const from = ((at + shift * turn) % draws) * (BRIDGE_POINTS + 1);
  const start = (turn * BRIDGE_POINTS) / TURNS;
  const height = bridges[from + ((point + start) % BRIDGE_POINTS)]! - bridges[from + start]!;
  const below = Math.round((drawn * point) / BRIDGE_POINTS + Math.sqrt(drawn) * height);
  return isAbove ? drawn - below : below;
}
