import { expect, it } from 'vitest';
import { makeWorld, type World } from './support.ts';

/** Ten days of 100 scored rows, and a job that is scored again every day. */
const SCORES = `SELECT i AS id, i % 100 AS job, TIMESTAMP '2026-02-01' + to_days((i // 100)::INTEGER) + to_minutes((i % 100)::INTEGER) AS at_time,
  (hash(i * 5) % 2)::INTEGER AS prediction FROM range(1000) AS r(i)`;
const OUTCOMES = 'SELECT i AS id, (hash(i * 11) % 4 = 0)::INTEGER AS came_true FROM range(1000) AS r(i)';

const monitor = (labels: string, reference = '{table: scores.parquet, from: 2026-02-01, to: 2026-02-03}') => `
model_name: joined
reference_dataset: ${reference}
current_dataset: scores.parquet
timestamp_column: at_time
window: 1 day
label_column: came_true
labels: ${labels}
metrics: [accuracy]
`;
const JOINED = '{table: outcomes.parquet, on: [id]}';

async function makeTables(outcomes: string): Promise<World> {
  const world = await makeWorld();
  await world.write('scores.parquet', SCORES);
  await world.write('outcomes.parquet', outcomes);
  return world;
}

async function measureDay(world: World, source: string, end = 9) {
  const { measurements } = await world.runWindow(world.save(source), end, 1);
  return measurements.find(({ metric }) => metric === 'accuracy')!;
}

async function ask(world: World, sql: string): Promise<number> {
  const { rows } = await world.ctx.warehouses.get(null).query(sql);
  return Number(rows[0]![0]);
}

it('refuses outcomes that lack the key or the label, before anything is joined', async () => {
  const world = await makeTables(OUTCOMES.replace('AS id', 'AS idx'));
  await expect(measureDay(world, monitor(JOINED))).rejects.toMatchObject({
    code: 'invalid_input',
    message: 'Cannot read labels.on: outcomes.parquet has no column "id"',
    hint: 'Did you mean "idx"?',
  });
  await world.write('outcomes.parquet', OUTCOMES.replace('came_true', 'came'));
  await expect(measureDay(world, monitor(JOINED))).rejects.toMatchObject({
    message: 'Cannot read label_column: outcomes.parquet has no column "came_true"',
  });
});

it('refuses predictions without the key', async () => {
  const world = await makeTables(OUTCOMES);
  await expect(measureDay(world, monitor('{table: outcomes.parquet, on: [order_id]}'))).rejects.toMatchObject({
    message: 'Cannot read labels.on: outcomes.parquet has no column "order_id"',
  });
});

it('finds a label column by its usual name in the table of outcomes', async () => {
  const world = await makeTables(OUTCOMES.replace('came_true', 'actual'));
  const found = await measureDay(world, monitor(JOINED).replace('label_column: came_true\n', ''));
  expect(found.value).not.toBeNull();
});

it('a baseline without the keys is measured by the labels that it brings itself', async () => {
  const world = await makeTables(OUTCOMES);
  await world.write(
    'baseline.parquet',
    'SELECT 1 AS prediction, (i % 10 < 9)::INTEGER AS came_true FROM range(200) AS r(i)',
  );
  const { measurements } = await world.runWindow(world.save(monitor(JOINED, 'baseline.parquet')), 9, 1);
  expect(measurements.find(({ metric }) => metric === 'accuracy_drop')?.reason).toBe('0.9 in the reference');
});

it('a baseline with the keys and labels of its own is measured by these; a part of the current table is joined', async () => {
  const world = await makeTables(OUTCOMES);
  await world.write(
    'baseline.parquet',
    'SELECT i + 5000 AS id, 1 AS prediction, (i % 10 < 9)::INTEGER AS came_true FROM range(200) AS r(i)',
  );
  await world.write('scores.parquet', `SELECT *, NULL::INTEGER AS came_true FROM (${SCORES})`);
  const drop = async (source: string) => {
    const { measurements } = await world.runWindow(world.save(source), 9, 1);
    return measurements.find(({ metric }) => metric === 'accuracy_drop');
  };
  expect((await drop(monitor(JOINED, 'baseline.parquet')))?.reason).toBe('0.9 in the reference');
  expect((await drop(monitor(JOINED)))?.value).not.toBeNull();
});

it.each([
  '{table: ./scores.parquet, from: 2026-02-01, to: 2026-02-03}',
  '{table: ./scores.parquet, trailing: 2 days}',
  './scores.parquet',
])('the current table under another spelling is no table of its own: %s', async (spelled) => {
  const world = await makeTables(OUTCOMES);
  await world.write('scores.parquet', `SELECT *, NULL::INTEGER AS came_true FROM (${SCORES})`);
  const measure = async (name: string, reference: string) => {
    const source = `${monitor(JOINED, reference).replace('joined', name)}label_drift: {}\n`;
    return (await world.runWindow(world.save(source), 9, 1)).measurements;
  };
  const found = await measure('spelled', spelled);
  expect(found.find(({ metric }) => metric === 'accuracy_drop')?.value).toEqual(expect.any(Number));
  expect(found).toEqual(await measure('plain', spelled.replace('./', '')));
});

it('an empty label column of the predictions, spelled in other case, hides no outcome from any check', async () => {
  const world = await makeTables(OUTCOMES);
  const checks = `label_drift: {}\ncustom_metrics: [{name: rate, sql_expression: avg(actual)}]\n`;
  const measure = async () =>
    (await world.runWindow(world.save(`${monitor(JOINED)}${checks}`), 9, 1)).measurements.map(
      ({ metric, value, reason }) => ({ metric, value, reason }),
    );
  const plain = await measure();
  await world.write('scores.parquet', `SELECT *, NULL::INTEGER AS Came_True FROM (${SCORES})`);
  expect(plain.find(({ metric }) => metric === 'rate')?.value).toEqual(expect.any(Number));
  expect(await measure()).toEqual(plain);
});

it('outcomes that come late for a baseline of a whole table are counted; others leave its grid in use', async () => {
  const baseline = `SELECT i + 5000 AS id, 1 AS prediction FROM range(200) AS r(i)`;
  const ofBaseline = (to: number) =>
    `SELECT i + 5000 AS id, (i % 10 < 9)::INTEGER AS came_true FROM range(${to}) AS r(i)`;
  const world = await makeTables(OUTCOMES);
  await world.write('baseline.parquet', baseline);
  const id = world.save(monitor(JOINED, 'baseline.parquet'));
  const run = async (end: number) => {
    const { measurements } = await world.runWindow(id, end, 1);
    const version = world.ctx.store.grids.latest(id)!.grids.version;
    return { reason: measurements.find(({ metric }) => metric === 'accuracy_drop')?.reason, version };
  };
  const early = await run(8);
  expect(early.reason).not.toBe('0.9 in the reference');
  await world.write('outcomes.parquet', `${OUTCOMES} UNION ALL (${ofBaseline(200)})`);
  const late = await run(9);
  expect(late.reason).toBe('0.9 in the reference');
  expect(late.version).not.toBe(early.version);
  await world.write('outcomes.parquet', `${OUTCOMES} UNION ALL (${ofBaseline(200)}) UNION ALL SELECT 9000, 1`);
  expect(await run(10)).toEqual(late);
});

it('keys of texts and of numbers meet as texts, and a text that is no number stops nothing', async () => {
  const world = await makeTables(OUTCOMES);
  const usual = await measureDay(world, monitor(JOINED));
  await world.write(
    'outcomes.parquet',
    `${OUTCOMES.replace('i AS id', 'i::VARCHAR AS id')} UNION ALL SELECT 'none', 1`,
  );
  expect(await measureDay(world, monitor(JOINED))).toMatchObject({ value: usual.value, reason: null });
});

it('keys with several outcomes that differ are counted and said; equal ones are one', async () => {
  const world = await makeTables(`${OUTCOMES} UNION ALL (${OUTCOMES}) UNION ALL SELECT 850, 1 UNION ALL SELECT 850, 0`);
  expect((await measureDay(world, monitor(JOINED))).reason).toBe(
    '1 of 100 labels are the largest of several that differ',
  );
});

it('outcomes that a key has every day belong to the predictions of as many days before as the delay says', async () => {
  const world = await makeTables(
    `SELECT i % 100 AS job, TIMESTAMP '2026-02-01 20:00' + to_days((i // 100)::INTEGER) AS start_time,
      (hash(i * 13) % 3 = 0)::INTEGER AS came_true FROM range(1000) AS r(i)`,
  );
  const labels = '{table: outcomes.parquet, on: [job], timestamp_column: start_time, delay: 2 days}';
  const id = world.save(monitor(labels));
  const early = await world.runWindow(id, 8, 1);
  expect(early.measurements.find(({ metric }) => metric === 'accuracy')?.value).toBeNull();
  // The outcomes of the 8th are those of the 10th: on the morning of the 12th all of them have come.
  await world.runWindow(id, 11, 1);
  const expected = await ask(
    world,
    `SELECT avg((prediction = came_true)::INTEGER) FROM read_parquet('${world.space.path('scores.parquet')}') AS p
     JOIN read_parquet('${world.space.path('outcomes.parquet')}') AS o
     ON p.job = o.job AND CAST(p.at_time AS DATE) = CAST(o.start_time AS DATE) - INTERVAL 2 DAY
     WHERE CAST(p.at_time AS DATE) = DATE '2026-02-08'`,
  );
  const history = world.ctx.store.measurements.history(
    id,
    { check: 'performance', metric: 'accuracy', column: null },
    9,
  );
  expect(history.find(({ windowFromAt }) => windowFromAt === Date.parse('2026-02-08'))?.value).toBeCloseTo(
    expected,
    12,
  );
});

it('times of outcomes need a table, the column in it, and the time of the predictions', async () => {
  const world = await makeTables(OUTCOMES.replace('AS id', 'AS job'));
  const timed = '{table: outcomes.parquet, on: [job], timestamp_column: start_time}';
  await expect(measureDay(world, monitor(timed))).rejects.toMatchObject({
    message: 'Cannot read labels.timestamp_column: outcomes.parquet has no column "start_time"',
  });
  expect(() => world.save(monitor('{timestamp_column: start_time}'))).toThrow(/name labels.table/);
  expect(() => world.save(monitor(timed).replace('timestamp_column: at_time\n', ''))).toThrow(/compared with it/);
});

it.each(['1e0', "CAST('nan' AS DOUBLE)"])(
  'an outcome of NaN hides no other of its key: %s beside it',
  async (other) => {
    const world = await makeTables(
      `SELECT id, came_true::DOUBLE AS came_true FROM (${OUTCOMES}) UNION ALL SELECT id, CAST('nan' AS DOUBLE) FROM (${OUTCOMES})
      UNION ALL SELECT id, ${other} FROM (${OUTCOMES}) WHERE came_true = 1`,
    );
    const plain = await makeTables(OUTCOMES);
    const found = await measureDay(world, monitor(JOINED));
    expect(found).toEqual(await measureDay(plain, monitor(JOINED)));
    expect(found.value).not.toBeNull();
  },
);
