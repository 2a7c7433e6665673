import { expect, test } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

const MONITOR = `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
feature_drift: {features: [amount]}
alerts: {rules: [{name: moved, condition: drifted_columns > 0, for: 1 of 1}]}
`;

test('an earlier window that is run again does not name an episode that a later one ended', async () => {
  const { write, save, runWindow } = await makeWorld();
  await write('daily.parquet', dailyRows(20, 'CASE WHEN day = 8 THEN 60 ELSE 0 END'));
  const id = save(MONITOR);
  const runAll = async () => {
    const states: string[] = [];
    for (let end = 8; end <= 13; end++) states.push((await runWindow(id, end)).alerts.map(({ state }) => state).join());
    return states;
  };
  expect(await runAll()).toEqual(['', 'firing', 'firing', 'resolved', '', '']);
  expect(await runAll()).toEqual(['', '', '', 'resolved', '', '']);
});
