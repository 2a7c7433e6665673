import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { faultsOf, HEAD, load } from './support.ts';

test('loadMonitor() names every fault at once, with line, column, key, value and what is expected', () => {
  const source = `model_name: churn
reference_dataset: x
metrics: [acuracy, missing_rate]
window: 3 fortnights
feature_drift:
  drift_method: [psi]
  threshold: high
  drift_methods: [psi, wassertein]
alerts:
  thresholds:
    f1scor: {min_value: 1}
  rules:
    - {name: a, condition: "accuracy < .85", severity: urgent}
schedule: {cron_expression: "99 * * * *", timezone: Europe/Berln}
`;
  expect(faultsOf(source)).toEqual([
    '3:11 metrics[0]: got "acuracy": the metric is not supported; did you mean "accuracy"?',
    '3:20 metrics[1]: got "missing_rate": it belongs under quality: {missing_rate: {max: 0.05}}',
    '4:9 window: got "3 fortnights": expected a duration such as "7 days", "2 hours" or "30d"',
    '6:3 feature_drift.drift_method: "drift_method" is not a key of feature_drift; did you mean "drift_methods"?',
    '7:14 feature_drift.threshold: got "high": expected a number above or equal to 0',
    '8:24 feature_drift.drift_methods[1]: got "wassertein": expected wasserstein, ks_test, js_divergence, js_distance, psi, chi_square, kl_divergence or z_score; did you mean "wasserstein"?',
    '11:5 alerts.thresholds.f1scor: the metric "f1scor" is not supported; did you mean "f1_score"?',
    '13:28 alerts.rules[0].condition: got "accuracy < .85": at character 12, write 0.85 instead of .85',
    '13:56 alerts.rules[0].severity: got "urgent": expected low, medium, high or critical',
    '14:29 schedule.cron_expression: got "99 * * * *": expected a cron expression such as "0 */6 * * *": the minutes field "99" is not valid',
    '14:53 schedule.timezone: got "Europe/Berln": expected a time zone such as Europe/Berlin; did you mean "Europe/Berlin"?',
  ]);
});

test('loadMonitor() throws an AppError for users, with the places in its message', () => {
  const attempt = () => load('model_name: churn\n');
  expect(attempt).toThrow(AppError);
  expect(attempt).toThrow(/^Cannot load m\.yaml: 1 fault\nm\.yaml:1:1 reference_dataset: is missing/);
});

test.each([
  ['a syntax error', 'model_name: [x', /^1:15 : it is not YAML/],
  ['a key that stands there twice', 'model_name: a\nmodel_name: b', /^2:1 : the key stands here a second time/],
  ['an empty file', '# nothing', /^1:\d+ : it is empty/],
  ['a list', '- model_name: a', /expected a block with model_name/],
  ['a tab', 'feature_drift:\n\tthreshold: 1', /^2:1 : a tab stands here/],
  ['a second document', 'model_name: a\n---\nmodel_name: b', /one file holds one monitor/],
  ['an unknown alias', 'model_name: *nobody', /alias/i],
  ['an unknown tag', 'model_name: !secret x', /^1:13 : it is not YAML/],
])('loadMonitor() refuses %s', (_what, source, expected) => {
  expect(faultsOf(source).join('\n')).toMatch(expected);
});

test('loadMonitor() refuses text that is too long or too deeply nested', () => {
  expect(faultsOf(`# ${'x'.repeat(200_001)}`)).toEqual(['1:1 : it has 200003 characters; at most 200000 are read']);
  for (const deep of [
    '['.repeat(50_000),
    '{a: '.repeat(5000),
    `\n${'- '.repeat(50_000)}x`,
    `\n${'? '.repeat(50_000)}x`,
  ]) {
    expect(faultsOf(`model_name: ${deep}`)).toEqual(['1:1 : it is too deeply nested']);
  }
});

test('loadMonitor() refuses aliases that unfold into millions of values', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
  for (const [to, from] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf'].map((pair) => [pair[0], pair[1]])) {
    bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(',')}]`);
  }
  expect(faultsOf(bomb.join('\n')).join()).toMatch(/repeats too much/);
});

test.each([
  ['window: 36 hours\nquality: {}', /window: got "36 hours": expected a whole number of slices of 1 day/],
  ['window: 30000 days\nquality: {}', /window: got "30000 days": expected at most 10000 slices/],
  ['freshness: {}', /timestamp_column: is missing: freshness needs the column of event time/],
  ['metrics: [accuracy, rmse]', /metrics\[1\]: got "rmse": it is no metric of classification/],
  ['feature_drift: {features: [a], columns: {b: {threshold: 1}}}', /"b" is not among features/],
  ['schedule: "0 0 31 2 *"\nquality: {}', /schedule: got "0 0 31 2 \*"/],
  ['schedule: "* * * * * *"\nquality: {}', /more than once a minute/],
  ['schedule: {cron_expression: "@daily", timezone: "+02:00"}\nquality: {}', /expected a time zone/],
  ['schedule: {cron_expression: "@daily", timezone: IST}\nquality: {}', /expected a time zone/],
  ['description: nothing', /: it has no check; add one, for example feature_drift: \{\}/],
  ['volume:', /volume: got nothing: expected a block with expected; \{\} is enough for the defaults/],
  ['quality: {rules: {a: {matches: "("}}}', /expected a regular expression/],
  ['quality: {rules: {a: {matches: "a\\0b"}}}', /expected a regular expression, without NUL characters/],
  ['quality: {rules: {a: {in: ["a\\0b"]}}}', /without NUL characters/],
  ['quality: {rules: {a: {min: 2, max: 1}}}', /expected a number that is not below min/],
  ['slicing_exprs: ["region; DROP TABLE x"]\nquality: {}', /expected a single SQL expression/],
  ['aliases: [two words]\nquality: {}', /aliases\[0\]/],
  ['custom_metrics: [{name: accuracy, sql_expression: "1"}]', /expected a name that no other metric has/],
  ['quality: {missing_rate: {max: 5}}', /expected a share between 0 and 1, such as 0.05 for 5 %/],
  ['feature_drift: {features: [a, a]}', /it stands here twice/],
])('loadMonitor() refuses %j', (body, expected) => {
  expect(faultsOf(`${HEAD}${body}\n`).join('\n')).toMatch(expected);
});

test('loadMonitor() does not repeat the secret part of an address', () => {
  const faults = faultsOf(
    `${HEAD}quality: {}\nalerts: {slack_webhook: "http://hooks.slack.com/services/T0/B0/s3cr3t"}\n`,
  );
  expect(faults.join()).toContain('got "http://hooks.slack.com/..."');
  expect(faults.join()).not.toContain('s3cr3t');
});

test('loadMonitor() points into a block that came by an alias', () => {
  const faults = faultsOf(`${HEAD}feature_drift: &d {threshold: -1}\nprediction_drift: *d\n`);
  expect(faults.map((fault) => fault.split(':').slice(0, 2).join(':'))).toEqual([
    '4:31 feature_drift.threshold',
    '4:31 prediction_drift.threshold',
  ]);
});

test.each([
  ['anomaly_rate: {column: mark, min: 0.5, max: 0.1}', '4:45 anomaly_rate.max: got 0.1: expected a share that is not'],
  ['anomaly_rate: {column: mark, min: 0.5}', 'anomaly_rate.max: is missing: expected a share that is not below min'],
  ['volume: {expected: {min: 9, max: 5}}', '4:34 volume.expected.max: got 5: expected a number of rows that is not'],
  [
    'custom_metrics: [{name: a, sql_expression: SUM(x), min_value: 2, max_value: 1}]',
    '4:77 custom_metrics[0].max_value: got 1: expected a number that is not below min_value',
  ],
  ['quality: {rules: {x: {min: 1e400}}}', '4:28 quality.rules.x.min: got Infinity: expected a number'],
])('limits that no value can be within are refused: %s', (body, fault) => {
  expect(faultsOf(`${HEAD}${body}\n`)).toEqual([expect.stringContaining(fault)]);
});
