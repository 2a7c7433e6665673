import { expect, test } from 'vitest';
import { listUsualRows } from '../../src/runs/incidents.ts';
import { dailyRows, makeWorld } from './support.ts';

const monitor = `model_name: payments
reference_dataset: {table: daily.parquet, trailing: 28 days}
timestamp_column: at_time
window: 1 day
volume: {expected: auto}
freshness: {min_active_days: 7}
`;

test('days from before the first row are no days without rows', async () => {
  const { write, save, runWindow } = await makeWorld();
  await write('daily.parquet', dailyRows(30));
  const id = save(monitor);
  const { measurements } = await runWindow(id, 4);
  const found = measurements.map(({ metric, state, reason }) => [metric, state, reason]);
  expect(found).toContainEqual([
    'expected_rows',
    'unknown',
    'Too little history: 0 earlier Wednesdays, and 3 are needed',
  ]);
  expect(found).toContainEqual(['active_days', 'unknown', 'The history covers 4 of the last 7 days']);
  expect(measurements.filter(({ state }) => state === 'breach')).toEqual([]);
});

test('slices of incidents, and those before the first row, are left out; later empty ones are not', () => {
  const slices = [0, 5, 0, 7, 8].map((rows, at) => ({ at, rows }));
  expect(listUsualRows(slices, [{ fromAt: 3, toAt: 4 }]).map(({ at }) => at)).toEqual([1, 2, 4]);
  expect(listUsualRows(slices.slice(0, 1), [])).toEqual([]);
});
