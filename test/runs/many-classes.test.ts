import { expect, it } from 'vitest';
import { makeWorld, type World } from './support.ts';

/** Ten days of 300 rows of a model that mixes up seven classes. */
const ROWS = `SELECT TIMESTAMP '2026-02-01' + to_days((i // 300)::INTEGER) + to_minutes((i % 300)::INTEGER) AS at_time,
  'c' || (hash(i * 5) % 7) AS prediction, 'c' || (hash(i * 11) % 7) AS came_true FROM range(3000) AS r(i)`;
const MONITOR = `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-02}
current_dataset: rows.parquet
timestamp_column: at_time
window: 7 days
label_column: came_true
metrics: [accuracy, f1_score_macro]
`;

/** The same world, whose warehouse gives no statement more rows. */
function limitRows(world: World, maxRows: number): World {
  const { warehouses } = world.ctx;
  const get: typeof warehouses.get = (name) => {
    const warehouse = warehouses.get(name);
    return { ...warehouse, query: (sql, options) => warehouse.query(sql, { ...options, maxRows }) };
  };
  Object.assign(world.ctx, { warehouses: { ...warehouses, get } });
  return world;
}

async function measure(world: World) {
  await world.write('rows.parquet', ROWS);
  const { measurements } = await world.runWindow(world.save(MONITOR), 9, 7);
  return { measurements, reads: world.takeReads() };
}

it('days of more pairs of classes than a statement may give are counted in halves, to the same numbers', async () => {
  const whole = await measure(await makeWorld());
  const halved = await measure(limitRows(await makeWorld(), 100));
  expect(halved.measurements).toEqual(whole.measurements);
  expect(whole.reads).toEqual(['0-1', '2-9']);
  expect(halved.reads).toEqual(['0-1', '2-9', '2-5', '2-3', '3-5', '5-9', '5-7', '7-9']);
});

it('a day of more than that is refused', async () => {
  await expect(measure(limitRows(await makeWorld(), 40))).rejects.toThrow('it has more than 40 rows');
});
