import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ESTIMATED_CLASSIFICATION } from '../../src/metrics/estimated.ts';
import { type Expected, estimate, expectAll } from '../../src/metrics/estimated-classes.ts';
import type { JointSpec } from '../../src/profile/joint.ts';
import { type Lab, makeLab, WHOLE } from '../profile/data.ts';
import { askPeers, type Question } from './peers.ts';

const LABELS = ['c0', 'c1', 'c2'];
const SPEC: JointSpec = {
  problemType: 'classification',
  predictionColumn: 'predicted',
  scoreColumn: null,
  classes: LABELS.map((label) => ({ label, column: `p_${label}` })),
  labelColumn: 'actual',
  labels: null,
  labelsBeforeAt: null,
};

/** Scores of three classes that add up to 1, and outcomes whose chances are a power of them. */
function drawSql(
  seed: number,
  rows: number,
  shift: number,
  { sharpness, spread }: Pick<Draw, 'sharpness' | 'spread'>,
): string {
  const uniform = (salt: number) => `((hash(i * 1000 + ${seed * 20 + salt}) % 1000003 + 0.5) / 1000004e0)`;
  const normal = (salt: number) => `(sqrt(-2 * ln(${uniform(salt)})) * cos(6.283185307 * ${uniform(salt + 1)}))`;
  const [w0, w1, w2] = [0, 1, 2].map(
    (k) => `exp(${spread}e0 * ${normal(2 * k)} + ${k === 0 ? shift : 0.2 * k}) AS w${k}`,
  );
  const chance = (k: number) => `pow(w${k}, ${sharpness}e0)`;
  return `SELECT p_c0, p_c1, p_c2,
      CASE WHEN p_c0 >= greatest(p_c1, p_c2) THEN 'c0' WHEN p_c1 >= p_c2 THEN 'c1' ELSE 'c2' END AS predicted,
      CASE WHEN u < q0 / q THEN 'c0' WHEN u < (q0 + q1) / q THEN 'c1' ELSE 'c2' END AS actual
    FROM (SELECT w0 / w AS p_c0, w1 / w AS p_c1, w2 / w AS p_c2, u, q0, q1, q0 + q1 + q2 AS q
      FROM (SELECT *, w0 + w1 + w2 AS w, ${chance(0)} AS q0, ${chance(1)} AS q1, ${chance(2)} AS q2
        FROM (SELECT ${w0}, ${w1}, ${w2}, ${uniform(10)} AS u FROM range(${rows}) AS r(i))))`;
}

const CASES = [
  { name: 'calibrated scores', sharpness: 1, spread: 1.3 },
  { name: 'scores that leave hardly a doubt, which nobody calibrates,', sharpness: 1, spread: 40 },
  { name: 'overconfident scores', sharpness: 0.5, spread: 1.3 },
  { name: 'underconfident scores', sharpness: 2, spread: 1.3 },
].map((one, at) => ({ ...one, at }));

type Draw = (typeof CASES)[number];
type Answer = { calibrated_classes: number; value: Record<string, number>; standard_error: Record<string, number> };

let lab: Lab;
let theirs: Answer[] = [];
const ours: Expected[] = [];

beforeAll(async () => {
  lab = await makeLab();
  const questions: Question[] = [];
  for (const { at, ...draw } of CASES) {
    const before = await lab.dataset(drawSql(2 * at + 1, 8000, 0, draw));
    const now = await lab.dataset(drawSql(2 * at + 2, 3000, 0.6, draw));
    const { grids, reference } = await lab.fit(before, [], { joint: SPEC });
    const { slices } = await lab.slices(now, [], { grids, range: WHOLE, joint: { ...SPEC, labelColumn: null } });
    const expected = expectAll(reference.joint, slices[0]!.profile.joint!, { positiveLabel: null });
    if (typeof expected === 'string') throw new Error(expected);
    ours.push(expected);
    questions.push({ ask: 'cbpe', reference: lab.pathOf(before), current: lab.pathOf(now) });
  }
  theirs = askPeers(questions);
});
afterAll(() => lab.space.dispose());

describe.each(CASES)('$name of three classes', ({ at }) => {
  it.each(ESTIMATED_CLASSIFICATION)(
    "%s is NannyML's, but for calibrated rows that it makes add up to 1 again",
    (name) => {
      const found = estimate(name, ours[at]!);
      if (typeof found === 'string') throw new Error(found);
      const fitted = ours[at]!.classes.filter(({ expected }) => expected.calibration?.fit != null).length;
      const isPlain = fitted === 0 && theirs[at]!.calibrated_classes === 0;
      // Where nothing is calibrated there is nothing to make up; NannyML rounds the steps of its ROC curve to five decimals.
      const allowed = isPlain ? found.bound + 1e-7 : 0.02;
      expect(Math.abs(found.value - theirs[at]!.value[name]!)).toBeLessThanOrEqual(allowed);
    },
  );

  it.each(['accuracy', 'precision', 'recall'] as const)("the standard error of %s is NannyML's", (name) => {
    const found = estimate(name, ours[at]!);
    if (typeof found === 'string' || found.band === null) throw new Error(name);
    expect((found.band.high - found.value) / 1.959963984540054 / theirs[at]!.standard_error[name]!).toBeCloseTo(1, 9);
  });
});
