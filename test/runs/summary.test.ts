import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/checks/types.ts';
import { Bench } from './bench.ts';

/** Four days of 250 rows; the predictions of the third are higher. */
const ROWS = `SELECT TIMESTAMP '2026-05-01' + to_days((i // 250)::INTEGER) AS scored_at, (i * 37 % 101) / 4e0 AS amount,
  (i * 61 % 199) / 8e0 + CASE WHEN i // 250 = 2 THEN 100 ELSE 0 END AS prediction, i % 4 = 0 AS flag, 'x' AS region
  FROM range(1000) AS r(i)`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({ rows: ROWS, moved: MOVED, bare: 'SELECT i / 4e0 AS amount FROM range(500) AS r(i)' });
});
afterAll(() => bench.close());

const monitor = (
  more = 'summary: {}',
  reference = '{table: rows.parquet, from: 2026-05-01, to: 2026-05-03}',
) => `model_name: m
reference_dataset: ${reference}
current_dataset: rows.parquet
timestamp_column: scored_at
window: 2 days
problem_type: regression
${more}
`;
const measure = (source: string, from = '2026-05-03', to = '2026-05-05') => bench.measure(source, 'summary', from, to);

const pick = (list: readonly Measurement[], column: string, segment: string | null) =>
  Object.fromEntries(
    list.filter((one) => one.column === column && one.segment === segment).map((one) => [one.metric, one.value]),
  );

/** A day of 1,000 values, and one that reaches beyond them. */
const MOVED = `SELECT TIMESTAMP '2026-05-01' + to_days((i // 1000)::INTEGER) AS scored_at,
  sqrt(i * 37 % 1009) * (1 + i // 1000) AS amount FROM range(2000) AS r(i)`;

/** What DuckDB's own aggregates say. */
async function ask(select: string): Promise<number[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(select);
    return reader.getRows()[0]!.map(Number);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('summary', () => {
  it("gives every column's numbers over the window as SQL aggregates do", async () => {
    const own = pick(await measure(monitor()), 'amount', null);
    const [count, mean, std, min, max, median, q05, q95] = await ask(`SELECT count(*), avg(amount), stddev_samp(amount),
      min(amount), max(amount), quantile_cont(amount, 0.5), quantile_cont(amount, 0.05), quantile_cont(amount, 0.95)
      FROM (${ROWS}) WHERE scored_at >= '2026-05-03'`);
    expect(own).toMatchObject({ count, min, max, median, q05, q95 });
    expect(own.mean).toBeCloseTo(mean!, 10);
    expect(own.std).toBeCloseTo(std!, 10);
    expect(Object.keys(own)).toEqual(['count', 'mean', 'median', 'std', 'min', 'max', 'q05', 'q25', 'q75', 'q95']);
  });

  it('says by how much a quantile can be off, which is much where the reference had no values', async () => {
    const source = monitor('summary: {}', '{table: moved.parquet, from: 2026-05-01, to: 2026-05-02}')
      .replace('rows.parquet', 'moved.parquet')
      .replace('2 days', '1 day');
    const found = (await measure(source, '2026-05-02', '2026-05-03')).filter(({ column }) => column === 'amount');
    const shares = { median: 0.5, q05: 0.05, q25: 0.25, q75: 0.75, q95: 0.95 };
    const errors = await Promise.all(
      Object.entries(shares).map(async ([metric, share]) => {
        const [truth] = await ask(
          `SELECT quantile_cont(amount, ${share}) FROM (${MOVED}) WHERE scored_at >= '2026-05-02'`,
        );
        const { value, reason } = found.find((one) => one.metric === metric)!;
        const error = Number(/^Off by at most (\S+), the width of its cell$/.exec(reason ?? '')?.[1]);
        expect(Math.abs(value! - truth!)).toBeLessThanOrEqual(error * 1.05);
        return error;
      }),
    );
    expect(Math.min(...errors)).toBeLessThan(0.1);
    expect(Math.max(...errors)).toBeGreaterThan(10);
    expect(found.filter(({ reason }) => reason !== null)).toHaveLength(errors.length);
  });

  it('gives the distribution of the predictions day by day, with nothing to alert on', async () => {
    const all = await measure(monitor());
    const [count, mean, std, min, max] = await ask(`SELECT count(*), avg(prediction), stddev_samp(prediction),
      min(prediction), max(prediction) FROM (${ROWS}) WHERE CAST(scored_at AS DATE) = '2026-05-03'`);
    const third = pick(all, 'prediction', '2026-05-03');
    expect(third).toMatchObject({ prediction_count: count, prediction_min: min, prediction_max: max });
    expect(third.prediction_mean).toBeCloseTo(mean!, 9);
    expect(third.prediction_std).toBeCloseTo(std!, 9);
    expect(pick(all, 'prediction', '2026-05-04').prediction_mean).toBeLessThan(30);
    expect(all.every((one) => one.state === 'ok' && one.threshold === null)).toBe(true);
  });

  it('takes predictions that are true or false for 1 and 0, so that the mean is the share of true', async () => {
    const all = await measure(monitor('prediction_column: flag\nsummary: {columns: [amount]}'));
    const [count, mean, median, std, min, max] = await ask(`SELECT count(*), avg(f), median(f), stddev_samp(f), min(f),
      max(f) FROM (SELECT CAST(flag AS INT) AS f FROM (${ROWS}) WHERE CAST(scored_at AS DATE) = '2026-05-04')`);
    const day = pick(all, 'flag', '2026-05-04');
    expect(day).toEqual({
      prediction_count: count,
      prediction_mean: mean,
      prediction_median: median,
      prediction_std: expect.closeTo(std!, 12),
      prediction_min: min,
      prediction_max: max,
    });
    expect(new Set(all.filter(({ segment }) => segment === null).map(({ column }) => column))).toEqual(
      new Set(['amount']),
    );
  });

  it('does not know the numbers of days without rows', async () => {
    const all = await measure(monitor(), '2026-06-01', '2026-06-03');
    expect(all.find(({ metric, segment }) => metric === 'prediction_mean' && segment === '2026-06-01')).toMatchObject({
      state: 'unknown',
      reason: 'No prediction among 0 rows',
    });
    expect(pick(all, 'amount', null)).toMatchObject({ count: 0, mean: null, q95: null });
  });

  it('says what it needs of a reference, and which columns there are', async () => {
    const all = await measure(monitor('summary: {}', 'bare.parquet'));
    expect(all.find(({ metric }) => metric === 'prediction_count')).toMatchObject({
      state: 'unknown',
      reason: "Column 'prediction' is not in the reference dataset, which says how its values are counted",
    });
    await expect(measure(monitor('summary: {columns: [amuont]}'))).rejects.toThrow(/Cannot read summary\.columns/);
  });
});
