import { expect, it } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

const monitor = (asked: string) => `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: rows.parquet
timestamp_column: at_time
window: 2 days
feature_drift: {features: [amount], drift_methods: [ks_test]${asked}}
`;

it.each(['', ', exact: true', ', compat: evidently', ', compat: nannyml'])(
  'a run of stored slices costs what its exact numbers fetch: feature_drift%s',
  async (asked) => {
    const world = await makeWorld();
    await world.write('rows.parquet', dailyRows(12));
    const id = world.save(monitor(asked));
    await world.runWindow(id, 11, 2);
    world.takeStatements();
    const { run } = await world.runWindow(id, 11, 2);
    const isExact = asked !== '';
    expect(world.takeStatements().length > 0).toBe(isExact);
    expect([run.bytesFetched! > 0, run.warehouseMs! > 0]).toEqual([isExact, isExact]);
    // Six doubles and two counts of one column at most, and the three of its range.
    expect(run.bytesFetched).toBeLessThan(200);
  },
);
