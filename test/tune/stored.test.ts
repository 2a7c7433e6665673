import { expect, test } from 'vitest';
import { daysOf, listProposals, monitorOf, reasonOf, tell } from './support.ts';

const QUIET = '{name: gone, condition: rows < 1, for: 1 of 1}';

test('the limit of a custom metric is tuned by votes, from the values that runs measured', async () => {
  const metrics = 'custom_metrics:\n  - {name: mean_amount, sql_expression: AVG(amount), max_value: 55}';
  const rule = '{name: dear, condition: breaches("custom") > 0, for: 1 of 1}';
  const story = await tell(monitorOf(rule, metrics), { 15: 9, 22: 10, 30: 11, 38: 30 });
  for (const over of [15, 22, 30]) story.vote(over, { noise: 1 });
  story.vote(38, { useful: 1 });
  const tuning = await story.tune();
  expect(listProposals(tuning)).toEqual(['custom_metrics.mean_amount.max_value 55 -> 61 (3, 0)']);
  expect(tuning.missed).toEqual([]);
  expect(daysOf(tuning.after)).toEqual([38]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
  expect(daysOf(await story.backtest([{ path: 'custom_metrics.mean_amount.max_value', value: 60.5 }]))).toEqual([
    30, 38,
  ]);
});

test('the success rate of jobs is tuned, and a rule about a custom metric in its own condition', async () => {
  // Of ten runs a day one fails on days 16 and 24, and six on day 33.
  const runs = `SELECT 'train' AS job_name, TIMESTAMP '2026-02-01 03:00:00' + to_days(d::INTEGER) AS run_start_time,
    CASE WHEN (d IN (16, 24) AND i < 1) OR (d = 33 AND i < 6) THEN 'FAILED' ELSE 'SUCCESS' END AS result_state
    FROM range(45) AS r(d), range(10) AS s(i)`;
  const checks = `jobs: {table: runs.parquet, min_success_rate: 0.95}
custom_metrics:
  - {name: mean_amount, sql_expression: AVG(amount)}`;
  const rules = `{name: failing, condition: breaches("jobs") > 0, for: 1 of 1}
    - {name: dear, condition: mean_amount > 55, for: 1 of 1}`;
  const story = await tell(monitorOf(rules, checks), { 12: 7, 20: 8, 40: 30 }, { tables: { 'runs.parquet': runs } });
  for (const over of [16, 24, 12, 20]) story.vote(over, { noise: 1 });
  for (const over of [33, 40]) story.vote(over, { useful: 1 });
  const tuning = await story.tune();
  expect(listProposals(tuning)).toEqual([
    'alerts.rules.dear.condition 55 -> mean_amount > 58 (2, 0)',
    'jobs.min_success_rate 0.95 -> 0.9 (2, 0)',
  ]);
  expect(daysOf(tuning.after)).toEqual([33, 40]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
});

test('the longest allowed batch is tuned, and written as a duration', async () => {
  // 199 rows after the first, five seconds apart; ten on two days, and fifty on one.
  const slow = ` REPLACE (date_trunc('day', at_time) + to_seconds((date_diff('minute', date_trunc('day', at_time), at_time)
    / 7 * CASE WHEN date_part('day', at_time) IN (16, 24) AND date_part('month', at_time) = 2 THEN 10
      WHEN at_time >= TIMESTAMP '2026-03-09' AND at_time < TIMESTAMP '2026-03-10' THEN 50 ELSE 5 END)::INTEGER) AS at_time)`;
  const rule = '{name: slow, condition: breaches("latency") > 0, for: 1 of 1}';
  const story = await tell(monitorOf(rule, 'latency: {max_duration: 20 minutes}'), {}, { columns: slow });
  for (const over of [15, 23]) story.vote(over, { noise: 1 });
  story.vote(36, { useful: 1 });
  const tuning = await story.tune();
  expect(tuning.settings).toEqual([{ path: 'latency.max_duration', value: '2000 seconds' }]);
  expect(daysOf(tuning.after)).toEqual([36]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
});

test('without a run in the span its limits stay, and it is said which command measures it', async () => {
  const checks = `latency: {max_duration: 1 minute}
custom_metrics:
  - {name: mean_amount, sql_expression: AVG(amount), max_value: 1}`;
  const story = await tell(monitorOf(QUIET, checks), {}, { hasBot: false });
  const tuning = await story.tune();
  expect([tuning.before, tuning.settings]).toEqual([[], []]);
  for (const path of ['latency.max_duration', 'custom_metrics.mean_amount.max_value']) {
    expect(reasonOf(tuning, path)).toMatch(
      /^no run has measured it in this span.*`mlmon run` with --from and --to does$/,
    );
  }
});
