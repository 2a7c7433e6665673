/** What was asked of the warehouse, or in words why it could not be answered. */
export type Observed<T> = { value: T } | { reason: string };

/** One batch of scoring: the rows of one slice, of one model version where the monitor tells versions apart. */
export type Batch = {
  /** Start of the slice, UTC ms. */
  at: number;
  version: string | null;
  rows: number;
  /** From the first row's event time to the last one's. */
  seconds: number;
};

/** The runs of one job that started on one day (UTC). */
export type JobDay = {
  job: string;
  /** Start of the day, UTC ms. */
  at: number;
  /** Runs that have ended. */
  ended: number;
  succeeded: number;
  /** Rows without a result: runs that have not ended, or the earlier parts of long ones. */
  open: number;
};

/** A custom metric over the rows of the window, null where SQL gives NULL. */
export type CustomValue = {
  value: number | null;
  /** The same over the reference; null where it cannot be computed there. */
  reference: number | null;
  rows: number;
  /** Rows whose outcome has come, where the expression reads it. */
  labelled: number | null;
};

/** What a run measures beside profiles; a part is there exactly when the monitor asks for it. */
export type Observations = {
  /** Event time (UTC ms) of the newest row up to now, looked for behind the window's end or, where that has no row, before it. */
  newestEventAt?: Observed<number | null>;
  batches?: Observed<readonly Batch[]>;
  jobs?: Observed<readonly JobDay[]>;
  /** By the metric's name. */
  custom?: Readonly<Record<string, Observed<CustomValue>>>;
};
