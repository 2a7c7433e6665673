/** What of a column the distance comes from. */
export type Place =
  /** Numbers in [from, to), or up to and with `to` where `isClosed`; null: open. */
  | { kind: 'range'; from: number | null; to: number | null; isClosed: boolean }
  /** Values that occur on both sides, or on one only; `hasOthers`: and rare ones that no profile names. */
  | { kind: 'values'; names: readonly string[]; hasOthers: boolean; change: 'moved' | 'gone' | 'new' }
  /** The tenths of the values from the lowest (0) to the highest (9), `last` included. */
  | { kind: 'tenths'; first: number; last: number };

/** One part of a distance; the contributions of all parts of a column add up to the distance. */
export type Part = {
  place: Place;
  contribution: number;
  /** Shares of the rows, or mean values where the place is tenths. */
  reference: number;
  current: number;
};

/** A finding taken apart by one thing, for its picture. */
export type FindingParts = {
  /** What stands over the names, such as `Missing rate by region`. */
  title: string;
  /** What the numbers of before are: `reference`, or what was `expected`. */
  before: string;
  unit: 'share' | 'count' | 'number';
  /** `isNamed`: what the finding comes from. `isRest`: all other rows together. */
  rows: readonly { name: string; reference: number | null; current: number; isNamed: boolean; isRest: boolean }[];
};

/** Why a finding is what it is: sentences without their full stops, what is drawn, and the segments that are named. */
export type Explanation = { sentences: readonly string[]; parts: FindingParts | null; segments: readonly string[] };
