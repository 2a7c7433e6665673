import { expect, test } from 'vitest';
import { faultsOf, HEAD, loadBody } from './support.ts';

const conditions = (body: string) => loadBody(body).rules.map(({ name, condition }) => `${name}: ${condition}`);
const threshold = (limits: string) => conditions(`alerts: {thresholds: {accuracy: ${limits}}}\n`)[0];

test.each([
  ['{min_value: 0.85, comparison: ">="}', 'accuracy < 0.85'],
  ['{min_value: 0.85}', 'accuracy < 0.85'],
  ['{min_value: 0.85, comparison: ">"}', 'accuracy <= 0.85'],
  ['{max_value: 0.99, comparison: "<="}', 'accuracy > 0.99'],
  ['{max_value: 0.99, comparison: "<"}', 'accuracy >= 0.99'],
  ['{min_value: 0.8, max_value: 0.99}', 'accuracy < 0.8 || accuracy > 0.99'],
  ['{min_value: -1e21}', 'accuracy < -1e+21'],
])('the threshold %s breaches when %s', (limits, expected) => {
  expect(threshold(limits)).toBe(`accuracy_threshold: ${expected}`);
});

test('a threshold has the severity and the patience that it names', () => {
  const [rule] = loadBody('alerts: {thresholds: {accuracy: {min_value: 1, severity: HIGH, for: 2 of 3}}}\n').rules;
  expect(rule).toMatchObject({ severity: 'high', debounce: { breaches: 2, of: 3 } });
});

test('a rule waits for two of the three newest windows unless it says otherwise', () => {
  const { rules } = loadBody(
    'quality: {}\nalerts: {thresholds: {accuracy: {min_value: 1}}, rules: [{name: r, condition: rows < 1}]}\n',
  );
  expect(rules.map(({ name, debounce }) => [name, debounce])).toEqual(
    ['accuracy_threshold', 'r', 'quality'].map((name) => [name, { breaches: 2, of: 3 }]),
  );
});

test.each(['0 of 3', '4 of 3', '2 of 31', '2', 'two of three'])('for: %s is refused', (patience) => {
  const body = `alerts: {rules: [{name: r, condition: rows < 1, for: ${patience}}]}\nquality: {}\n`;
  expect(faultsOf(HEAD + body).join()).toMatch(/alerts\.rules\[0\]\.for: got .*expected/);
});

test('every check that can breach has a rule of its own where none speaks of it', () => {
  const body =
    'timestamp_column: at\nfeature_drift: {}\nprediction_drift: {}\nquality: {}\nvolume: {}\nfreshness: {}\n';
  expect(conditions(body)).toEqual([
    'feature_drift: drifted_columns > 0',
    'prediction_drift: breaches("prediction_drift") > 0',
    'quality: breaches("quality") > 0',
    'volume: breaches("volume") > 0',
    'freshness: breaches("freshness") > 0',
  ]);
});

test.each([
  ['feature_drift: {}', 'drift_score > 0.1'],
  ['feature_drift: {}', 'drifted_share > 0.5'],
  ['feature_drift: {features: [tenure]}', 'drift("psi", "tenure") > 0.2'],
  ['prediction_drift: {}', 'drift("psi", "prediction") > 0.2'],
  ['quality: {}', 'missing_rate > 0.1'],
  ['volume: {}', 'rows < 100'],
  ['volume: {}', 'breaches("volume") > 0'],
])('%s has no rule of its own beside %s', (check, condition) => {
  const body = `${check}\nalerts: {rules: [{name: mine, condition: '${condition}'}]}\n`;
  expect(conditions(body)).toEqual([`mine: ${condition}`]);
});

test('a rule that is called like a check does not take its default rule away', () => {
  const body = 'quality: {}\nalerts: {rules: [{name: Quality, condition: accuracy < 1}]}\n';
  expect(conditions(body)).toEqual(['Quality: accuracy < 1', 'quality_default: breaches("quality") > 0']);
});

test('what a rule names is measured, although no check asks for it', () => {
  const rule = (condition: string) => loadBody(`alerts: {rules: [{name: r, condition: '${condition}'}]}\n`);
  expect(rule('recall < 0.5').metrics).toEqual(['recall']);
  expect(rule('drift_score > 0.1').featureDrift).not.toBeNull();
  expect(rule('outlier_rate > 0.1').quality?.outlierRate).toEqual({ max: null, maxIncrease: null, fences: 'iqr' });
  expect(rule('active_days < 3').freshness).toEqual({
    maxDaysSincePrediction: null,
    minActiveDays: null,
    maxDaysSinceTrainingData: null,
  });
});

test('a limit on vanished values leaves the rule on drift in place', () => {
  const body = 'alerts: {thresholds: {vanished_share: {max_value: 0.01}}}\n';
  expect(loadBody(body).featureDrift).not.toBeNull();
  expect(conditions(body)).toEqual([
    'vanished_share_threshold: vanished_share > 0.01',
    'feature_drift: drifted_columns > 0',
  ]);
});

test.each([
  ['anomaly_rate > 0.1', '', /it needs anomaly_rate with its column/],
  ['drift("psi", "tenure") > 1', 'quality: {}\n', /"tenure" is not a watched column/],
  ['drift("psi", "prediction") > 1', 'quality: {}\n', /it needs prediction_drift/],
  ['breaches("volume") > 0', 'quality: {}\n', /it needs volume/],
  ['rmse > 3', 'metrics: [accuracy]\n', /rmse needs problem_type: regression/],
  ['acuracy < 1', '', /at character 1, "acuracy" is not a name/],
])('the rule %s is refused where it can never be answered', (condition, body, expected) => {
  expect(faultsOf(`${HEAD}${body}alerts: {rules: [{name: r, condition: '${condition}'}]}\n`).join('\n')).toMatch(
    expected,
  );
});

test('two rules cannot have one name', () => {
  const body =
    'alerts: {thresholds: {accuracy: {min_value: 1}}, rules: [{name: Accuracy_threshold, condition: rows < 1}]}\n';
  expect(faultsOf(HEAD + body).join()).toMatch(/alerts\.rules\[0\]: the name "Accuracy_threshold" is taken/);
});

test.each([
  ['{}', /expected min_value, max_value or both/],
  ['{min_value: 1, comparison: "<="}', /expected ">=" or ">" with min_value|expected "<=" or "<" with max_value/],
  ['{min_value: 2, max_value: 1}', /expected a number not below min_value/],
  ['{min_value: 1, comparison: "=="}', /expected >=, >, <= or <, in quotes/],
])('the threshold %s is refused', (limits, expected) => {
  expect(faultsOf(`${HEAD}alerts: {thresholds: {accuracy: ${limits}}}\n`).join('\n')).toMatch(expected);
});

test('channels of the whole monitor come from the channels, addresses and webhook of alerts', () => {
  const body =
    'quality: {}\nalerts:\n  channels: [{type: slack, channel: "#ops", mention: "@oncall"}]\n  email_recipients: [a@b.co]\n  slack_webhook: https://hooks.slack.com/services/x\n';
  expect(loadBody(body).channels).toEqual([
    { type: 'slack', channel: '#ops', webhook: null, mention: '@oncall' },
    { type: 'email', recipients: ['a@b.co'] },
    { type: 'slack', channel: null, webhook: 'https://hooks.slack.com/services/x', mention: null },
  ]);
});

test('an empty quality watches for more missing values, and rules without a limit allow none', () => {
  expect(loadBody('quality: {}\n').quality).toMatchObject({
    missingRate: { max: null, maxIncrease: 0.05 },
    invalidRate: null,
  });
  expect(loadBody('quality: {rules: {a: {min: 0}}}\n').quality).toMatchObject({
    missingRate: null,
    invalidRate: { max: 0 },
  });
});

test('a drift method that only a rule names is measured all the same', () => {
  const rule = `alerts: {rules: [{name: r, condition: 'drift("psi", "tenure") > 0.2'}]}\n`;
  const monitor = loadBody(`feature_drift: {features: [tenure], drift_methods: [ks_test]}\n${rule}`);
  expect(monitor.featureDrift?.asked).toEqual({ tenure: ['psi'] });
});
