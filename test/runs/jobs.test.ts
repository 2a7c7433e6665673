import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';

const SCORES = `SELECT TIMESTAMP '2026-03-01' + to_days((i // 50)::INTEGER) AS scored_at, i % 7 AS amount FROM range(500) AS r(i)`;
/** Ten days of one run a day: training fails on days 4 and 5, and scoring never; the last run of training goes on. */
const RUNS = `SELECT job_name, TIMESTAMP '2026-03-01 06:00:00' + to_days(d::INTEGER) AS run_start_time,
    CASE WHEN job_name = 'ML train' AND d IN (4, 5) THEN 'FAILED' WHEN job_name = 'ML train' AND d = 9 THEN NULL
      WHEN job_name = 'ML score' THEN 'SUCCEEDED' ELSE 'SUCCESS' END AS result_state
  FROM range(10) AS r(d), (VALUES ('ML train'), ('ML score'), ('it''s 100%_done'), ('billing')) AS j(job_name)`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({
    scores: SCORES,
    runs: RUNS,
    upper: `SELECT job_name AS JOB_NAME, run_start_time AS Run_Start_Time, result_state FROM (${RUNS})`,
    texts: `SELECT job_name, CAST(run_start_time AS VARCHAR) AS run_start_time, result_state FROM (${RUNS})`,
    wrong: 'SELECT job_name, run_start_time FROM (VALUES (1, 2)) AS t(job_name, run_start_time)',
  });
});
afterAll(() => bench.close());

const monitor = (jobs: string, more = '') => `model_name: nightly
reference_dataset: {table: scores.parquet, from: 2026-03-01, to: 2026-03-03}
current_dataset: scores.parquet
timestamp_column: scored_at
window: 4 days
jobs: ${jobs}
${more}
`;
const ML = '{table: runs.parquet, like: "%ML%"}';
const measure = (jobs: string, from = '2026-03-04', to = '2026-03-08') =>
  bench.measure(monitor(jobs), 'jobs', from, to);

describe('jobs', () => {
  it('give the share of successful runs of each job that fits the pattern, the worst first', async () => {
    expect(await measure(ML)).toMatchObject([
      { metric: 'job_success_rate', segment: null, value: 0.5, reason: 'The lowest of 2 jobs: ML train', state: 'ok' },
      {
        segment: 'ML train',
        value: 0.5,
        threshold: 0.95,
        direction: 'below',
        state: 'breach',
        reason: '2 of 4 runs succeeded; failures on 2026-03-05 (0 of 1), 2026-03-06 (0 of 1)',
      },
      { segment: 'ML score', value: 1, state: 'ok', reason: '4 of 4 runs succeeded' },
    ]);
  });

  it('do not take a run that goes on for one that failed', async () => {
    const found = await measure(ML, '2026-03-07', '2026-03-11');
    expect(found.find(({ segment }) => segment === 'ML train')).toMatchObject({
      value: 1,
      state: 'ok',
      reason: '3 of 3 runs succeeded; 1 without a result yet',
    });
  });

  it('are found by any pattern, whose text is never read as SQL', async () => {
    const all = await measure('{table: runs.parquet}');
    expect(all.map(({ segment }) => segment)).toEqual([null, 'ML train', 'ML score', 'billing', "it's 100%_done"]);
    const quoted = await measure(`{table: runs.parquet, like: "it's%"}`);
    expect(quoted.map(({ segment }) => segment)).toEqual([null, "it's 100%_done"]);
    const hostile = await measure(`{table: runs.parquet, like: "' OR 1=1 --"}`);
    expect(hostile).toMatchObject([
      { state: 'unknown', reason: "No job like '' OR 1=1 --' has a run in the window in runs.parquet" },
    ]);
  });

  it('are read from columns in any case', async () => {
    expect((await measure('{table: upper.parquet, like: "ML t%"}'))[0]).toMatchObject({ value: 0.5 });
  });

  it('say what is missing, and leave the rest of the run alone', async () => {
    const [run] = await bench.run(monitor('{table: wrong.parquet}'), '2026-03-04', '2026-03-08');
    expect(run!.measurements.filter(({ check }) => check === 'jobs')).toMatchObject([
      {
        state: 'unknown',
        reason: expect.stringContaining(
          'jobs.table: wrong.parquet has no column "result_state". It needs job_name, run_start_time, result_state',
        ),
      },
    ]);
    expect(run!.measurements.find(({ metric }) => metric === 'rows')).toMatchObject({ value: 200 });
    expect((await measure('{table: texts.parquet}'))[0]).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/"run_start_time" of texts\.parquet is VARCHAR, not a date or time\. Name a view/),
    });
    expect((await measure('{table: nowhere.parquet}'))[0]).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/not found: nowhere\.parquet/i),
    });
  });

  it('alert where no rule speaks of them, and answer rules that do', async () => {
    const [silent] = await bench.run(monitor(ML), '2026-03-04', '2026-03-08');
    expect(silent).toMatchObject({ said: '', alerts: [{ rule: 'jobs' }] });
    const rule = 'alerts: {rules: [{name: failing, condition: job_success_rate < 0.6}]}';
    const [ruled] = await bench.run(monitor(ML, rule), '2026-03-04', '2026-03-08');
    expect(ruled!.alerts.map((alert) => alert.rule)).toEqual(['failing']);
  });
});
