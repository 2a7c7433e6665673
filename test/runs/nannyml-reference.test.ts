import { expect, it } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

const monitor = (reference: string) => `model_name: m
reference_dataset: ${reference}
current_dataset: rows.parquet
timestamp_column: at_time
window: 1 day
feature_drift: {compat: nannyml, drift_methods: [js_distance, ks_test], features: [amount, plan]}
`;

it('a fixed reference is cut into chunks once, and again when it changes', async () => {
  const world = await makeWorld();
  await world.write('rows.parquet', dailyRows(14, 'CASE WHEN day >= 12 THEN 40 ELSE 0 END'));
  await world.write('reference.parquet', dailyRows(8));
  const id = world.save(monitor('reference.parquet').replace('ks_test', 'chi_square'));
  const cut = () => world.takeStatements().filter((sql) => sql.includes('mlmon_row')).length;
  const usual = await world.runWindow(id, 11);
  expect(cut()).toBeGreaterThan(0);
  const moved = await world.runWindow(id, 13);
  expect(cut()).toBe(0);
  const limits = [usual, moved].map(({ measurements }) => measurements.find((one) => one.column === 'amount')!);
  expect(limits.map(({ drifted }) => drifted)).toEqual([false, true]);
  expect(limits[1]!.threshold).toBe(limits[0]!.threshold);
  await world.write('reference.parquet', dailyRows(9));
  await world.runWindow(id, 14);
  expect(cut()).toBeGreaterThan(0);
});

it('a reference that moves is cut again with every window', async () => {
  const world = await makeWorld();
  await world.write('rows.parquet', dailyRows(14, 'day'));
  const id = world.save(monitor('{table: rows.parquet, trailing: 5 days}'));
  const limits = [];
  for (const end of [8, 9, 9]) {
    const { measurements } = await world.runWindow(id, end);
    limits.push(measurements.find(({ column, metric }) => column === 'amount' && metric === 'ks_test')!.threshold);
  }
  expect(limits[1]).not.toBe(limits[0]);
  expect(limits[2]).toBe(limits[1]);
});
