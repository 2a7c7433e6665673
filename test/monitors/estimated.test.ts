import { expect, test } from 'vitest';
import { HEAD, load } from './support.ts';

const withRule = (condition: string, more = '') =>
  load(`${HEAD}${more}alerts:\n  rules:\n    - {name: low, condition: "${condition}"}\n`).monitor;

test('a rule that names an estimate has it measured', () => {
  expect(withRule('estimated_recall < 0.5').estimatedPerformance).toEqual({ metrics: ['recall'] });
  const more = 'estimated_performance: {metrics: [accuracy]}\n';
  expect(withRule('estimated_recall < 0.5', more).estimatedPerformance).toEqual({ metrics: ['accuracy', 'recall'] });
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
