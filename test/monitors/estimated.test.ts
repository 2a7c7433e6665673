import { expect, test } from 'vitest';
import { HEAD, load } from './support.ts';

const withRule = (condition: string, more = '') =>
  load(`${HEAD}${more}alerts:\n  rules:\n    - {name: low, condition: "${condition}"}\n`).monitor;

test('a rule that names an estimate has it measured', () => {
  expect(withRule('estimated_recall < 0.5').estimatedPerformance).toEqual({ metrics: ['recall'] });
  const more = 'estimated_performance: {metrics: [accuracy]}\n';
  expect(withRule('estimated_recall < 0.5', more).estimatedPerformance).toEqual({ metrics: ['accuracy', 'recall'] });
});

test('a rule on a drop has its metric measured, and the name is spell-checked', () => {
  expect(withRule('accuracy_drop > 0.05').metrics).toEqual(['accuracy']);
  expect(withRule('mae_rise > 1', 'problem_type: regression\n').metrics).toEqual(['mae']);
  expect(() => withRule('accuracy_drip > 0.05')).toThrow(/did you mean "accuracy_drop"/);
  expect(() => withRule('f1_score_mikro < 0.5')).toThrow(/did you mean "f1_score_micro"/);
});

test('a threshold may limit a drop', () => {
  const { monitor } = load(`${HEAD}alerts:\n  thresholds:\n    accuracy_drop: {max_value: 0.05}\n`);
  expect(monitor.metrics).toEqual(['accuracy']);
  expect(monitor.rules).toMatchObject([{ name: 'accuracy_drop_threshold', condition: 'accuracy_drop > 0.05' }]);
});

test('a rule on a metric estimates nothing', () => {
  expect(withRule('accuracy < 0.5').estimatedPerformance).toBeNull();
});

test('an estimate of the other type of problem is refused', () => {
  expect(() => withRule('estimated_mae > 3', 'problem_type: classification\n')).toThrow(
    'estimated_mae needs problem_type: regression',
  );
});

test('a regressor has its own default, and metrics that nobody can estimate are refused', () => {
  const regressor = load(`${HEAD}problem_type: regression\nestimated_performance: {}\n`).monitor;
  expect(regressor.estimatedPerformance).toEqual({ metrics: ['mae'] });
  expect(() => load(`${HEAD}estimated_performance: {metrics: [log_loss]}\n`)).toThrow(
    /got "log_loss": the metric is not supported/,
  );
});
