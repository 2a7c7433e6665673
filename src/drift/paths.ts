import { BRIDGE_POINTS, type Bridges } from './bridges.ts';

/** How often each bridge is turned for finer draws: from eight turns on the floor of 999 bridges gains little. */
export const TURNS = 8;

/** One independent part of the noise of a difference: drawn bridges, and how high they are in it. */
export type Part = { bridges: Bridges; scale: number };

/** Where the knots of a column lie on a bridge, and what a difference at each adds to the area between the curves. */
export type Places = { points: Int32Array; weights: Float64Array };

/**
 * Of each draw the largest difference of the curves and the area between them. Both in one pass over the bridges, which
 * are read where they stand: to read them costs more than the sums, and to copy them more than that.
 */
export type PathMeasures = { gaps: Float64Array; areas: Float64Array };

/** Measures a draw of one part for each place of `gaps` and `areas`. */
export function measurePaths({ gaps, areas }: PathMeasures, part: Part, { points, weights }: Places): void {
  const { bridges, scale } = part;
  for (let draw = 0; draw < gaps.length; draw++) {
    const from = draw * (BRIDGE_POINTS + 1);
    let gap = 0;
    let area = 0;
    for (let i = 0; i < points.length; i++) {
      const height = Math.abs(bridges[from + points[i]!]!);
      if (height > gap) gap = height;
      area += height * weights[i]!;
    }
    gaps[draw] = gap * scale;
    areas[draw] = area * scale;
  }
}

/**
 * The same of two parts: the draw of one less that of the other which comes `shift` later, both turned by so many of
 * TURNS. A bridge on a circle has no place where it must begin: turned by any part of the circle it is a bridge again, and
 * its area another.
 */
export function measureDifferences(
  { gaps, areas }: PathMeasures,
  [left, right]: readonly [Part, Part],
  { points, weights }: Places,
  { turn, shift }: { turn: number; shift: number },
): void {
  const start = (turn * BRIDGE_POINTS) / TURNS;
  const turned = points.map((point) => (point + start) % BRIDGE_POINTS);
  const { bridges: ofLeft, scale: scaleLeft } = left;
  const { bridges: ofRight, scale: scaleRight } = right;
  for (let draw = 0; draw < gaps.length; draw++) {
    const fromLeft = draw * (BRIDGE_POINTS + 1);
    const fromRight = ((draw + shift) % gaps.length) * (BRIDGE_POINTS + 1);
    const ground = ofLeft[fromLeft + start]! * scaleLeft - ofRight[fromRight + start]! * scaleRight;
    let gap = 0;
    let area = 0;
    for (let i = 0; i < turned.length; i++) {
      const at = turned[i]!;
      const height = Math.abs(ofLeft[fromLeft + at]! * scaleLeft - ofRight[fromRight + at]! * scaleRight - ground);
      if (height > gap) gap = height;
      area += height * weights[i]!;
    }
    gaps[draw] = gap;
    areas[draw] = area;
  }
}
