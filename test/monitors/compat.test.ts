import { expect, it } from 'vitest';
import { loadMonitor } from '../../src/monitors/load.ts';

const load = (drift: string) =>
  loadMonitor(`model_name: m\nreference_dataset: a\ncurrent_dataset: b\ntimestamp_column: at\n${drift}\n`, {
    baseDir: null,
  });

it('compat: nannyml takes the methods that NannyML has', () => {
  const { monitor, notices } = load(
    'feature_drift: {compat: nannyml, drift_methods: [ks_test, chi_square, wasserstein, js_distance]}',
  );
  expect(monitor.featureDrift).toMatchObject({ compat: 'nannyml' });
  expect(notices).toEqual([]);
});

it('compat: nannyml refuses other methods by name and says which there are', () => {
  expect(() => load('feature_drift: {compat: nannyml, drift_methods: [ks_test, psi]}')).toThrow(
    /feature_drift\.drift_methods\[1\]: got "psi": with compat: nannyml it must be one of js_distance, ks_test, wasserstein, chi_square/,
  );
  expect(() => load('feature_drift: {compat: nannyml, columns: {x: {drift_methods: [z_score]}}}')).toThrow(
    /feature_drift\.columns\.x\.drift_methods\[0\]: got "z_score"/,
  );
});

it('compat: nannyml refuses limits that are not its own', () => {
  expect(() => load('prediction_drift: {compat: nannyml, threshold: 0.2}')).toThrow(
    /prediction_drift\.threshold: got 0\.2: with compat: nannyml the limits are NannyML's own/,
  );
  expect(() => load('label_drift: {compat: nannyml, p_value: 0.05}')).toThrow(/label_drift\.p_value: got 0\.05/);
});

it('compat: evidently keeps a limit of the monitor', () => {
  expect(load('feature_drift: {compat: evidently, threshold: 0.2}').monitor.featureDrift).toMatchObject({
    threshold: 0.2,
  });
});

it('compat: nannyml refuses a rule on a method that it will never measure', () => {
  const rule = (condition: string) =>
    load(`feature_drift: {compat: nannyml}\nalerts: {rules: [{name: r, condition: '${condition}', severity: low}]}`);
  expect(() => rule('drift("psi", "x") > 0.1')).toThrow(/with compat: nannyml the method must be one of js_distance/);
  expect(rule('drift("ks_test", "x") > 0.1').monitor.featureDrift?.asked).toEqual({ x: ['ks_test'] });
});

it('compat: evidently says which settings have no part in it', () => {
  const { notices } = load(
    'feature_drift: {compat: evidently, drift_methods: [psi], columns: {x: {p_value: 0.1}}}\nlabel_drift: {p_value: 0.05}',
  );
  expect(notices.map(({ key }) => key)).toEqual(['feature_drift.drift_methods', 'feature_drift.columns.x.p_value']);
});

it('columns of a kind have settings of their own, of methods that measure it', () => {
  const { monitor } = load(
    'feature_drift: {threshold: 0.1, numeric: {drift_methods: [psi]}, categorical: {p_value: 0.01}}',
  );
  expect(monitor.featureDrift!.kinds).toEqual({
    numeric: { driftMethods: ['psi'], threshold: null, pValue: null },
    categorical: { driftMethods: null, threshold: null, pValue: 0.01 },
  });
  expect(() => load('feature_drift: {categorical: {drift_methods: [psi, wasserstein]}}')).toThrow(
    /feature_drift\.categorical\.drift_methods\[1\]: got "wasserstein", which does not measure categorical columns: it must be one of/,
  );
});

it('compat: nannyml refuses limits of a kind, and compat: evidently says which of its settings have no part', () => {
  expect(() => load('feature_drift: {compat: nannyml, numeric: {threshold: 0.2}}')).toThrow(
    /feature_drift\.numeric\.threshold: got 0\.2/,
  );
  const { notices } = load('feature_drift: {compat: evidently, categorical: {drift_methods: [psi]}}');
  expect(notices.map(({ key }) => key)).toEqual(['feature_drift.categorical.drift_methods']);
});
