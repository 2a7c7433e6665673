import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';

/** 50 days of 200 rows: one in twenty is an anomaly, from day 40 on one in five, on day 47 none. */
const SCORES = `SELECT TIMESTAMP '2026-01-01' + to_days((i // 200)::INTEGER) + to_seconds((i % 200)::INTEGER) AS scored_at,
  i % 7 AS amount,
  CASE WHEN i // 200 = 47 THEN FALSE WHEN i // 200 >= 40 THEN i % 5 = 0 ELSE i % 20 = 0 END AS is_anomaly
  FROM range(10000) AS r(i)`;
const BASELINE = 'SELECT i % 7 AS amount FROM range(500) AS r(i)';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({
    scores: SCORES,
    baseline: BASELINE,
    numbers: `SELECT * REPLACE (CAST(is_anomaly AS DOUBLE) AS is_anomaly) FROM (${SCORES})`,
    signs: `SELECT * REPLACE (CASE WHEN is_anomaly THEN -1 ELSE 1 END AS is_anomaly) FROM (${SCORES})`,
    small: `SELECT TIMESTAMP '2026-01-01' + to_days((i // 40)::INTEGER) AS scored_at, i % 7 AS amount,
      CASE WHEN i // 40 = 40 THEN i % 8 = 0 ELSE i % 20 = 0 END AS is_anomaly FROM range(2000) AS r(i)`,
    // Ten days of two rows, and one of 200.
    begun: `SELECT * FROM (${SCORES}) WHERE scored_at < TIMESTAMP '2026-01-11' AND second(scored_at) < 2 AND minute(scored_at) = 0
      OR scored_at >= TIMESTAMP '2026-01-11'`,
    gaps: `SELECT * REPLACE (CASE WHEN i % 2 = 0 THEN is_anomaly END AS is_anomaly) FROM
      (SELECT *, row_number() OVER () AS i FROM (${SCORES}))`,
  });
});
afterAll(() => bench.close());

const monitor = (table: string, more = '', reference = 'baseline.parquet') => `model_name: detector
reference_dataset: ${reference}
current_dataset: ${table}.parquet
timestamp_column: scored_at
window: 1 day
anomaly_rate: {column: is_anomaly}
${more}`;

const measure = (source: string, from: string, to: string) => bench.measure(source, 'anomaly_rate', from, to);

describe('anomaly_rate', () => {
  it('holds the rate of the window against its bounds and against the 30 days before, the window left out', async () => {
    const [rate, change] = await measure(monitor('scores'), '2026-02-10', '2026-02-11');
    expect(rate).toMatchObject({
      metric: 'anomaly_rate',
      value: 0.2,
      threshold: 0.15,
      direction: 'above',
      state: 'breach',
      reason: 'TOO_HIGH: 40 of 200 rows',
    });
    expect(change!.value).toBeCloseTo(0.15, 12);
    expect(change).toMatchObject({ threshold: 0.05, state: 'breach', reason: '20 %, and 5 % in the 30 days before' });
  });

  it('leaves out of the days before what lies more than 30 of them back', async () => {
    const [, change] = await measure(monitor('scores'), '2026-02-19', '2026-02-20');
    // 21 days of 10, 8 of 40 and one of none, of 200 rows each; with the 19 days before them it would be 7.3 %.
    expect(change!.value).toBeCloseTo(0.2 - 530 / 6000, 12);
  });

  it('does not take for a change what chance does to few rows', async () => {
    const [, change] = await measure(monitor('small'), '2026-02-10', '2026-02-11');
    expect(change).toMatchObject({ threshold: 0.05, state: 'ok' });
    expect(change!.value).toBeCloseTo(0.075, 12);
    expect(change!.floor).toBeGreaterThan(0.075);
  });

  it('calls a rate inside the bounds NORMAL and one under them TOO_LOW', async () => {
    const [usual, still] = await measure(monitor('scores'), '2026-02-01', '2026-02-02');
    expect(usual).toMatchObject({ value: 0.05, state: 'ok', reason: 'NORMAL: 10 of 200 rows' });
    expect(still).toMatchObject({ value: 0, state: 'ok' });
    const [none] = await measure(monitor('scores'), '2026-02-17', '2026-02-18');
    expect(none).toMatchObject({
      value: 0,
      threshold: 0.02,
      direction: 'below',
      state: 'breach',
      reason: 'TOO_LOW: 0 of 200 rows',
    });
  });

  it('counts the days of a longer window that are out of bounds', async () => {
    const [rate] = await measure(monitor('scores').replace('1 day', '4 days'), '2026-02-08', '2026-02-12');
    expect(rate).toMatchObject({
      value: 0.125,
      state: 'ok',
      reason: 'NORMAL: 100 of 800 rows; 2 of 4 days out of bounds',
    });
  });

  it('reads numbers as marks, and needs no mark in the reference', async () => {
    const numbers = await measure(monitor('numbers'), '2026-02-10', '2026-02-11');
    const trailing = '{table: numbers.parquet, trailing: 30 days}';
    const same = await measure(monitor('numbers', '', trailing), '2026-02-10', '2026-02-11');
    expect(numbers.map(({ value }) => value)).toEqual(same.map(({ value }) => value));
    expect(numbers[0]!.value).toBe(0.2);
  });

  it('leaves rows without a mark out', async () => {
    const [rate] = await measure(monitor('gaps'), '2026-02-01', '2026-02-02');
    expect(rate!.reason).toMatch(/of 100 rows$/);
  });

  it('refuses values that are no marks, whatever their share', async () => {
    const [rate, change] = await measure(monitor('signs'), '2026-02-01', '2026-02-02');
    expect([rate!.state, change!.state]).toEqual(['unknown', 'unknown']);
    expect(rate!.reason).toMatch(/^Column 'is_anomaly' holds "(-1|1)"; it must be true or 1 for an anomaly/);
  });

  it('does not know the change before a week of marks, and says so', async () => {
    const [rate, change] = await measure(monitor('scores'), '2026-01-04', '2026-01-05');
    expect(rate!.state).toBe('ok');
    expect(change).toMatchObject({
      state: 'unknown',
      reason: 'Too little history: marks on 3 days before the window, and 7 are needed',
    });
  });

  it('does not know the change from a few rows, on however many days', async () => {
    const [, change] = await measure(monitor('begun'), '2026-01-11', '2026-01-12');
    const reason = 'Too little history: 20 rows with a mark before the window, and 30 are needed';
    expect(change).toMatchObject({ state: 'unknown', reason });
  });

  it('takes the baseline from stored slices where there are some, and gets the same numbers', async () => {
    const runs = await bench.run(monitor('scores'), '2026-02-06', '2026-02-12');
    const last = runs.at(-1)!.measurements.filter(({ check }) => check === 'anomaly_rate');
    const alone = await measure(monitor('scores'), '2026-02-11', '2026-02-12');
    expect(last).toEqual(alone);
  });

  it('is what rules may ask about, and alerts where no rule does', async () => {
    const [silent] = await bench.run(monitor('scores'), '2026-02-10', '2026-02-11');
    expect(silent).toMatchObject({ said: '', alerts: [{ rule: 'anomaly_rate' }] });
    const rule = 'alerts: {rules: [{name: jump, condition: anomaly_rate_change > 0.1 && anomaly_rate > 0.15}]}';
    const [ruled] = await bench.run(monitor('scores', rule), '2026-02-10', '2026-02-11');
    expect(ruled!.alerts.map((alert) => alert.rule)).toEqual(['jump']);
  });
});
