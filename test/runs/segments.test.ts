import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/checks/types.ts';
import { chartOfAlert } from '../../src/runs/alert-chart.ts';
import { renderAlert } from '../../views/alert.ts';
import { dailyRows, makeWorld } from './support.ts';

/** The rows of every day in two regions; from day 8 on, amounts grow in the small one alone. */
const ROWS = `SELECT *, CASE WHEN extract(minute FROM at_time) % 5 < 2 THEN 'north' ELSE 'south' END AS region
  FROM (${dailyRows(12)})`;
const MOVED = `SELECT * REPLACE (CASE WHEN region = 'north' AND at_time >= TIMESTAMP '2026-02-09' THEN amount + 60 ELSE amount END AS amount)
  FROM (${ROWS})`;

const monitor = (slicing: string) => `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: rows.parquet
timestamp_column: at_time
window: 2 days
lateness: 1 day
feature_drift: {features: [amount, plan]}
${slicing}
alerts: {rules: [{name: moved, condition: 'drift("wasserstein", "amount") > 0.1', for: 1 of 1}]}
`;

const drifted = (measurements: readonly Measurement[]) =>
  measurements.filter((one) => one.drifted === true).map(({ column, segment }) => `${column} ${segment ?? 'whole'}`);

describe('segments of a run', () => {
  it('are measured from their own rows, and the alert says where it is worst', async () => {
    const world = await makeWorld();
    await world.write('rows.parquet', MOVED);
    const id = world.save(monitor('slicing_exprs: [region]'));
    const before = await world.runWindow(id, 8, 2);
    expect(drifted(before.measurements)).toEqual([]);
    const after = await world.runWindow(id, 11, 2);
    expect(drifted(after.measurements)).toEqual(['amount whole', 'amount region = north']);
    const rows = after.measurements.filter(({ metric, segment }) => metric === 'rows' && segment !== null);
    expect(rows.reduce((total, { value }) => total + value!, 0)).toBe(after.run.rowsCurrent);
    expect(after.alerts[0]!.evidence.worst).toEqual({
      segment: 'region = north',
      value: after.measurements.find(({ column, segment }) => column === 'amount' && segment === 'region = north')!
        .value,
    });
    const [alert] = after.alerts;
    const { attachments } = renderAlert(alert!, {
      chart: null,
      owner: null,
      mention: null,
      votes: { useful: 0, noise: 0 },
    });
    expect(JSON.stringify(attachments)).toMatch(/Worst where `region = north`: \d\.\d+/);
  });

  it('come out of the store the second time, and change nothing of the whole', async () => {
    const world = await makeWorld();
    await world.write('rows.parquet', MOVED);
    const id = world.save(monitor('slicing_exprs: [region, "region, plan"]'));
    const first = await world.runWindow(id, 11, 2);
    world.takeReads();
    const second = await world.runWindow(id, 11, 2);
    expect(world.takeReads()).toEqual([]);
    expect(second.measurements).toEqual(first.measurements);
    expect(new Set(first.measurements.map(({ segment }) => segment)).size).toBe(1 + 2 + 4);
    const plain = await world.runWindow(world.save(monitor('').replace('model_name: m', 'model_name: n')), 11, 2);
    expect(first.measurements.filter(({ segment }) => segment === null)).toEqual(plain.measurements);
  });

  it('alert by a rule that asks for them, and the message names the segment', async () => {
    const world = await makeWorld();
    await world.write('rows.parquet', MOVED);
    const asked = `${monitor('slicing_exprs: [region]').split('alerts:')[0]}
alerts: {rules: [{name: a_segment, condition: 'segments("feature_drift") > 0', for: 1 of 1}]}`;
    const id = world.save(asked);
    expect((await world.runWindow(id, 8, 2)).alerts).toEqual([]);
    const [alert] = (await world.runWindow(id, 11, 2)).alerts;
    expect(alert!.evidence).toMatchObject({ metric: 'wasserstein', column: 'amount', segment: 'region = north' });
    expect(alert!.evidence.cause).toMatch(/amount/);
    const { text } = renderAlert(alert!, { chart: null, owner: null, mention: null, votes: { useful: 0, noise: 0 } });
    expect(text).toContain('on amount where region = north, limit 0.1');
    expect(chartOfAlert(world.ctx, alert!)).toMatchObject({ kind: 'numeric' });
  });

  it('have as many rows as on the same weekdays before, each by itself', async () => {
    const world = await makeWorld();
    const gone = `extract(minute FROM at_time) % 5 < 2 AND at_time >= TIMESTAMP '2026-02-28'`;
    const all = `SELECT *, CASE WHEN extract(minute FROM at_time) % 5 < 2 THEN 'north' ELSE 'south' END AS region
      FROM (${dailyRows(28)})`;
    await world.write('rows.parquet', `SELECT * FROM (${all}) WHERE NOT (${gone})`);
    const id = world.save(`model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: rows.parquet
timestamp_column: at_time
window: 1 day
volume: {expected: auto}
slicing_exprs: [region]
`);
    const rowsAt = async (end: number) =>
      (await world.runWindow(id, end)).measurements
        .filter(({ metric }) => metric === 'rows')
        .map(({ segment, value, state }) => [segment, value, state]);
    for (let end = 1; end < 27; end++) await rowsAt(end);
    expect(await rowsAt(27)).toEqual([
      [null, 200, 'ok'],
      ['region = south', 120, 'ok'],
      ['region = north', 80, 'ok'],
    ]);
    expect(await rowsAt(28)).toEqual([
      [null, 120, 'breach'],
      ['region = south', 120, 'ok'],
      ['region = north', 0, 'breach'],
    ]);
  });
});
