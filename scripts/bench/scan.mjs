// The measure of all ratios: one pass of DuckDB over the same columns of the same files, with the cheapest aggregates
// that make it read every value.
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { CATEGORICAL_NAMES, NUMERIC_NAMES } from './data.mjs';

const [folder] = process.argv.slice(2);
const sums = [
  ...NUMERIC_NAMES.map((name) => `sum(${name})`),
  ...CATEGORICAL_NAMES.map((name) => `max(length(${name}))`),
];
const instance = await DuckDBInstance.create();
const connection = await instance.connect();
for (const side of ['reference', 'current']) {
  const startedAt = performance.now();
  await connection.runAndReadAll(
    `SELECT ${sums.join(', ')}, max(event_at) FROM read_parquet('${join(folder, `${side}.parquet`)}')`,
  );
  console.log(JSON.stringify({ side, ms: performance.now() - startedAt }));
}
connection.closeSync();
instance.closeSync();
