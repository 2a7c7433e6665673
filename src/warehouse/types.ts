/** What mlmon does with a column: count it in numeric cells, by category, use it as time, or leave it alone. */
export type ColumnKind = 'numeric' | 'categorical' | 'timestamp' | 'other';

export type ColumnInfo = { name: string; type: string; kind: ColumnKind };

/** A table, view or set of files that was found and may be read. */
export type Dataset = {
  /** As the monitor names it. */
  name: string;
  /** SQL that may stand behind FROM: quoted identifiers or a reader call; made only by the engine. */
  fromSql: string;
  columns: readonly ColumnInfo[];
  /** Changes whenever the data may have changed; null where the engine cannot tell. */
  fingerprint: string | null;
  /** Reading one column again costs that column alone, as in a file of columns; false by default. */
  isColumnar?: boolean;
  /** Columns that were joined to it, at most one row to a row, and the dataset without them, which costs less to read. */
  joined?: { columns: readonly string[]; plain: Dataset };
  /** SQL of numbers that tell the rows apart and stay with them; absent where there is none. */
  rowKey?: string;
};

export type QueryOptions = {
  /** Milliseconds after which the statement is cancelled; default from the configuration. */
  deadlineMs?: number;
  signal?: AbortSignal;
  /** More rows than this is an error, never a silent cut; default 200,000. */
  maxRows?: number;
};

export type QueryResult = {
  columns: readonly string[];
  /** Values as number | string | boolean | null; 64-bit integers as numbers, dates and times as UTC ms numbers. */
  rows: readonly (readonly Value[])[];
  /** Size of the fetched values in bytes, by the width of their SQL types. */
  bytes: number;
  elapsedMs: number;
};
export type Value = number | string | boolean | null;

/** One value, so many times in a row. */
export type Stretch = { value: number; length: number };

/** The few spellings that differ between engines. Pure text functions. */
export type Dialect = {
  name: 'duckdb' | 'spark';
  /** Quotes one identifier. */
  ident(name: string): string;
  /** A string literal. */
  text(value: string): string;
  /** A DOUBLE literal, negative ones in parentheses. */
  number(value: number): string;
  /** Boolean SQL: does event time `sql` lie before an instant in UTC ms (`<`), or at it and after (`>=`)? */
  compareTime(sql: string, sign: '<' | '>=', ms: number): string;
  /** Boolean expression: does `sql` match the regular expression anywhere. */
  matches(sql: string, pattern: string): string;
  /** Boolean expression: is `sql` like the pattern, where % is any text, _ any character, and all else stands for itself? */
  isLike(sql: string, pattern: string): string;
  /** A text as DOUBLE; NULL where it is no number. */
  parseNumber(sql: string): string;
  /** Event time in whole seconds since 1970 as BIGINT. Dates and times without a zone are UTC, whatever the session's zone. */
  epochSeconds(sql: string): string;
  /** Event time in whole days since 1970 as BIGINT. */
  epochDays(sql: string): string;
  /** Element `indexSql` (from 1; NULL gives NULL) of a constant array of integers that are not negative. */
  lookup(values: readonly Stretch[], indexSql: string): string;
  /** How many of the ascending constants are at most `sql`, a DOUBLE. Costs as many steps as there are constants. */
  countAtMost(values: readonly number[], sql: string): string;
  /** Place (from 1) of a text among constants, 0 where it is none of them. */
  placeOf(values: readonly string[], sql: string): string;
  /** Aggregate: the texts of a group, in no order, with a comma between them. */
  joinTexts(sql: string): string;
  /** Boolean expression: is this DOUBLE a finite number (not null, NaN or infinite). */
  isFinite(sql: string): string;
  /** A statement of more aggregates than this costs several times as much as two of half of them; null: there is no such number. */
  mostAggregates: number | null;
  /** Is a subquery of WITH worked out once, however many parts of the statement read it? */
  sharesSubqueries: boolean;
  /** Does a dataset without event time have an order of its rows? */
  hasRowOrder: boolean;
  /**
   * BIGINT SQL that puts the rows of a SELECT of these columns in an order that repeats: their place where there is one,
   * else a hash of their values.
   */
  place(columns: readonly ColumnInfo[]): string;
  /** One aggregate per share (a literal such as `25e-2`), the value of that rank: it is a value that occurs. */
  quantiles(sql: string, shares: readonly string[]): string[];
  /** Aggregate: how many distinct values; for samples, which fit in memory. */
  distinct(sql: string): string;
  /** A repeatable sample of about `rows` rows of FROM-text as FROM-text; `rowKey`: SQL inside it, as of a Dataset. */
  sample(fromSql: string, totalRows: number, rows: number, rowKey?: string): string;
};

/** What a dataset is to a monitor. */
export type DatasetRole = 'reference' | 'current' | 'labels';

/** One of each role, where a monitor has all: names, or what they stand for. */
export type ByRole<T> = { reference: T; current: T; labels: T | null };

/**
 * A place that runs SQL. Every failure is an AppError of one of the codes reference_not_found, dataset_not_found,
 * permission_denied, metric_not_supported, compute_unavailable, timeout, cancelled or invalid_input, with the fix as hint.
 */
export type Warehouse = {
  readonly name: string;
  readonly dialect: Dialect;
  /**
   * Finds a dataset by table name, dbfs:/ path or file path and reads its columns.
   * @param role decides the error: a missing reference is `reference_not_found`.
   * @param baseDir paths are relative to it (the folder of the monitor's file).
   */
  resolve(name: string, role: DatasetRole, baseDir: string | null): Promise<Dataset>;
  /** The datasets of a monitor together, which is faster. Where several are missing, the error is the reference's, then the current one's. */
  resolveAll(names: ByRole<string>, baseDir: string | null): Promise<ByRole<Dataset>>;
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
  close(): Promise<void>;
};
