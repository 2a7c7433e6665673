import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';

/** Ten days of 200 rows of three classes; the scores of c grow in the last five days, of which one score is missing. */
const ROWS = `SELECT TIMESTAMP '2026-04-01' + to_days((i // 200)::INTEGER) AS scored_at, i % 13 AS amount,
  CASE WHEN i = 1500 THEN NULL ELSE a / total END AS pa, b / total AS pb, c / total AS pc,
  CASE WHEN a >= b AND a >= c THEN 'a' WHEN b >= c THEN 'b' ELSE 'c' END AS prediction,
  CASE WHEN i % 400 = 1 THEN 'd' WHEN u < a / total THEN 'a' WHEN u < (a + b) / total THEN 'b' ELSE 'c' END AS actual
  FROM (SELECT i, a, b, CASE WHEN i < 1000 THEN 1 ELSE 2 END * c AS c, a + b + CASE WHEN i < 1000 THEN 1 ELSE 2 END * c AS total, u
    FROM (SELECT i, 0.1 + (i * 7919 % 1009) / 1009e0 AS a, 0.1 + (i * 104729 % 1013) / 1013e0 AS b,
      0.1 + (i * 1299709 % 1019) / 1019e0 AS c, (i * 15485863 % 1021) / 1021e0 AS u FROM range(2000) AS r(i)))`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({ rows: ROWS });
});
afterAll(() => bench.close());

const monitor = (checks: string, scores = '{a: pa, b: pb, c: pc}') => `model_name: medals
reference_dataset: {table: rows.parquet, from: 2026-04-01, to: 2026-04-06}
current_dataset: rows.parquet
timestamp_column: scored_at
window: 5 days
score_columns: ${scores}
${checks}
`;
const measure = (checks: string, check: string) => bench.measure(monitor(checks), check, '2026-04-06', '2026-04-11');

describe('a model with a score for every class', () => {
  it('has a log loss, a Brier score and areas, and their change', async () => {
    const found = await measure('metrics: [accuracy, log_loss, brier, roc_auc, roc_auc_weighted]', 'performance');
    const values = new Map(found.map(({ metric, value }) => [metric, value]));
    expect([...values.keys()].filter((name) => /_(drop|rise)$/.test(name))).toHaveLength(5);
    expect(values.get('log_loss')).toBeGreaterThan(0.8);
    expect(values.get('log_loss')).toBeLessThan(Math.log(3));
    expect(values.get('roc_auc')).toBeGreaterThan(0.55);
    const { reason } = found.find(({ metric }) => metric === 'brier')!;
    expect(reason).toContain('1 of 998 labelled rows have no score');
    expect(reason).toContain('2 labelled rows are left out: score_columns has no d');
  });

  it('has its scores watched for drift, and they are no features', async () => {
    const drifted = await measure('prediction_drift: {}', 'prediction_drift');
    expect(drifted.map(({ column }) => column)).toEqual(['prediction', 'pa', 'pb', 'pc']);
    expect(drifted.find(({ column }) => column === 'pc')?.drifted).toBe(true);
    const features = await measure('feature_drift: {}', 'feature_drift');
    expect(new Set(features.map(({ column }) => column))).toEqual(new Set(['amount', null]));
  });

  it('has missing scores counted', async () => {
    const found = await measure('quality: {missing_rate: {max: 0}}', 'quality');
    expect(found.filter(({ state }) => state === 'breach').map(({ column, value }) => [column, value])).toEqual([
      ['pa', 0.001],
    ]);
  });

  it('names a column that is not there by the class that wants it', async () => {
    await expect(bench.runWhole(monitor('metrics: [roc_auc]', '{a: pa, b: pb, c: p_c}'))).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'Cannot read score_columns.c: neither dataset has a column "p_c"',
      hint: 'Did you mean "pc"?',
    });
  });
});
