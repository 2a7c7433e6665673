import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';

/** Six days; the batch of each takes ten minutes, that of the fourth three hours; two versions take turns by row. */
const SCORES = `SELECT TIMESTAMP '2026-03-01 02:00:00' + to_days((i // 60)::INTEGER)
    + to_seconds((i % 60 * CASE WHEN i // 60 = 3 THEN 180 ELSE 10 END)::INTEGER) AS scored_at,
  CASE WHEN i % 60 < 30 THEN 'v1' ELSE 'v2' END AS version, i % 7 AS amount FROM range(360) AS r(i)`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({ scores: SCORES });
});
afterAll(() => bench.close());

const monitor = (more = '') => `model_name: nightly
reference_dataset: {table: scores.parquet, from: 2026-03-01, to: 2026-03-03}
current_dataset: scores.parquet
timestamp_column: scored_at
window: 2 days
latency: {max_duration: 1 hour}
${more}
`;
const measure = (source: string, from: string, to: string) => bench.measure(source, 'latency', from, to);

describe('latency', () => {
  it('is the time from the first to the last row of the longest batch', async () => {
    expect(await measure(monitor(), '2026-03-03', '2026-03-05')).toMatchObject([
      {
        metric: 'batch_seconds',
        value: 59 * 180,
        threshold: 3600,
        direction: 'above',
        state: 'breach',
        reason: 'The longest of 2 batches: 2026-03-04, 60 rows',
      },
    ]);
    expect(await measure(monitor(), '2026-03-05', '2026-03-07')).toMatchObject([{ value: 590, state: 'ok' }]);
  });

  it('tells the batches of model versions apart', async () => {
    const [one] = await measure(monitor('model_version_column: version'), '2026-03-03', '2026-03-05');
    expect(one).toMatchObject({
      value: 29 * 180,
      reason: expect.stringMatching(/^The longest of 4 batches: 2026-03-04, version v[12], 30 rows; 2 took too long$/),
    });
  });

  it('knows nothing of a window without rows', async () => {
    expect(await measure(monitor(), '2026-03-08', '2026-03-10')).toMatchObject([
      { state: 'unknown', reason: 'No rows in the current window' },
    ]);
  });

  it('alerts where no rule speaks of it, and answers rules that do', async () => {
    const [silent] = await bench.run(monitor(), '2026-03-03', '2026-03-05');
    expect(silent).toMatchObject({ said: '', alerts: [{ rule: 'latency' }] });
    const rule = 'alerts: {rules: [{name: slow, condition: batch_seconds > 7200}]}';
    const [ruled] = await bench.run(monitor(rule), '2026-03-03', '2026-03-05');
    expect(ruled!.alerts.map((alert) => alert.rule)).toEqual(['slow']);
  });

  it('needs event times', async () => {
    const source = monitor()
      .replace('timestamp_column: scored_at\n', '')
      .replace(/reference_dataset: .*/, 'reference_dataset: scores.parquet');
    const { measurements } = await bench.runWhole(source);
    expect(measurements.find(({ check }) => check === 'latency')).toMatchObject({
      state: 'unknown',
      reason: 'Event times are unknown. Set timestamp_column',
    });
  });
});
