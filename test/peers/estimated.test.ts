import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ESTIMATED_CLASSIFICATION,
  type EstimatedClassification,
  type Expectation,
  estimateMetric,
  expectClasses,
  samplingError,
} from '../../src/metrics/estimated.ts';
import type { JointSpec } from '../../src/profile/joint.ts';
import { type Lab, makeLab, WHOLE } from '../profile/data.ts';
import { askPeers, type Question } from './peers.ts';

const SPEC: JointSpec = {
  problemType: 'classification',
  predictionColumn: 'predicted',
  scoreColumn: 'score',
  labelColumn: 'actual',
  labels: null,
  labelsBeforeAt: null,
};

type Draw = { seed: number; rows: number; shift: number; sharpness: number; digits: number | null };

/** Scores of a model whose true probabilities are sharper, or duller, than its scores say. */
function drawSql({ seed, rows, shift, sharpness, digits }: Draw): string {
  const uniform = (salt: number) => `((hash(i * 1000 + ${seed * 10 + salt}) % 1000003 + 0.5) / 1000004e0)`;
  const logit = `(${shift}e0 + 1.5e0 * sqrt(-2 * ln(${uniform(1)})) * cos(6.283185307 * ${uniform(2)}))`;
  const score = `1 / (1 + exp(-logit))`;
  return `SELECT score, CAST(score >= 0.5 AS INT) AS predicted, CAST(u < 1 / (1 + exp(-${sharpness}e0 * logit)) AS INT) AS actual
    FROM (SELECT logit, u, ${digits === null ? score : `round(${score}, ${digits})`} AS score
      FROM (SELECT ${logit} AS logit, ${uniform(3)} AS u FROM range(${rows}) AS r(i)))`;
}

const CASES = [
  { name: 'overconfident scores of two decimals', sharpness: 0.5, digits: 2, shift: [0, 0.4] },
  { name: 'underconfident scores of two decimals', sharpness: 2, digits: 2, shift: [0, -0.4] },
  { name: 'rare positives', sharpness: 0.6, digits: 2, shift: [-2, -1.5] },
  { name: 'continuous scores', sharpness: 0.5, digits: null, shift: [0, 0.4] },
].map((one, at) => ({ ...one, at }));

type Answer = { is_calibrated: boolean; value: Record<string, number>; standard_error: Record<string, number> };

let lab: Lab;
let theirs: Answer[] = [];
const ours: Expectation[] = [];

beforeAll(async () => {
  lab = await makeLab();
  const questions: Question[] = [];
  for (const { at, sharpness, digits, shift } of CASES) {
    const draw = (seed: number, rows: number, by: number) =>
      lab.dataset(drawSql({ seed, rows, shift: by, sharpness, digits }));
    const before = await draw(2 * at + 1, 8000, shift[0]!);
    const now = await draw(2 * at + 2, 3000, shift[1]!);
    const { grids, reference } = await lab.fit(before, [], { scoreColumn: 'score', joint: SPEC });
    const late = { ...SPEC, labelColumn: null };
    const { slices } = await lab.slices(now, [], { grids, range: WHOLE, joint: late });
    const expected = expectClasses(reference.joint, slices[0]!.profile.joint!, { positiveLabel: '1' });
    if (typeof expected === 'string') throw new Error(expected);
    ours.push(expected);
    questions.push({ ask: 'cbpe', reference: lab.pathOf(before), current: lab.pathOf(now) });
  }
  theirs = askPeers(questions);
});
afterAll(() => lab.space.dispose());

describe.each(CASES)('$name', ({ at }) => {
  it('are calibrated where NannyML calibrates', () => {
    expect(ours[at]!.calibration?.fit !== null).toBe(theirs[at]!.is_calibrated);
  });

  it.each(ESTIMATED_CLASSIFICATION)("%s is NannyML's, within the bound that it states", (name) => {
    const found = estimateMetric(name, ours[at]!);
    if (typeof found === 'string') throw new Error(found);
    expect(Math.abs(found.value - theirs[at]!.value[name]!)).toBeLessThanOrEqual(found.bound + roundingOf(name));
  });

  it.each(ESTIMATED_CLASSIFICATION)("the standard error of %s is NannyML's", (name) => {
    const ratio = samplingError(name, ours[at]!) / theirs[at]!.standard_error[name]!;
    // NannyML ranks tied scores in the order in which they come.
    expect(Math.abs(ratio - 1)).toBeLessThan(name === 'roc_auc' ? 0.02 : 1e-9);
  });
});

/** NannyML rounds the steps of its ROC curve to five decimals. */
function roundingOf(name: EstimatedClassification): number {
  return name === 'roc_auc' ? 1e-7 : 1e-9;
}
