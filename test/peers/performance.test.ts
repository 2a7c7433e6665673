import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import { optionsFor } from '../../src/metrics/metric.ts';
import type { JointSpec } from '../../src/profile/joint.ts';
import type { Profile } from '../../src/profile/types.ts';
import { type Lab, makeLab } from '../profile/data.ts';
import { askPeers } from './peers.ts';

const SPEC: JointSpec = {
  problemType: 'classification',
  predictionColumn: 'predicted',
  scoreColumn: null,
  labelColumn: 'actual',
  labels: null,
  labelsBeforeAt: null,
};
const SCORED = { ...SPEC, scoreColumn: 'score' };
const REGRESSION: JointSpec = { ...SPEC, problemType: 'regression' };

/** Uniform numbers that are the same everywhere. */
const uniform = (salt: number) => `((hash(i * 1000 + ${salt}) % 1000003) / 1000003e0)`;
const scored = (digits: number | null) => {
  const score = digits === null ? uniform(1) : `round(${uniform(1)}, ${digits})`;
  return `SELECT score, CAST(score >= 0.4 AS INT) AS predicted, CAST(u < 0.1 + 0.8 * score AS INT) AS actual
    FROM (SELECT ${score} AS score, ${uniform(2)} AS u FROM range(4000) AS r(i))`;
};
const classes = (k: number, rows: number) => `SELECT 'c' || floor(${k} * ${uniform(3)} * ${uniform(4)}) AS actual,
  CASE WHEN ${uniform(5)} < 0.6 THEN 'c' || floor(${k} * ${uniform(3)} * ${uniform(4)}) ELSE 'c' || floor(${k} * ${uniform(6)}) END AS predicted
  FROM range(${rows}) AS r(i)`;

/** Scores of four classes, and outcomes drawn from them; whole percents, or as they come. */
const classScores = (isWhole: boolean) => {
  const names = ['c0', 'c1', 'c2', 'c3'];
  const score = (k: number) => (isWhole && k < 3 ? `floor(100 * w${k} / total) / 100` : `w${k} / total`);
  const last = isWhole ? 'round(1 - p_c0 - p_c1 - p_c2, 2)' : 'w3 / total';
  return `SELECT *, CASE ${names.map((name) => `WHEN p_${name} = greatest(p_c0, p_c1, p_c2, p_c3) THEN '${name}' `).join('')}END AS predicted,
    CASE WHEN u < p_c0 THEN 'c0' WHEN u < p_c0 + p_c1 THEN 'c1' WHEN u < p_c0 + p_c1 + p_c2 THEN 'c2' ELSE 'c3' END AS actual
    FROM (SELECT *, ${last} AS p_c3 FROM (SELECT *, ${[0, 1, 2].map((k) => `${score(k)} AS p_c${k}`).join(', ')}
      FROM (SELECT *, w0 + w1 + w2 + w3 AS total FROM (SELECT ${names.map((_, k) => `-ln(1.0000001 - ${uniform(20 + k)}) AS w${k}`).join(', ')},
        ${uniform(30)} AS u FROM range(4000) AS r(i)))))`;
};
const CLASSED: JointSpec = {
  ...SPEC,
  classes: ['c0', 'c1', 'c2', 'c3'].map((label) => ({ label, column: `p_${label}` })),
};

const CASES: readonly { name: string; select: string; spec: JointSpec; metrics: readonly string[] }[] = [
  {
    name: 'two classes, scores of two decimals',
    select: scored(2),
    spec: SCORED,
    metrics: ['accuracy', 'precision', 'recall', 'f1_score', 'roc_auc', 'log_loss', 'brier'],
  },
  {
    name: 'two classes, continuous scores',
    select: scored(null),
    spec: SCORED,
    metrics: ['accuracy', 'precision', 'recall', 'f1_score', 'roc_auc', 'log_loss', 'brier'],
  },
  ...[true, false].map((isWhole) => ({
    name: `four classes with a score each, ${isWhole ? 'of two decimals' : 'continuous'}`,
    select: classScores(isWhole),
    spec: CLASSED,
    metrics: ['accuracy', 'f1_score', 'roc_auc', 'roc_auc_macro', 'roc_auc_weighted', 'log_loss', 'brier'],
  })),
  ...[3, 10].map((k) => ({
    name: `${k} classes`,
    select: classes(k, 3000),
    spec: SPEC,
    metrics: [
      'accuracy',
      ...['precision', 'recall', 'f1_score'].flatMap((name) => [
        name,
        `${name}_macro`,
        `${name}_micro`,
        `${name}_weighted`,
      ]),
    ],
  })),
  {
    name: 'classes that are never predicted',
    select: classes(12, 40),
    spec: SPEC,
    metrics: ['precision_macro', 'recall_weighted', 'f1_score_weighted'],
  },
  {
    name: 'a regressor',
    select: `SELECT 5 + 10 * ${uniform(7)} AS actual, 5 + 10 * ${uniform(7)} + ${uniform(8)} - 0.4 AS predicted FROM range(5000) AS r(i)`,
    spec: REGRESSION,
    metrics: ['mae', 'mse', 'rmse', 'r2', 'mape'],
  },
  {
    name: 'a regressor far from zero',
    select: `SELECT 1e6 + ${uniform(7)} AS actual, 1e6 + ${uniform(8)} AS predicted FROM range(5000) AS r(i)`,
    spec: REGRESSION,
    metrics: ['mae', 'mse', 'rmse', 'r2', 'mape'],
  },
];

let lab: Lab;
const profiles: Profile[] = [];
let theirs: Record<string, number>[] = [];

beforeAll(async () => {
  lab = await makeLab();
  const questions = [];
  for (const { select, spec } of CASES) {
    const dataset = await lab.dataset(select);
    const { reference } = await lab.fit(dataset, [], { scoreColumn: spec.scoreColumn, joint: spec });
    profiles.push(reference);
    questions.push({ ask: 'sklearn', data: lab.space.path(dataset.name.replace('dbfs:/', '')) } as const);
  }
  theirs = askPeers(questions);
});
afterAll(() => lab.space.dispose());

describe.each(CASES.map((one, at) => ({ ...one, at })))('$name', ({ at, metrics }) => {
  it.each(metrics)("%s is scikit-learn's", (name) => {
    const { value, reason } = METRICS[name]!.measure(profiles[at]!, optionsFor(null, [profiles[at]!]));
    const stated = /exact within (\S+)/.exec(reason ?? '')?.[1];
    const expected = theirs[at]![name]!;
    const allowed = stated === undefined ? 1e-9 * Math.max(1, Math.abs(expected)) : Number(stated) * 1.1;
    expect(Math.abs(value! - expected)).toBeLessThanOrEqual(allowed);
  });
});
