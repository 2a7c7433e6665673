import type { MeasurementState } from '../checks/types.ts';

/** Card width in CSS px, and the margin inside it. */
export const CARD_WIDTH = 400;
export const MARGIN = 16;
export const PLOT_WIDTH = CARD_WIDTH - 2 * MARGIN;

/** Sizes in CSS px. Nothing is below 12: on a phone the card is shown at 83 %. */
export const SIZE = { title: 17, titleLine: 22, subtitle: 12.5, subtitleLine: 17, label: 12 } as const;

/** Two weights, because two font files are bundled. */
export const WEIGHT = { regular: 400, semibold: 600 } as const;

/** Grey is what was, blue what is, vermilion what broke its limit; told apart in deuteranopia, readable on the card. */
export const COLOR = {
  card: '#FBFBF9',
  border: '#DEDDD8',
  ink: '#1B1F24',
  muted: '#5B626B',
  axis: '#A9ADB3',
  grid: '#E4E3DE',
  gap: '#F0EFEB',
  reference: '#8A919B',
  referenceFill: '#D6D9DD',
  current: '#1F5FBF',
  currentFill: '#BCD2F2',
  breach: '#C2410C',
  breachBand: '#FBE3D6',
  ok: '#2F7F6F',
  against: '#A16207',
} as const;

/** How a state looks: always a shape and a colour, beside a word. `text` differs where `color` is too pale to read. */
export type StateLook = { shape: string; color: string; text: string; isFilled: boolean; word: string };

export const STATE_LOOK: Record<MeasurementState, StateLook> = {
  breach: { shape: 'triangle-up', color: COLOR.breach, text: COLOR.breach, isFilled: true, word: 'breach' },
  ok: { shape: 'circle', color: COLOR.ok, text: COLOR.ok, isFilled: true, word: 'ok' },
  unknown: { shape: 'diamond', color: COLOR.reference, text: COLOR.muted, isFilled: false, word: 'too little data' },
};

/** Paths for vega's point marks: a category that vanished, and one that is new. */
export const CROSS = 'M-1,-1L1,1M1,-1L-1,1';
export const PLUS = 'M-1.3,0L1.3,0M0,-1.3L0,1.3';

/**
 * vega-lite configuration of every chart. `aria` is off because aria labels hold dates in the local time zone, which
 * would make the same chart a different file on another machine.
 */
export const VEGA_CONFIG = {
  background: null,
  aria: false,
  font: 'Inter',
  view: { stroke: null, clip: false },
  text: { font: 'Inter', fontSize: SIZE.label, fill: COLOR.ink, align: 'left', baseline: 'middle' },
  line: { strokeWidth: 2, strokeCap: 'round', strokeJoin: 'round' },
  rule: { stroke: COLOR.axis, strokeWidth: 1 },
  point: { filled: true, size: 60, opacity: 1 },
  area: { line: false },
  bar: { cornerRadius: 0 },
  legend: { disable: true },
} as const;
