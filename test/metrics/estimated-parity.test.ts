import { describe, expect, it } from 'vitest';
import { ESTIMATED_CLASSIFICATION, estimateMetric, expectClasses, samplingError } from '../../src/metrics/estimated.ts';
import type { JointCounts } from '../../src/profile/types.ts';
import cases from '../parity/estimated.json' with { type: 'json' };

type Cell = [score: number, scoreSum: number, predicted: string, actual: string | null, count: number];

function toJoint(cells: readonly unknown[], edges: readonly number[], isScoreExact: boolean): JointCounts {
  return {
    scoreEdges: edges,
    isScoreExact,
    cells: (cells as Cell[]).map(([score, scoreSum, predicted, actual, count]) => ({
      score,
      scoreSum,
      predicted,
      actual,
      count,
    })),
  };
}

describe.each(cases)('$name', ({ edges, is_score_exact: isExact, reference, current, nannyml }) => {
  const before = toJoint(reference, edges, isExact);
  const expected = expectClasses(before, toJoint(current, edges, isExact), { positiveLabel: null });
  if (typeof expected === 'string') throw new Error(expected);
  const isCalibrated = expected.calibration?.fit !== null;

  it.each(ESTIMATED_CLASSIFICATION)("%s is NannyML's, within the bound that it states", (name) => {
    const theirs = nannyml[isCalibrated ? 'calibrated' : 'raw'][name];
    const ours = estimateMetric(name, expected);
    if (typeof ours === 'string') throw new Error(ours);
    // NannyML rounds the steps of its ROC curve to five decimals.
    const rounding = name === 'roc_auc' ? 1e-7 : 1e-9;
    expect(Math.abs(ours.value - theirs)).toBeLessThanOrEqual(ours.bound + rounding);
    if (isExact) expect(ours.bound).toBe(0);
  });

  it.each(ESTIMATED_CLASSIFICATION)("the standard error of %s is NannyML's", (name) => {
    const ours = samplingError(name, expected);
    const theirs = nannyml.standard_errors[name];
    // It ranks tied scores in the order in which they come.
    expect(Math.abs(ours / theirs - 1)).toBeLessThan(name === 'roc_auc' ? 0.02 : 1e-9);
  });
});
