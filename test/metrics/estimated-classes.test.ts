import { describe, expect, it } from 'vitest';
import { ESTIMATED_CLASSIFICATION } from '../../src/metrics/estimated.ts';
import { type EstimatedMetric, estimate, expectAll } from '../../src/metrics/estimated-classes.ts';
import type { JointCell, JointCounts } from '../../src/profile/types.ts';
import cases from '../parity/estimated-classes.json' with { type: 'json' };

type Cell = [score: number, scoreSum: number, predicted: string, actual: string | null, count: number];
type Side = 'reference' | 'current';
type Case = (typeof cases)[number];

function toCells(cells: readonly unknown[]): JointCell[] {
  return (cells as Cell[]).map(([score, scoreSum, predicted, actual, count]) => ({
    score,
    scoreSum,
    predicted,
    actual,
    count,
  }));
}

function toJoint({ confusion, classes }: Case, side: Side): JointCounts {
  const known = confusion as [predicted: string, actual: string, count: number][];
  const cells =
    side === 'current'
      ? []
      : known.map(([predicted, actual, count]) => ({ score: null, scoreSum: 0, predicted, actual, count }));
  return {
    scoreEdges: [],
    isScoreExact: false,
    cells,
    classes: classes.map((one) => ({
      label: one.label,
      joint: { scoreEdges: one.edges, isScoreExact: true, cells: toCells(one[side]) },
    })),
  };
}

function expectCase(one: Case) {
  const found = expectAll(toJoint(one, 'reference'), toJoint(one, 'current'), { positiveLabel: null });
  if (typeof found === 'string') throw new Error(found);
  return found;
}

function readValue(name: EstimatedMetric, from: ReturnType<typeof expectCase>): number {
  const found = estimate(name, from);
  if (typeof found === 'string') throw new Error(found);
  return found.value;
}

describe.each(cases)('$name', (one) => {
  const expected = expectCase(one);
  const isFitted = expected.classes.map(({ expected: own }) => own.calibration?.fit != null);
  const theirs = one.classes.map(({ nannyml }, k) => nannyml[isFitted[k] ? 'calibrated' : 'raw']);
  const rows = toCells(one.classes[0]!.current).reduce((sum, { count }) => sum + count, 0);

  it.each(['precision', 'recall', 'f1_score', 'roc_auc'] as const)(
    "%s is the mean of NannyML's of each class",
    (name) => {
      const mean = theirs.reduce((sum, own) => sum + own[name], 0) / theirs.length;
      // NannyML rounds the steps of its ROC curve to five decimals.
      const rounding = name === 'roc_auc' ? 1e-7 : 1e-9;
      expect(Math.abs(readValue(name, expected) - mean)).toBeLessThan(rounding);
      if (name !== 'roc_auc') expect(readValue(`${name}_macro`, expected)).toBe(readValue(name, expected));
    },
  );

  it('accuracy is the mean probability of what was predicted', () => {
    const hits = theirs.reduce((sum, own) => sum + own.hits, 0);
    expect(Math.abs(readValue('accuracy', expected) - hits / rows)).toBeLessThan(1e-9);
    expect(readValue('recall_micro', expected)).toBe(readValue('accuracy', expected));
  });

  it.each(ESTIMATED_CLASSIFICATION)("%s is near NannyML's, which makes calibrated rows add up to 1 again", (name) => {
    const distance = Math.abs(readValue(name, expected) - one.nannyml.value[name]);
    // The same where nothing is calibrated; else the furthest of these cases is accuracy.
    expect(distance).toBeLessThan(isFitted.includes(true) ? 0.02 : 1e-7);
  });

  it.each(['accuracy', 'precision', 'recall'] as const)("the sampling error of %s is NannyML's", (name) => {
    const found = estimate(name, expected);
    if (typeof found === 'string' || found.band === null) throw new Error(name);
    const error = (found.band.high - found.value) / 1.959963984540054;
    expect(error / one.nannyml.standard_error[name]).toBeCloseTo(1, 9);
  });
});

it('scores that leave hardly a doubt are calibrated for no class, so that they can be compared digit by digit', () => {
  const sure = cases.find(({ name }) => name.startsWith('scores that leave hardly a doubt'))!;
  expect(expectCase(sure).classes.map(({ expected }) => expected.calibration?.fit)).toEqual([null, null, null, null]);
});
