import { expect, test } from 'vitest';
import { load, loadBody, readFixture } from './support.ts';

test('loadMonitor() reads the full example', () => {
  const { monitor } = load(readFixture('full.yaml'));
  expect(monitor.modelName).toBe('customer_churn_predictor');
  expect(monitor.windowMs).toBe(7 * 86_400_000);
  expect(monitor.latenessMs).toBe(3 * 86_400_000);
  expect(monitor.labels).toEqual({
    table: 'ml.churn_outcomes',
    on: ['customer_id'],
    delayMs: 86_400_000,
    timestampColumn: null,
  });
  expect(monitor.featureDrift?.columns.tenure).toEqual({
    driftMethods: ['psi'],
    threshold: 0.2,
    pValue: null,
    importance: 0.4,
  });
  expect(monitor.rules.find(({ name }) => name === 'accuracy_drop')).toMatchObject({
    severity: 'high',
    debounce: { breaches: 2, of: 3 },
  });
  expect(monitor.retrain).toMatchObject({ mode: 'approve', triggers: { max_age_ms: 30 * 86_400_000 } });
  expect(monitor.positiveLabel).toBe('true');
});

test('loadMonitor() reads the keys and words of the Python configuration as they are', () => {
  const { monitor } = load(readFixture('python.yaml'));
  expect(monitor.timestampColumn).toBeNull();
  expect(monitor.featureDrift?.driftMethods).toEqual(['wasserstein', 'ks_test', 'js_divergence']);
  expect(monitor.predictionDrift).toMatchObject({ driftMethods: ['psi'], threshold: 0.1 });
  expect(monitor.schedule).toEqual({
    cron: '0 */6 * * *',
    timezone: 'UTC',
    startAt: Date.UTC(2025, 4, 13),
    isPaused: false,
  });
  expect(monitor.rules.map(({ name, condition, severity }) => [name, condition, severity])).toEqual([
    ['accuracy_threshold', 'accuracy < 0.85', 'medium'],
    ['f1_score_threshold', 'f1_score < 0.8', 'medium'],
    ['drift_score_threshold', 'drift_score > 0.1', 'medium'],
    ['accuracy_drop', 'accuracy < 0.85', 'high'],
    ['drift_detected', 'drift_score > 0.1', 'medium'],
    ['prediction_drift', 'breaches("prediction_drift") > 0', 'medium'],
  ]);
  expect(monitor.customMetrics.map(({ name, betterIs }) => [name, betterIs])).toEqual([
    ['business_impact', 'higher'],
    ['false_positive_rate', 'lower'],
  ]);
});

test('loadMonitor() says what of a definition this version does not act on', () => {
  const keys = load(readFixture('full.yaml')).notices.map(({ key }) => key);
  expect(keys).toEqual([
    'dashboard',
    'retrain',
    'compute_config.instance_type',
    'compute_config.num_workers',
    'alerts (email)',
    'alerts (pagerduty)',
    'feature_drift.categorical_features',
  ]);
});

test('loadMonitor() says which slicing expressions are not measured', () => {
  const body = 'slicing_exprs: [region, "region, plan", "amount > 100", "a, b, c"]\nquality: {}\n';
  const { notices } = load(`model_name: m\nreference_dataset: a\ncurrent_dataset: b\n${body}`);
  expect(notices.map(({ message }) => message)).toEqual([
    expect.stringContaining('slicing_exprs "amount > 100" is not measured: this version slices by the values of'),
    expect.stringContaining('slicing_exprs "a, b, c" is not measured'),
  ]);
});

test('loadMonitor() has no notice about what this version does', () => {
  expect(
    load('model_name: m\nreference_dataset: a\ncurrent_dataset: b\nmetrics: [accuracy]\nquality: {}\n').notices,
  ).toEqual([]);
});

test('loadMonitor() leaves score and label columns open and calls the prediction "prediction"', () => {
  const monitor = loadBody('metrics: [accuracy]\n');
  expect(monitor).toMatchObject({ predictionColumn: 'prediction', scoreColumn: null, labelColumn: null });
});

test('loadMonitor() follows anchors, aliases and merge keys', () => {
  const monitor = loadBody(
    'feature_drift: &drift\n  drift_methods: [psi]\nprediction_drift: *drift\nlabel_drift:\n  <<: *drift\n  threshold: 0.3\n',
  );
  expect(monitor.predictionDrift?.driftMethods).toEqual(['psi']);
  expect(monitor.labelDrift).toMatchObject({ driftMethods: ['psi'], threshold: 0.3 });
});

test('loadMonitor() tells regression from its metrics', () => {
  expect(loadBody('metrics: [rmse, r2]\n').problemType).toBe('regression');
  expect(loadBody('metrics: [accuracy]\n').problemType).toBe('classification');
});

test('loadMonitor() keeps the source and the folder for export and relative paths', () => {
  const source = 'model_name: m\nreference_dataset: a\ncurrent_dataset: b\nquality: {}\n';
  expect(load(source)).toMatchObject({ source, baseDir: null });
});

test('loadMonitor() takes a ";" or a comment sign within a text of an expression for what it is', () => {
  const expression = "COUNT_IF(kind = 'a;b') + COUNT_IF(kind = '--') + COUNT_IF(\"odd /* name\" = 1)";
  const monitor = loadBody(`custom_metrics: [{name: odd, sql_expression: ${JSON.stringify(expression)}}]`);
  expect(monitor.customMetrics[0]!.sqlExpression).toBe(expression);
  expect(() => loadBody('custom_metrics: [{name: odd, sql_expression: "COUNT(*); SELECT 1"}]')).toThrow(
    /";" or a comment/,
  );
});
