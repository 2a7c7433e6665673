import { describe, expect, it } from 'vitest';
import { chartOfAlert } from '../../src/runs/alert-chart.ts';
import { renderAlert } from '../../views/alert.ts';
import { makeWorld } from './support.ts';

/**
 * 12 days of 600 rows whose outcomes scatter evenly by 8 about the prediction. `bad` (SQL) moves outcomes up by 20.
 */
const rows = (bad: string) => `SELECT *, 100 + x AS prediction,
    100 + x + (hash(i * 31 + day * 977) % 1601) / 100.0 - 8 + CASE WHEN ${bad} THEN 20 ELSE 0 END AS actual
  FROM (SELECT TIMESTAMP '2026-02-01' + to_days(day::INTEGER) + to_seconds((i * 120)::INTEGER) AS at_time, day, i,
    (hash(i * 7 + day) % 1000) / 10.0 AS x, CASE WHEN i % 3 = 0 THEN 'EU' ELSE 'US' END AS region
    FROM range(12) AS d(day), range(600) AS r(i))`;

const monitor = (metric: string, more = '') => `model_name: prices
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: rows.parquet
timestamp_column: at_time
window: 5 days
problem_type: regression
label_column: actual
metrics: [mae, mse, rmse, r2, mape]
${more}
alerts: {rules: [{name: worse, condition: '${metric}', for: 1 of 1}]}
`;

async function alertOf(bad: string, metric: string, more = '') {
  const world = await makeWorld();
  await world.write('rows.parquet', rows(bad));
  const { alerts } = await world.runWindow(world.save(monitor(metric, more)), 12, 5);
  const ask = async (expression: string, where: string): Promise<number> => {
    const sql = `SELECT ${expression} FROM (${rows(bad)}) WHERE ${where}`;
    return Number((await world.ctx.warehouses.get('main').query(sql)).rows[0]![0]);
  };
  return { world, alert: alerts[0]!, ask };
}

const SEGMENTS = 'slicing_exprs: [region]';
const MAE = 'avg(abs(prediction - actual))';
const NOW = "at_time >= TIMESTAMP '2026-02-08'";
const BEFORE = "at_time < TIMESTAMP '2026-02-06'";

describe('why errors grew', () => {
  it.each(['mae > 4.5', 'mse_rise > 10', 'rmse > 5', 'r2 < 0.97', 'mape > 0.035'])(
    'is the segment in which they did, with before and after: %s',
    async (condition) => {
      const { alert } = await alertOf("day >= 7 AND region = 'EU'", condition, SEGMENTS);
      expect(alert.evidence.cause).toMatch(
        /^MAE is 20 where region = EU, was 4; elsewhere (3\.9|4\.0)\d?, was 4\.0\d?\. Predictions/,
      );
    },
  );

  it('is told and drawn by the same numbers, those of the rows', async () => {
    const { world, alert, ask } = await alertOf("day >= 9 AND region = 'EU'", 'mae > 4.5', SEGMENTS);
    const rowsOf = alert.evidence.parts!.rows;
    expect(alert.evidence.parts).toMatchObject({ title: 'MAE by region', before: 'reference', unit: 'number' });
    expect(rowsOf.map(({ name, isNamed }) => [name, isNamed])).toEqual([
      ['EU', true],
      ['US', false],
    ]);
    for (const { name, reference, current } of rowsOf) {
      expect(current).toBeCloseTo(await ask(MAE, `${NOW} AND region = '${name}'`), 9);
      expect(reference).toBeCloseTo(await ask(MAE, `${BEFORE} AND region = '${name}'`), 9);
    }
    const chart = chartOfAlert(world.ctx, alert);
    expect(chart).toMatchObject({ kind: 'history', parts: alert.evidence.parts });
    expect(alert.evidence.cause).toMatch(/MAE is 9\.\d+ since 10 Feb, was (3\.9|4\.0)\d? on the days before$/);
    const { text } = renderAlert(alert, { chart: null, owner: null, mention: null, votes: { useful: 0, noise: 0 } });
    expect(text).toContain('Why: MAE is');
    expect(text).not.toContain('Worst where');
  });

  it('is a side to which predictions are off, where they are', async () => {
    const { alert, ask } = await alertOf('day >= 7', 'mae > 4.5', SEGMENTS);
    const now = await ask('avg(actual - prediction)', NOW);
    expect(alert.evidence.cause).toMatch(
      /^Predictions are \d+(\.\d+)? too low on average, were 0\.\d+ too (low|high)$/,
    );
    expect(Number(/are ([\d.]+)/.exec(alert.evidence.cause!)![1])).toBeCloseTo(now, 0);
    expect(alert.evidence.parts).toBeUndefined();
  });

  it('is a range of predictions where errors are counted by prediction', async () => {
    const { alert } = await alertOf('day >= 7 AND x >= 80', 'mae > 4.5', 'estimated_performance: {metrics: [mae]}');
    expect(alert.evidence.cause).toMatch(
      /^MAE is \d+ for predictions of 1[78]\d(\.\d)? or more, was 4; elsewhere (3\.9|4\.0)\d?, was (3\.9|4\.0)\d?\. Predictions/,
    );
    expect(alert.evidence.parts).toMatchObject({ title: 'MAE by prediction', rows: [{ isNamed: true }, {}] });
  });

  it('is not made up where nothing but the limit is passed', async () => {
    const { alert } = await alertOf('FALSE', 'mae > 3', SEGMENTS);
    expect(alert.evidence.cause).toBeUndefined();
    expect(alert.evidence.parts).toBeUndefined();
    expect(alert.evidence.worst).toBeUndefined();
  });
});
