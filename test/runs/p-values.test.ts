import { describe, expect, it } from 'vitest';
import { chartOfAlert } from '../../src/runs/alert-chart.ts';
import { renderAlert } from '../../views/alert.ts';
import { makeWorld } from './support.ts';

/** 100 rows a day, so that Evidently tests; both columns move from day 8 on. */
const ROWS = `SELECT TIMESTAMP '2026-02-01' + to_days(day::INTEGER) + to_seconds((i * 600)::INTEGER) AS at_time,
    (hash(day * 500 + i) % 997) / 10.0 + CASE WHEN day >= 8 THEN 60 ELSE 0 END AS amount,
    CASE WHEN hash(day * 700 + i) % 10 < CASE WHEN day >= 8 THEN 6 ELSE 2 END THEN 'pro'
      WHEN hash(day * 900 + i) % 2 = 0 THEN 'basic' ELSE 'trial' END AS plan
  FROM range(12) AS d(day), range(100) AS r(i)`;

const MONITOR = `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: rows.parquet
timestamp_column: at_time
window: 2 days
feature_drift: {features: [amount, plan], compat: evidently}
alerts:
  rules:
    - {name: number, condition: 'drift("ks_test", "amount") < 0.05', for: 1 of 1}
    - {name: category, condition: 'drift("chi_square", "plan") < 0.05', for: 1 of 1}
    - {name: several, condition: drifted_columns > 1, for: 1 of 1}
`;
const DECORATION = { chart: null, owner: null, mention: null, votes: { useful: 0, noise: 0 } };

describe("an alert about a p-value of Evidently's", () => {
  it('calls it so, in words and in the picture, and says why', async () => {
    const world = await makeWorld();
    await world.write('rows.parquet', ROWS);
    const { alerts } = await world.runWindow(world.save(MONITOR), 11, 2);
    const [number, category, several] = ['number', 'category', 'several'].map(
      (name) => alerts.find(({ rule }) => rule === name)!,
    );
    expect(renderAlert(number!, DECORATION).text).toMatch(/p-value of the KS test .* on amount, limit 0\.05/);
    expect(chartOfAlert(world.ctx, number!)!.header.subtitle).toMatch(/^p-value of the KS test .*, limit 0\.05/);
    expect(chartOfAlert(world.ctx, number!)!.header.eyebrow).toBe('Drift, p-value below limit · m');
    expect(renderAlert(category!, DECORATION).text).toMatch(/p-value of the chi-square test .* on plan/);
    expect(category!.evidence.cause).toMatch(/% of the drift comes from pro \(/);
    // P-values of different columns have no common scale on which they could be ranked.
    expect(chartOfAlert(world.ctx, several!)).toMatchObject({ kind: 'numeric' });
  });
});
