import { expect, test } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

const MONITOR = `model_name: payments
reference_dataset: baseline.parquet
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
lateness: 2 days
feature_drift: {features: [amount, plan]}
`;
const BASELINE = `SELECT amount, plan FROM (${dailyRows(5)})`;
const LATE = `SELECT TIMESTAMP '2026-02-10 12:00:00', 50.0 + i, 'pro' FROM range(50) AS r(i)`;

async function makeCase() {
  const world = await makeWorld();
  await world.write('daily.parquet', dailyRows(30));
  await world.write('baseline.parquet', BASELINE);
  const id = world.save(MONITOR);
  return { ...world, id, version: () => world.ctx.store.grids.latest(id)!.grids.version };
}

test('a reference that is written again with the rows that it had keeps its grid, and late rows find their windows', async () => {
  const { ctx, id, version, write, runWindow, takeStatements } = await makeCase();
  await runWindow(id, 10);
  const first = version();
  // The same rows in another order: the file is another one.
  await write('baseline.parquet', `${BASELINE} ORDER BY plan`);
  await write('daily.parquet', `${dailyRows(30)} UNION ALL ${LATE}`);
  const next = await runWindow(id, 11);
  expect(version()).toBe(first);
  expect(next.run.rowsReference).toBe(1000);
  const history = ctx.store.measurements.history(id, { check: 'volume', metric: 'rows', column: null }, 9);
  expect(history.map(({ value }) => value)).toEqual([250, 200]);
  takeStatements();
  await runWindow(id, 12);
  expect(takeStatements().filter((sql) => sql.includes('baseline.parquet'))).toEqual([]);
});

test('a reference that holds other rows gets another grid, and its old one again with its old rows', async () => {
  const { id, version, write, runWindow } = await makeCase();
  await runWindow(id, 10);
  const first = version();
  await write('baseline.parquet', `${BASELINE} UNION ALL SELECT 500.0 + i, 'new' FROM range(400) AS r(i)`);
  expect((await runWindow(id, 11)).run.rowsReference).toBe(1400);
  expect(version()).not.toBe(first);
});
