import { expect, test } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

const monitorOf = (to: string) => `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: ${to}}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
feature_drift: {features: [amount]}
`;

test('a definition that goes back to an earlier one is drawn on the earlier grids again', async () => {
  const { ctx, write, save, runWindow } = await makeWorld();
  await write('daily.parquet', dailyRows(12));
  const versionInUse = () => ctx.store.grids.latest(id)?.grids.version;
  const id = save(monitorOf('2026-02-06'));
  await runWindow(id, 8);
  const first = versionInUse();
  save(monitorOf('2026-02-07'));
  await runWindow(id, 9);
  expect(versionInUse()).not.toBe(first);
  save(monitorOf('2026-02-06'));
  await runWindow(id, 10);
  expect(versionInUse()).toBe(first);
});
