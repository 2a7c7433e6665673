import { expect, test } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

/** The reference ends with day 8; rows may be two days late. */
const MONITOR = `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-10}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
lateness: 2 days
feature_drift: {features: [amount]}
`;
/** Fifty more rows of day 8. */
const LATE = `SELECT TIMESTAMP '2026-02-09 12:00:00', 50.0 + i, 'pro' FROM range(50) AS r(i)`;

test('a fixed reference to which rows may still come is read once more when none can', async () => {
  const { write, save, runWindow, takeReads } = await makeWorld();
  await write('daily.parquet', dailyRows(30));
  const id = save(MONITOR);
  expect((await runWindow(id, 10)).run.rowsReference).toBe(1800);
  await write('daily.parquet', `${dailyRows(30)} UNION ALL ${LATE}`);
  expect((await runWindow(id, 10)).run.rowsReference).toBe(1800);
  expect((await runWindow(id, 11)).run.rowsReference).toBe(1850);
  takeReads();
  expect((await runWindow(id, 12)).run.rowsReference).toBe(1850);
  expect(takeReads()).not.toContain('0-9');
});

test('so is one whose outcomes had not all come', async () => {
  const rows = (until: number) =>
    `SELECT *, 1 AS prediction, CASE WHEN at_time < TIMESTAMP '2026-02-01' + to_days(${until}) THEN (amount > 25)::INTEGER END AS actual FROM (${dailyRows(30)})`;
  const { ctx, write, save, runWindow } = await makeWorld();
  await write('daily.parquet', rows(5));
  const id = save(`${MONITOR}label_column: actual\nlabels: {delay: 4 days}\nmetrics: [accuracy]\n`);
  const labelled = () =>
    ctx.store.grids
      .latest(id)!
      .reference.joint!.cells.reduce((sum, { actual, count }) => sum + (actual === null ? 0 : count), 0);
  await runWindow(id, 10);
  const before = labelled();
  await write('daily.parquet', rows(12));
  await runWindow(id, 13);
  expect([before, labelled()]).toEqual([1000, 1800]);
});
