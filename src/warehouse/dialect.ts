import type { Dialect, Stretch } from './types.ts';

const LARGEST_DOUBLE = '1.7976931348623157e308';
/** One constant, so that a sample taken twice is the same sample. */
const SAMPLE_SEED = 20;

function timestampText(ms: number): string {
  const iso = new Date(ms).toISOString();
  return iso.replace('T', ' ').replace('Z', '');
}

/** Exponent form, since `0.5` is a DECIMAL on both engines; parentheses, since `x--1` begins a comment. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Cannot write ${value} as a number: it is not finite`);
  const text = value.toExponential();
  return value < 0 || Object.is(value, -0) ? `(${text})` : text;
}

function isFiniteSql(sql: string): string {
  // NaN is larger than every number on both engines, so that one comparison refuses NaN and both infinities.
  return `(${sql} IS NOT NULL AND abs(${sql}) <= ${LARGEST_DOUBLE})`;
}

/** A constant list is copied for every chunk of rows, however few they are; a text is not. */
function lookupText(values: readonly Stretch[], indexSql: string): string {
  const width = String(values.reduce((most, { value }) => Math.max(most, value), 0)).length;
  const text = values.map(({ value, length }) => String(value).padStart(width, '0').repeat(length)).join('');
  return `CAST(substr('${text}', CAST(${indexSql} AS BIGINT) * ${width} - ${width - 1}, ${width}) AS INT)`;
}

function listStretches(values: readonly Stretch[]): string {
  return values
    .map(({ value, length }) => `${value},`.repeat(length))
    .join('')
    .slice(0, -1);
}

function sampleStep(totalRows: number, rows: number): number {
  return Math.max(1, Math.floor(totalRows / Math.max(1, rows)));
}

/** DuckDB's spellings. */
export const DUCKDB: Dialect = {
  name: 'duckdb',
  ident: (name) => `"${name.replaceAll('"', '""')}"`,
  text: (value) => `'${value.replaceAll("'", "''")}'`,
  number: doubleText,
  compareTime: (sql, sign, ms) => `${sql} ${sign} TIMESTAMP '${timestampText(ms)}'`,
  matches: (sql, pattern) => `regexp_matches(${sql}, ${DUCKDB.text(pattern)})`,
  isLike: (sql, pattern) => `${sql} LIKE ${DUCKDB.text(pattern)}`,
  parseNumber: (sql) => `try_cast(${sql} AS DOUBLE)`,
  epochSeconds: (sql) => `CAST(floor(epoch(${sql})) AS BIGINT)`,
  epochDays: (sql) => `(CAST(${sql} AS DATE) - DATE '1970-01-01')`,
  lookup: lookupText,
  countAtMost: (values, sql) =>
    `len(list_filter([${values.map(doubleText).join(',')}], lambda edge_: edge_ <= ${sql}))`,
  placeOf: (values, sql) =>
    values.length === 0 ? '0' : `coalesce(list_position([${values.map(DUCKDB.text).join(',')}], ${sql}), 0)`,
  joinTexts: (sql) => `string_agg(${sql}, ',')`,
  isFinite: isFiniteSql,
  sharesSubqueries: true,
  hasRowOrder: true,
  mostAggregates: null,
  place: () => 'row_number() OVER ()',
  // The same list every time: it is worked out once, and its values are sorted once.
  quantiles: (sql, shares) => shares.map((_, index) => `quantile_disc(${sql}, [${shares.join(', ')}])[${index + 1}]`),
  // count(DISTINCT) takes a hash table of megabytes for every column and thread, however few the values.
  distinct: (sql) => `len(list_distinct(list(${sql})))`,
  sample(fromSql, totalRows, rows, rowKey = 'r') {
    const step = sampleStep(totalRows, rows);
    // A hash of the row repeats whatever the number of threads; REPEATABLE does so on one thread alone.
    return step === 1 ? fromSql : `(SELECT * FROM ${fromSql} AS r WHERE hash(${rowKey}) % ${step} = 0)`;
  },
};

/**
 * Spark reads dates and TIMESTAMP_NTZ in the session's zone as soon as they meet a TIMESTAMP: each kind is asked in its own
 * way. `typeof` is a constant, so that the optimiser leaves one of the two and pushes it down to the files.
 */
function byZone(sql: string, instant: string, clock: string): string {
  return `(CASE WHEN typeof(${sql}) = 'timestamp' THEN ${instant} ELSE ${clock} END)`;
}

const POSIX_CLASS = /\[:(\^?)(alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|xdigit):\]/g;

/** Java reads `[:alpha:]` as the characters themselves, and writes `\p{Alpha}`. */
function toJavaPattern(pattern: string): string {
  return pattern.replace(POSIX_CLASS, (_, not: string, name: string) => {
    const java = name === 'xdigit' ? 'XDigit' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return `\\${not === '' ? 'p' : 'P'}{${java}}`;
  });
}

function secondsOfInstant(sql: string): string {
  return `unix_seconds(CAST(${sql} AS TIMESTAMP))`;
}

/** timestampdiff() cuts towards zero: counted from the year 1 it never goes below. */
function secondsOfClock(sql: string): string {
  return `(timestampdiff(SECOND, TIMESTAMP_NTZ '0001-01-01 00:00:00', CAST(${sql} AS TIMESTAMP_NTZ)) - 62135596800)`;
}

/** The spellings of Spark SQL and Databricks. */
export const SPARK: Dialect = {
  name: 'spark',
  ident: (name) => `\`${name.replaceAll('`', '``')}\``,
  // Spark puts variables in place of `${name}` before it reads a statement, in texts, too.
  text: (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('${', '\\u0024{')}'`,
  number: doubleText,
  compareTime: (sql, sign, ms) =>
    byZone(
      sql,
      `${sql} ${sign} TIMESTAMP '${timestampText(ms)}Z'`,
      `${sql} ${sign} TIMESTAMP_NTZ '${timestampText(ms)}'`,
    ),
  matches: (sql, pattern) => `regexp_like(${sql}, ${SPARK.text(toJavaPattern(pattern))})`,
  // A backslash would escape, and one before any other character is an error.
  isLike: (sql, pattern) => `${sql} LIKE ${SPARK.text(pattern)} ESCAPE '\\u0001'`,
  // Java's numbers may end in d or f and be hexadecimal: half of all codes would be numbers.
  parseNumber: (sql) =>
    `CASE WHEN NOT regexp_like(${sql}, '[0-9.][dDfF]\\\\s*$|[xX]') THEN try_cast(${sql} AS DOUBLE) END`,
  epochSeconds: (sql) => byZone(sql, secondsOfInstant(sql), secondsOfClock(sql)),
  epochDays: (sql) => {
    const days = `unix_date(CAST(${sql} AS DATE))`;
    return `CAST(${byZone(sql, `floor(${secondsOfInstant(sql)} / 86400)`, days)} AS BIGINT)`;
  },
  // Thousands of literals take seconds to plan; split() of a constant is one.
  lookup: (values, indexSql) => `CAST(element_at(split('${listStretches(values)}', ','), ${indexSql}) AS INT)`,
  countAtMost: (values, sql) => `size(filter(array(${values.map(doubleText).join(',')}), edge_ -> edge_ <= ${sql}))`,
  placeOf: (values, sql) =>
    values.length === 0 ? '0' : `array_position(array(${values.map(SPARK.text).join(',')}), ${sql})`,
  joinTexts: (sql) => `concat_ws(',', collect_list(${sql}))`,
  isFinite: isFiniteSql,
  sharesSubqueries: false,
  hasRowOrder: false,
  mostAggregates: 80,
  // A MAP has no hash, nor has a VARIANT.
  place: (columns) =>
    `xxhash64(${columns
      .filter(({ kind }) => kind !== 'other')
      .map(({ name }) => SPARK.ident(name))
      .join(', ')})`,
  // Exact while there are fewer rows than its accuracy. The same list every time: it is worked out once.
  quantiles: (sql, shares) =>
    shares.map((_, i) => `element_at(approx_percentile(${sql}, array(${shares.join(', ')}), 1000000), ${i + 1})`),
  // Several count(DISTINCT) in one statement multiply its rows, once for each.
  distinct: (sql) => `size(collect_set(${sql}))`,
  sample(fromSql, totalRows, rows) {
    const step = sampleStep(totalRows, rows);
    if (step === 1) return fromSql;
    return `(SELECT * FROM (SELECT * FROM ${fromSql}) TABLESAMPLE (${doublePercent(step)} PERCENT) REPEATABLE (${SAMPLE_SEED}))`;
  },
};

/** TABLESAMPLE takes a plain decimal, not an expression. */
function doublePercent(step: number): string {
  return (100 / step).toFixed(6);
}
