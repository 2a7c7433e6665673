import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';

/** Ten days of 100 rows; from the sixth day on a tenth of the scores, and a fifth of the dates, are missing. */
const ROWS = `SELECT TIMESTAMP '2026-04-01' + to_days((i // 100)::INTEGER) AS scored_at,
  CASE WHEN i < 500 OR i % 10 > 0 THEN (i % 97) / 97.0 END AS score, i % 2 = 0 AS prediction, i % 3 = 0 AS actual,
  CASE WHEN i < 500 OR i % 5 > 0 THEN DATE '2026-01-01' + (i // 100)::INTEGER END AS signed_up,
  TIMESTAMP '2026-03-31' + to_minutes(i::INTEGER) AS paid_at, [i] AS items, i % 13 AS amount FROM range(1000) AS r(i)`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({ rows: ROWS });
});
afterAll(() => bench.close());

const monitor = (checks: string) => `model_name: scores
reference_dataset: {table: rows.parquet, from: 2026-04-01, to: 2026-04-06}
current_dataset: rows.parquet
timestamp_column: scored_at
window: 5 days
${checks}
`;
const measure = async (checks: string, check = 'quality') => {
  const found = await bench.measure(monitor(checks), check, '2026-04-06', '2026-04-11');
  return found.map(({ metric, column, value, state }) => ({ metric, column, value, state }));
};

describe('quality', () => {
  it('knows of missing scores and predictions without any other check that reads them', async () => {
    const found = await measure('quality: {missing_rate: {max: 0.05}}');
    expect(found.filter(({ state }) => state !== 'ok')).toEqual([
      { metric: 'missing_rate', column: 'score', value: 0.1, state: 'breach' },
    ]);
    expect(found.map(({ column }) => column).sort()).toEqual(['amount', 'prediction', 'score']);
  });

  it('holds dates and times against their rules', async () => {
    const rules = `{signed_up: {not_null: true, type: timestamp}, paid_at: {unique: true, type: timestamp},
      scored_at: {max: 5}, items: {not_null: true}}`;
    expect(await measure(`quality: {invalid_rate: {max: 0.1}, rules: ${rules}}`)).toEqual([
      { metric: 'invalid_rate', column: 'signed_up', value: 0.2, state: 'breach' },
      { metric: 'invalid_rate', column: 'paid_at', value: 0, state: 'ok' },
      { metric: 'invalid_rate', column: 'scored_at', value: 1, state: 'breach' },
      { metric: 'invalid_rate', column: 'items', value: null, state: 'unknown' },
    ]);
  });

  it('makes no feature of a time that has a rule', async () => {
    const found = await measure('feature_drift: {}\nquality: {rules: {paid_at: {unique: true}}}', 'feature_drift');
    expect(new Set(found.map(({ column }) => column))).toEqual(new Set(['amount', null]));
  });
});
