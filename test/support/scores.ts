import { DuckDBInstance } from '@duckdb/node-api';

const DAY_MS = 86_400_000;
const ROWS_A_DAY = 200;

/** Days of scores, counted from `firstDay`; on `drifted` ones the amounts are higher by more than their standard deviation. */
export type ScoreDays = {
  firstDay: string;
  days: number;
  drifted: readonly number[];
};

/**
 * Writes a Parquet file of a model's scores: 200 a day, the same values every day unless the day is drifted, so that
 * a clean day is at no distance from another one.
 */
export async function writeScores(file: string, { firstDay, days, drifted }: ScoreDays): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    await connection.run(`
      COPY (
        SELECT
          TIMESTAMP '${firstDay} 00:00:00' + to_days(CAST(day AS INTEGER)) + to_minutes(row * 7) AS scored_at,
          (row * 67 % ${ROWS_A_DAY}) / 2.0 + CASE WHEN day IN (${[-1, ...drifted].join(', ')}) THEN 40 ELSE 0 END AS amount,
          ['north', 'south', 'east', 'west'][row % 4 + 1] AS region,
          CAST(row % 3 = 0 AS INTEGER) AS prediction
        FROM range(${days}) AS d(day), range(${ROWS_A_DAY}) AS r(row)
      ) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

/** "2024-03-01" plus a number of days, as a date. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}
