import type { DriftMethodName } from '../monitors/types.ts';
import type { Noise } from './floor.ts';
import type { NoiseSource } from './noise.ts';
import type { ColumnPair } from './types.ts';

/** A way to turn two profiles of a column into one value, and everything that help, modals and docs say about it. */
export type DriftMethod = {
  name: DriftMethodName;
  label: string;
  kinds: readonly ColumnPair['kind'][];
  /** A value above it is worth a word. */
  defaultThreshold: number;
  /** Fewer values than this on either side say nothing. */
  minRows: number;
  /** What the value means, in one line. */
  meaning: string;
  /** Not finite where the column's sums do not fit a double. */
  value(pair: ColumnPair): number;
  /** What this method gives at these sample sizes when nothing has changed. */
  noise(pair: ColumnPair, source: NoiseSource): Noise;
  /** The method's own p-value of a value, where it has one. */
  pValue?(pair: ColumnPair, value: number): number;
  /** The floor of a value from the rows themselves, where cells are so few that the noise inside them counts; else 0. */
  floorOfRows?(pair: ColumnPair): number;
  /** What a reader must know about a value that was binned, or null. */
  caveat?(pair: ColumnPair): string | null;
};
