import type { FontFiles } from './fonts.ts';
import type { Chart } from './types.ts';

/** What the worker is started with. */
export type WorkerSetup = { fonts: FontFiles; fontConfigFile: string };

export type WorkerRequest = { chart: Chart };

export type WorkerReply =
  | { kind: 'ready' }
  /** The worker cannot draw at all. */
  | { kind: 'broken'; message: string; hint: string | null }
  | { kind: 'drawn'; png: Uint8Array; width: number; height: number }
  | { kind: 'failed'; message: string };
