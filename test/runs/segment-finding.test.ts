import { describe, expect, it } from 'vitest';
import { chartOfAlert } from '../../src/runs/alert-chart.ts';
import { makeWorld } from './support.ts';

/**
 * 12 days of 1,000 rows in two regions. From day 8 on, waits in the north are twice as long, and half of its predictions
 * are wrong; in the south as many more are right.
 */
const ROWS = `SELECT TIMESTAMP '2026-02-01' + to_days(day::INTEGER) + to_seconds((i * 80)::INTEGER) AS at_time, i, region,
    -10 * ln(1 - (hash(day * 5000 + i) % 9973) / 9973.0) * CASE WHEN is_bad AND region = 'north' THEN 2 ELSE 1 END AS wait,
    true AS prediction,
    hash(day * 3000 + i) % 100 >= CASE WHEN NOT is_bad THEN 20 WHEN region = 'north' THEN 50 ELSE 5 END AS actual
  FROM (SELECT *, day >= 8 AS is_bad, CASE WHEN i % 3 = 0 THEN 'north' ELSE 'south' END AS region
    FROM range(12) AS d(day), range(1000) AS r(i))`;

const MONITOR = `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: rows.parquet
timestamp_column: at_time
window: 2 days
label_column: actual
positive_label: true
labels: {delay: 1 hour}
metrics: [accuracy]
slicing_exprs: [region]
feature_drift: {features: [wait]}
alerts:
  rules:
    - {name: north_only, condition: 'segments("feature_drift") > 0', for: 1 of 1}
    - {name: anywhere, condition: 'drift("wasserstein", "wait") > 0.1', for: 1 of 1}
`;

async function findAlerts() {
  const world = await makeWorld();
  await world.write('rows.parquet', ROWS);
  const { alerts, run } = await world.runWindow(world.save(MONITOR), 11, 2);
  const [inNorth, overall] = ['north_only', 'anywhere'].map((name) => alerts.find(({ rule }) => rule === name)!);
  const ask = async (expression: string, where: string): Promise<number> => {
    const { rows } = await world.ctx.warehouses.get('main').query(`SELECT ${expression} FROM (${ROWS}) WHERE ${where}`);
    return Number(rows[0]![0]);
  };
  return { world, run, inNorth: inNorth!, overall: overall!, ask };
}

const NOW = "region = 'north' AND at_time >= TIMESTAMP '2026-02-10' AND at_time < TIMESTAMP '2026-02-12'";
const BEFORE = "region = 'north' AND at_time < TIMESTAMP '2026-02-06'";

describe('a finding in a segment', () => {
  it('counts the rows of the segment, and says what was lost there', async () => {
    const { world, run, inNorth, overall, ask } = await findAlerts();
    expect(inNorth.evidence).toMatchObject({
      segment: 'region = north',
      rowsCurrent: await ask('count(*)', NOW),
      rowsReference: await ask('count(*)', BEFORE),
      loss: { metric: 'accuracy', isKnown: true },
    });
    expect(inNorth.evidence.loss!.value).toBeCloseTo(await ask('avg(CAST(actual AS INTEGER))', NOW), 12);
    expect(inNorth.evidence.loss!.reference).toBeCloseTo(await ask('avg(CAST(actual AS INTEGER))', BEFORE), 12);
    expect(overall.evidence).toMatchObject({ rowsCurrent: run.rowsCurrent, loss: { isKnown: false } });
    expect(inNorth.evidence.concern).toBeGreaterThan(overall.evidence.concern!);
    expect(chartOfAlert(world.ctx, overall)!.header.subtitle).toMatch(/no loss is known$/);
    expect(chartOfAlert(world.ctx, inNorth)!.header.subtitle).toMatch(
      /where region = north · Accuracy 0\.\d+, was 0\.\d+$/,
    );
  });

  it('is drawn and told by values that its rows have, within 3 %', async () => {
    const { world, inNorth, ask } = await findAlerts();
    const chart = chartOfAlert(world.ctx, inNorth);
    if (chart?.kind !== 'numeric') throw new Error('another chart');
    const [now, was] = [await ask('quantile_cont(wait, 0.9)', NOW), await ask('quantile_cont(wait, 0.9)', BEFORE)];
    expect(Math.abs(chart.mark!.current / now - 1)).toBeLessThan(0.03);
    expect(Math.abs(chart.mark!.reference / was - 1)).toBeLessThan(0.03);
    const [, first, later, before] = /the highest (\d+)% of wait: ([\d.]+) on average, was ([\d.]+)/.exec(
      inNorth.evidence.cause!,
    )!;
    const meanOfHighest = async (where: string): Promise<number> => {
      const from = await ask(`quantile_cont(wait, ${1 - Number(first) / 100})`, where);
      return ask('avg(wait)', `${where} AND wait >= ${from}`);
    };
    expect(Math.abs(Number(later) / (await meanOfHighest(NOW)) - 1)).toBeLessThan(0.03);
    expect(Math.abs(Number(before) / (await meanOfHighest(BEFORE)) - 1)).toBeLessThan(0.03);
  });
});
