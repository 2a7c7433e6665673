import { PLOT_WIDTH } from './theme.ts';
import type { NumericChart } from './types.ts';

export const CURVE_HEIGHT = 112;

/** A few wide bars look like a mistake: with fewer bins the plot gets narrower. */
const WIDEST_BIN = 56;

type Bin = NumericChart['bins'][number];

/** Where the bins stand, in px of the plot. */
export type NumericFrame = {
  bins: NumericChart['bins'];
  px: (value: number) => number;
  left: number;
  right: number;
  top: number;
  base: number;
};

/** Places the bins; a plot with a mark has a row for its numbers above the curves. */
export function makeFrame(chart: NumericChart): NumericFrame {
  const bins = chart.bins.length > 0 ? chart.bins : [{ from: 0, to: 1, reference: 0, current: 0 }];
  const [from, to] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  const width = Math.min(PLOT_WIDTH, bins.length * WIDEST_BIN);
  const left = (PLOT_WIDTH - width) / 2;
  const span = to > from ? to - from : 1;
  const px = (value: number): number => left + Math.min(1, Math.max(0, (value - from) / span)) * width;
  const top = chart.mark === null ? 26 : 44;
  return { bins, px, left, right: left + width, top, base: top + CURVE_HEIGHT };
}

/** The value that a narrow bin stands for. */
export const middleOf = (bin: Bin): number => Number(((bin.from + bin.to) / 2).toPrecision(12));

/** Whether the bins are so few, around short values, that each stands for a value and is labelled with it. */
export function hasBinLabels(bins: readonly Bin[]): boolean {
  return bins.length <= 12 && bins.every((bin) => String(middleOf(bin)).length <= Math.min(8, String(bin.to).length));
}

/** Whether there are rows on both sides, so that they can be compared. */
export function hasBothSides(bins: readonly Bin[]): boolean {
  return bins.some((bin) => bin.reference > 0) && bins.some((bin) => bin.current > 0);
}
