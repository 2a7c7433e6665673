// The data of the benchmark: two Parquet files made by DuckDB out of a hash, so that they are the same everywhere.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Changes with the data, so that files of an older benchmark are not taken for this one's. */
const VERSION = 2;
export const FIRST_DAY = '2026-01-01';
export const REFERENCE_DAYS = 30;
export const CURRENT_DAYS = 7;
export const MONTH_DAYS = 30;
/** The day after the last, of the week and of the month; both follow the reference. The month has one day more in front. */
export const WEEK_END = REFERENCE_DAYS + CURRENT_DAYS;
export const MONTH_END = REFERENCE_DAYS + 1 + MONTH_DAYS;

const CATEGORIES = [2, 5, 20, 100, 300, 1000];

/** Uniform in (0, 1) from row, stream and seed. */
const uniform = (stream) => `((hash(i, ${stream}, seed) >> 11)::DOUBLE + 0.5) / 9007199254740992`;
const normal = (stream) => `sqrt(-2 * ln(${uniform(stream)})) * cos(2 * pi() * ${uniform(stream + 1000)})`;

/** Shapes of features as they are met; `shift` is 1 in the current data where the column drifts. */
const NUMERIC = [
  normal(0),
  `100 + 15 * ${normal(1)} + shift`,
  `exp(2 * ${normal(2)})`,
  `tan(pi() * (${uniform(3)} - 0.5))`,
  `-ln(${uniform(4)}) * 30`,
  `${uniform(5)} * 1000`,
  `floor(18 + 70 * power(${uniform(6)}, 1.5))`,
  `floor(-ln(${uniform(7)}) * 3)`,
  `CASE WHEN ${uniform(8)} < 0.5 THEN -3 ELSE 3 END + ${normal(108)}`,
  `CASE WHEN ${uniform(9)} < 0.7 THEN 0 ELSE exp(3 + ${normal(109)}) END`,
  `CASE WHEN ${uniform(10)} < 0.05 THEN NULL ELSE ${normal(110)} END`,
  `round(power(${uniform(11)}, -0.8) * 9.99, 2)`,
  `1e-9 * ${normal(12)} + 3e-10 * shift`,
  `floor(exp(8 + 1.5 * ${normal(13)}))`,
];

/** A few categories are common and most are rare. */
const category = (values, index) => `'v' || floor(${values} * power(${uniform(200 + index)}, 1.6))::INTEGER`;

export const NUMERIC_NAMES = NUMERIC.map((_, index) => `n${index}`);
export const CATEGORICAL_NAMES = CATEGORIES.map((_, index) => `c${index}`);

/** SQL of so many rows, evenly over `days` from `firstDay` on. @param shift 1 or SQL that is 1 where some columns drift, else 0. */
export function selectRows({ rows, seed, firstDay, days, shift }) {
  const columns = [
    ...NUMERIC.map((sql, index) => `CAST(${sql} AS DOUBLE) AS n${index}`),
    ...CATEGORIES.map((values, index) => `${category(values, index)} AS c${index}`),
  ];
  return `SELECT DATE '${FIRST_DAY}' + to_days(${firstDay}) + to_microseconds(CAST(floor(i * ${days * 86_400}e6 / ${rows}) AS BIGINT)) AS event_at,
    ${columns.join(',\n    ')}
    FROM (SELECT i, ${seed} AS seed, ${shift} AS shift FROM (SELECT range AS i FROM range(${rows})))`;
}

/**
 * The folder of reference.parquet and current.parquet of `rows` rows each, and month/current.parquet with `rows` rows in
 * its last 30 days, as many in each.
 */
export function folderOf({ rows, seed }) {
  return join(tmpdir(), `mlmon-bench-v${VERSION}-${rows}-${seed}`);
}

/** Makes the folder where it is missing. */
export async function makeData({ rows, seed }) {
  const folder = folderOf({ rows, seed });
  if (existsSync(folder)) return;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(join(draft, 'month'), { recursive: true });
  const after = { firstDay: REFERENCE_DAYS, seed: seed + 1, shift: 1 };
  const monthRows = Math.round((rows * (MONTH_DAYS + 1)) / MONTH_DAYS);
  const parts = [
    { name: 'reference', firstDay: 0, days: REFERENCE_DAYS, rows, seed, shift: 0 },
    { name: 'current', ...after, days: CURRENT_DAYS, rows },
    { name: 'month/current', ...after, days: MONTH_DAYS + 1, rows: monthRows },
  ];
  await writeParquet(
    parts.map(({ name, ...part }) => ({ sql: selectRows(part), file: join(draft, `${name}.parquet`) })),
  );
  renameSync(draft, folder);
}

/** Writes what each statement gives into its file. */
export async function writeParquet(outputs) {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  for (const { sql, file } of outputs) await connection.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

/** The date of a day of the data. */
export function dayOf(index) {
  return new Date(Date.parse(FIRST_DAY) + index * 86_400_000).toISOString().slice(0, 10);
}
