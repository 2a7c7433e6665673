import { expect, it } from 'vitest';
import { runMonitor } from '../../src/runs/run.ts';
import { makeWorld, type World } from './support.ts';

/** Ten days of 100 scored rows, all of them right. */
const SCORES = `SELECT i AS id, TIMESTAMP '2026-02-01' + to_days((i // 100)::INTEGER) + to_minutes((i % 100)::INTEGER) AS at_time,
  i % 2 AS prediction FROM range(1000) AS r(i)`;
const OUTCOMES = 'SELECT i AS id, i % 2 AS came_true FROM range(1000) AS r(i)';
/** Every other outcome is there, and not what was predicted. */
const FIRST = `${OUTCOMES.replace('i % 2 AS', '1 - i % 2 AS')} WHERE i % 4 < 2`;

const monitor = (time: string) => `model_name: m
reference_dataset: baseline.parquet
current_dataset: scores.parquet
label_column: came_true
labels: {table: outcomes.parquet, on: [id]}
metrics: [accuracy]
${time}
`;

async function makeTables(): Promise<World> {
  const world = await makeWorld();
  await world.write('scores.parquet', SCORES);
  await world.write('outcomes.parquet', FIRST);
  await world.write('baseline.parquet', 'SELECT i % 2 AS prediction, i % 2 AS came_true FROM range(200) AS r(i)');
  return world;
}

it('outcomes that come into their table are seen, although the rows are what they were', async () => {
  const world = await makeTables();
  const id = world.save(monitor('timestamp_column: at_time\nwindow: 1 day\nlateness: 2 days'));
  const measure = async (end: number) => {
    const { measurements } = await world.runWindow(id, end, 1);
    return measurements.find(({ metric }) => metric === 'accuracy')!.value;
  };
  expect(await measure(8)).toBe(0);
  expect(await measure(9)).toBe(0);
  await world.write('outcomes.parquet', OUTCOMES);
  expect(await measure(9)).toBe(1);
  const history = world.ctx.store.measurements.history(
    id,
    { check: 'performance', metric: 'accuracy', column: null },
    9,
  );
  expect(history.map(({ value }) => value)).toEqual([1, 1]);
});

it('so they are where rows have no time', async () => {
  const world = await makeTables();
  const id = world.save(monitor(''));
  const measure = async () => {
    const { measurements } = await runMonitor(world.ctx, { monitorId: id, trigger: 'manual', actor: { type: 'cli' } });
    return measurements.find(({ metric }) => metric === 'accuracy')!.value;
  };
  expect(await measure()).toBe(0);
  await world.write('outcomes.parquet', OUTCOMES);
  expect(await measure()).toBe(1);
});
