import { expect, test } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

const MONITOR = `model_name: payments
reference_dataset: base.parquet
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
feature_drift: {features: [amount, plan]}
`;

test('a column that went away between two runs is said to be gone, and the others are judged', async () => {
  const { write, save, runWindow } = await makeWorld();
  await write('daily.parquet', dailyRows(30));
  await write('base.parquet', dailyRows(5));
  const id = save(MONITOR);
  await runWindow(id, 10);
  await write('daily.parquet', `SELECT * EXCLUDE (plan) FROM (${dailyRows(30)})`);
  const { measurements } = await runWindow(id, 12);
  const of = (column: string) => measurements.find((one) => one.column === column && one.check === 'feature_drift');
  expect(of('plan')).toMatchObject({ state: 'unknown', reason: "Column 'plan' is not in the current dataset" });
  expect(of('amount')?.state).toBe('ok');
});
