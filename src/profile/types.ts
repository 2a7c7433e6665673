import type { CorrelationSums } from '../stats/correlation.ts';

/** The slice: one bucket of event time. */
export type Grain = '1 hour' | '1 day';

export const GRAIN_MS: Record<Grain, number> = { '1 hour': 3_600_000, '1 day': 86_400_000 };

/**
 * How the values of a numeric column fall into cells. Fixed by the reference and versioned with it.
 * Cell 0 is (-inf, edges[0]), cell i is [edges[i-1], edges[i]), the last is [edges.at(-1), +inf): edges.length + 1 cells.
 */
export type NumericGrid = {
  kind: 'numeric';
  /** Ascending, unique, in the column's unit. */
  edges: readonly number[];
  /**
   * true: the reference has at most 256 distinct values and every one of them is an edge, so the mass of
   * cell i + 1 stands at edges[i] exactly (as long as no unseen value comes between two edges).
   */
  isDiscrete: boolean;
  /** The cell boundaries (values out of `edges`) that stand for the reference's deciles: at most 9, unique, ascending. */
  decileEdges: readonly number[];
  /** Moments are kept about this value, so that a large offset does not eat the digits. */
  center: number;
  /** Values outside are outliers; null where the reference gives no fences. */
  fences: { low: number; high: number } | null;
  /** The arithmetic by which SQL finds a value's cell. */
  fine: FineCells;
};

/** 2,048 equal cells of a monotone map of the column between `low` and `high` (map units); `starts[i]` is the first fine cell of cell i. */
export type FineCells = {
  // Where values are compared with the edges themselves (a discrete grid, or one cut out of it), count is 0 and starts are none.
  transform:
    | { kind: 'identity' }
    /** d / (scale + |d|) of the distance d = x - center: between -1 and 1. */
    | { kind: 'softsign'; center: number; scale: number }
    /** asinh(d / scale): for what is too long even for softsign, and in grids of older versions. */
    | { kind: 'asinh'; center: number; scale: number };
  low: number;
  high: number;
  count: number;
  /** Fine cell (0 = open low tail, count + 1 = open high tail) at which each coarse cell begins; length edges.length + 1, starts[0] = 0. */
  starts: readonly number[];
};

/** The categories of the reference that are counted by name (top K by frequency, most frequent first). */
export type CategoricalGrid = {
  kind: 'categorical';
  values: readonly string[];
  /** false: the reference has more values than `values`; then a value outside cannot be told from an unseen one. */
  isComplete?: boolean;
  /** Further values of the reference, counted with all other; only where a segment's grid names fewer than its column's. */
  rest?: readonly string[];
};

export type Grid = NumericGrid | CategoricalGrid;

/** Additive summary of a numeric column. Everything but min and max is a sum; profiles of the same grid merge. */
export type NumericProfile = {
  kind: 'numeric';
  rows: number;
  nulls: number;
  nans: number;
  infinities: number;
  /** Of the finite values; null where there is none. */
  min: number | null;
  max: number | null;
  /** Sum of (x - grid.center) over finite values, and of its square (null after an overflow). */
  sum: number;
  sumSquares: number | null;
  /** Sum of (edges[0] - x) over the finite values below the first edge, and of (x - last edge) over those above the last: the tails' exact mass. */
  belowSum: number;
  aboveSum: number;
  /** Finite values per cell; length grid.edges.length + 1. */
  cells: readonly number[];
  outliers: number;
  invalid: number;
};

/** Additive summary of a categorical column. `counts` follows grid.values. */
export type CategoricalProfile = {
  kind: 'categorical';
  rows: number;
  nulls: number;
  invalid: number;
  counts: readonly number[];
  /** Values that the reference has, but not among the top K, and unseen ones beyond those named in `unseen`. */
  other: number;
  /** The commonest values that the reference does not have; not contained in `other`. */
  unseen: readonly { value: string; count: number }[];
};

export type ColumnProfile = NumericProfile | CategoricalProfile;

/**
 * Joint counts of score cell x predicted x actual of a classifier: everything that a confusion matrix, ROC AUC,
 * calibration or a label-free estimate needs. `actual` null: the label has not come.
 */
export type JointCounts = {
  /** Ascending boundaries of the score cells as in NumericGrid.edges; empty where there is no score column. */
  scoreEdges: readonly number[];
  /** true where each score cell holds exactly one value of the score. */
  isScoreExact: boolean;
  cells: readonly JointCell[];
  /** Rows with prediction and label whose label was chosen among several that differ; absent where there are none. */
  disputed?: number;
  /** Each class against the rest, by its own score, where the model gives one for every class; then `cells` have none. */
  classes?: readonly ClassJoint[];
  /** Rows whose scores of all classes are no shares of 1; absent where there are none. */
  improper?: number;
};

/**
 * One class against the rest: `predicted` and `actual` are IS_CLASS or IS_REST, null also for a class without a score. Only
 * rows with a score of every class, and no outcome without one, have a score here.
 */
export type ClassJoint = { label: string; joint: JointCounts };
export const IS_CLASS = '1';
export const IS_REST = '0';

export type JointCell = {
  /** Score cell, or null where the score is missing. */
  score: number | null;
  /** Sum of the scores in this cell. */
  scoreSum: number;
  predicted: string | null;
  actual: string | null;
  count: number;
};

/** Sums over the rows of a regressor that have both a prediction and a label. */
export type ErrorSums = {
  count: number;
  /** Rows whose label has not come, or is no finite number. */
  unlabelled: number;
  /** Rows with a label whose prediction is missing or no finite number. */
  unpredicted: number;
  /** Rows of `count` whose label was chosen among several that differ; absent where there are none. */
  disputed?: number;
  error: number;
  absoluteError: number;
  squaredError: number;
  absolutePercentageError: number;
  /** Rows with a label other than 0: the denominator of MAPE. */
  percentageCount: number;
  actual: number;
  /** Sum of the squared distances of the labels from their own mean, which squares of large labels would lose; null after an overflow. */
  actualSpread: number | null;
  /** The same errors by cell of the prediction's grid, ascending; only where an estimate needs them. */
  cells?: readonly ErrorCell[];
};

/** Errors of the rows whose prediction lies in one cell; `cell` null: the prediction is missing or not finite. */
export type ErrorCell = {
  cell: number | null;
  count: number;
  unlabelled: number;
  absoluteError: number;
  squaredError: number;
};

/**
 * Sums over the rows where both columns of a pair are finite, of values from which their grid's center is taken away, so
 * that a large offset does not eat the digits; null after an overflow.
 */
export type PairSum = CorrelationSums;

/**
 * What correlations need beyond the columns' own sums. Pairs stand as in the upper triangle of a matrix, row by row. `xy`
 * alone: every finite value of either column has one of the other beside it, and the columns' own sums are the pair's.
 * null: a column was not in the dataset.
 */
export type PairSums = {
  columns: readonly string[];
  pairs: readonly (Pick<PairSum, 'xy'> | PairSum | null)[];
};

/** Everything known about some rows of one dataset: one slice, or a merge of slices. */
export type Profile = {
  rows: number;
  columns: Readonly<Record<string, ColumnProfile>>;
  joint: JointCounts | null;
  errors: ErrorSums | null;
  /** Latest event time seen, UTC ms; null without a timestamp column or without rows. */
  lastEventAt: number | null;
  /** The earliest one; absent where lastEventAt is null. */
  firstEventAt?: number;
  /** The same of the rows of each segment, by the segment's name, on coarser grids (coarsenGrids); absent where no segment has rows. */
  segments?: Readonly<Record<string, Profile>>;
  /** Only where correlations are watched. */
  pairs?: PairSums;
};

/** Rows with these values, named as people read it: `region = EU`. */
export type Segment = { name: string; terms: readonly { column: string; value: string }[] };

/** The grids of one monitor's columns, and what of the reference they were cut from. A new reference makes a new version. */
export type GridSet = {
  /** Hash over everything that the grids depend on. */
  version: string;
  columns: Readonly<Record<string, Grid>>;
  /** Boundaries of the score cells for the joint counts; see JointCounts. */
  scoreEdges: readonly number[];
  isScoreExact: boolean;
  /** The segments that are profiled one by one: the commonest of the reference. */
  segments?: readonly Segment[];
  /** The columns whose correlations are watched, and how sure a correlation of theirs is. */
  pairs?: WatchedPairs;
};

export type WatchedPairs = {
  columns: readonly string[];
  /** By pair, as in PairSums; null where the reference has no correlation. */
  noise: readonly (PairNoise | null)[];
  /** The columns that segments watch, the most important ones, and the noise in each segment by its name. */
  ofSegments?: { columns: readonly string[]; noise: Readonly<Record<string, readonly (PairNoise | null)[]>> };
};

/** How a sample correlation scatters, from the reference's rows: its influence function f, see profile/pair-noise.ts. */
export type PairNoise = {
  /** Mean of f squared: the variance of a correlation of n rows is about this over n. */
  spread: number;
  /** Mean of f to the fourth over the square of `spread`: 9 for independent normal columns, far more for heavy tails. */
  tail: number;
};

/** A span of event time, [fromAt, toAt) in UTC ms; both null: the whole dataset. */
export type TimeRange = { fromAt: number | null; toAt: number | null };
