import { expect, it } from 'vitest';
import { faultsOf, HEAD, loadBody } from './support.ts';

const rule = (condition: string) => `feature_drift: {}\nalerts: {rules: [{name: a, condition: ${condition}}]}\n`;

it('a share written in percent is refused, with the share that was meant', () => {
  expect(faultsOf(`${HEAD}alerts: {thresholds: {accuracy: {min_value: 85}}}\n`)).toEqual([
    '4:33 alerts.thresholds.accuracy: condition "accuracy < 85": accuracy is never above 1; write 0.85 for 85 %',
  ]);
  expect(faultsOf(HEAD + rule('accuracy_drop > 5'))).toEqual([
    '5:18 alerts.rules[0]: condition "accuracy_drop > 5": accuracy_drop is never above 1; write 0.05 for 5 %',
  ]);
  expect(faultsOf(HEAD + rule('estimated_roc_auc < 101'))[0]).toContain('write a share of 1');
});

it('numbers that may lie beyond 1 are limited as one likes, and a share by 1', () => {
  const condition = 'rows > 1000 && correlation_change > 1.5 && batch_seconds > 60 && drifted_share >= 1';
  expect(
    loadBody(
      `${rule(`'${condition}'`)}summary: {correlations: true}\nlatency: {max_duration: 1 hour}\ntimestamp_column: at\n`,
    ).rules[0],
  ).toMatchObject({ condition });
  expect(loadBody('metrics: [mape]\nalerts: {thresholds: {mape: {max_value: 2}}}\n').rules[0]).toMatchObject({
    name: 'mape_threshold',
  });
});
