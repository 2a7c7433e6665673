import type { CheckName } from '../checks/types.ts';
import type { Looser } from './numbers.ts';
import type { ReplayedWindow } from './replay.ts';

/** One value of a window that a limit judges. */
export type Reading = { value: number; isBeyond: boolean };

/**
 * One number of a definition that decides what fires. `pointed`: the limit of one measurement; `count`: how many of them;
 * `debounce`: in how many windows. What is more pointed is turned first.
 */
export type Knob = {
  kind: 'pointed' | 'count' | 'debounce';
  /** As `--set` takes it. */
  path: string;
  /** The name of what it limits, for words. */
  metric: string;
  now: number;
  looser: Looser;
  /** A value that equals the limit is beyond it. */
  isBeyondAtLimit: boolean;
  /** Names of the rules that ask for what it decides. */
  rules: readonly string[];
  /** Whose measurements may change with it. */
  checks: readonly CheckName[];
  /** What it judges in a window; empty where that is unknown. */
  read(window: ReplayedWindow): Reading[];
  /** The value as it stands in the definition; null where another knob of the same place has to be asked too. */
  write(value: number): unknown;
  /** The place of its number in a text that several knobs share. */
  span: { text: string; start: number; end: number } | null;
};

/** A knob of a check, of which the rules are not known yet. */
export type KnobDraft = Omit<Knob, 'rules'>;

/** A limit that cannot be tuned here, and why. */
export type Untunable = { path: string; reason: string };

/** Values for some knobs. */
export type Turned = ReadonlyMap<Knob, number>;
