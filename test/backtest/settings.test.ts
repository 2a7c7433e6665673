import { expect, test } from 'vitest';
import { applySettings, parseSetting } from '../../src/backtest/settings.ts';
import { loadMonitor } from '../../src/monitors/load.ts';

const LOADED = loadMonitor(
  `model_name: payments
reference_dataset: a
current_dataset: b
feature_drift: {features: [amount], threshold: 0.1}
alerts:
  rules:
    - {name: moved, condition: drifted_columns > 0, for: 2 of 3}
`,
  { baseDir: '/data' },
);
const apply = (...texts: string[]) => applySettings(LOADED, texts.map(parseSetting)).monitor;

test('a value is replaced, and one that was not there is added', () => {
  expect(apply('feature_drift.threshold=0.25').featureDrift?.threshold).toBe(0.25);
  expect(apply('window=3 days').windowMs).toBe(3 * 86_400_000);
  expect(apply('feature_drift.columns.amount.threshold=0.4').featureDrift?.columns.amount?.threshold).toBe(0.4);
});

test('an item of a list goes by its position or its name', () => {
  const condition = 'drift("psi", "amount") > 0.2';
  expect(apply(`alerts.rules.moved.condition=${condition}`).rules[0]?.condition).toBe(condition);
  expect(apply('alerts.rules[0].for=1 of 1').rules[0]?.debounce).toEqual({ breaches: 1, of: 1 });
});

test('several settings hold together, and the definition itself stays as it was', () => {
  const monitor = apply('feature_drift.threshold=0.3', 'alerts.rules.moved.severity=critical');
  expect([monitor.featureDrift?.threshold, monitor.rules[0]?.severity]).toEqual([0.3, 'critical']);
  expect(LOADED.monitor.featureDrift?.threshold).toBe(0.1);
  expect(applySettings(LOADED, [])).toBe(LOADED);
});

test('what is no valid definition is refused as in a file', () => {
  expect(() => apply('feature_drift.treshold=0.3')).toThrow(/treshold.*did you mean/is);
  expect(() => apply('alerts.rules.moved.condition=drifted_colums > 0')).toThrow(/drifted_colums/);
});

test('a path that leads nowhere is refused with what is there', () => {
  expect(() => apply('alerts.rules.moves.for=1 of 1')).toThrow(/no item "moves"; it has 0 \(moved\)/);
  expect(() => apply('model_name.first=x')).toThrow(/nothing below "model_name"/);
  expect(() => parseSetting('feature_drift.threshold')).toThrow(/is not path=value/);
  expect(() => apply('feature_drift..threshold=1')).toThrow(/empty part/);
});
