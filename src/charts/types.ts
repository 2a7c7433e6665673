import type { MeasurementState } from '../checks/types.ts';

/** The header that every card has. */
export type CardHeader = {
  state: MeasurementState;
  /** Beside the state's glyph, e.g. "Breach · late-flights". */
  eyebrow: string;
  /** The finding in words with two numbers. */
  title: string;
  /** Measure, limit, windows, sample sizes. */
  subtitle: string;
};

/** A numeric column, reference against current: shares of finite values per bin. */
export type NumericChart = {
  kind: 'numeric';
  header: CardHeader;
  /** Equal widths, ascending. */
  bins: readonly { from: number; to: number; reference: number; current: number }[];
  /** Shares beyond the drawn range. */
  outside: { below: { reference: number; current: number }; above: { reference: number; current: number } };
  /** One quantile pointed at, in the column's unit. */
  mark: { reference: number; current: number; label: string } | null;
  names: { reference: string; current: string };
  unit: string | null;
};

/** A categorical column: shares, biggest contribution first. */
export type CategoricalChart = {
  kind: 'categorical';
  header: CardHeader;
  rows: readonly { name: string; reference: number; current: number; isOther: boolean }[];
  names: { reference: string; current: string };
};

/** What a finding comes from, the largest part first: numbers of before (null: not known) and now. */
export type PartsTable = {
  title: string;
  before: string;
  unit: 'share' | 'count' | 'number';
  rows: readonly { name: string; reference: number | null; current: number; isNamed: boolean; isRest: boolean }[];
};

/** A metric over windows. */
export type HistoryChart = {
  kind: 'history';
  header: CardHeader;
  /** Oldest first; value null is a gap. `band` is the 95 % sampling band. */
  points: readonly {
    at: number;
    value: number | null;
    state: MeasurementState;
    band: { low: number; high: number } | null;
  }[];
  threshold: number | null;
  direction: 'above' | 'below' | null;
  /** Values are shares, shown in percent. */
  isShare: boolean;
  /** When the alert fired, and when it was resolved; without a kind: fired. */
  marks: readonly { at: number; label: string; kind?: 'fired' | 'resolved' }[];
  /** Drawn under the curve; null where nothing is known of them. */
  parts: PartsTable | null;
};

/** Columns ranked by drift x importance. */
export type ColumnsChart = {
  kind: 'columns';
  header: CardHeader;
  rows: readonly {
    column: string;
    state: MeasurementState;
    /** Value over threshold: 1 is the limit for all. */
    ratio: number | null;
    /** Noise floor over threshold. */
    noise: number | null;
    importance: number | null;
    /** Value over threshold for the last windows, oldest first. */
    history: readonly (number | null)[];
  }[];
};

/** Correlations of every two columns on both sides. */
export type CorrelationsChart = {
  kind: 'correlations';
  header: CardHeader;
  /** In the order of the matrix. */
  columns: readonly string[];
  /** `x` before `y`, places in `columns`. `isChanged`: beyond the limit and beyond chance. null is not known. */
  pairs: readonly {
    x: number;
    y: number;
    reference: number | null;
    current: number | null;
    isChanged: boolean;
  }[];
  limit: number;
  names: { reference: string; current: string };
};

export type Chart = NumericChart | CategoricalChart | HistoryChart | ColumnsChart | CorrelationsChart;

/** A rendered card. */
export type Picture = { png: Buffer; width: number; height: number; altText: string };

/** Draws charts off the event loop. */
export type ChartRenderer = {
  /** @throws AppError when the chart cannot be drawn in time. */
  render(chart: Chart): Promise<Picture>;
  close(): Promise<void>;
};
