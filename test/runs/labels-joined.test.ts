import { expect, it } from 'vitest';
import { makeWorld } from './support.ts';

/** 11 days of 300 scored rows in two regions, and the outcomes of most in a table of their own. */
const SCORES = `SELECT i AS id, TIMESTAMP '2026-02-01' + to_days((i // 300)::INTEGER) + to_minutes((i % 300)::INTEGER) AS at_time,
  (hash(i) % 1009) / 10.0 AS amount, CASE WHEN hash(i * 7) % 3 = 0 THEN 'pro' ELSE 'basic' END AS plan,
  CASE WHEN i % 3 = 0 THEN 'north' ELSE 'south' END AS region, hash(i * 5) % 2 = 0 AS prediction FROM range(3300) AS r(i)`;
const OUTCOMES = 'SELECT i AS id, hash(i * 11) % 4 = 0 AS came_true FROM range(3200) AS r(i)';

const monitor = (name: string, drift: string, labelDrift = '') => `model_name: ${name}
reference_dataset: {table: scores.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: scores.parquet
timestamp_column: at_time
window: 2 days
label_column: came_true
labels: {table: outcomes.parquet, on: [id]}
metrics: [accuracy]
quality: {missing_rate: {max: 0.5}}
summary: {correlations: {}}
slicing_exprs: [region]
custom_metrics: [{name: spend, sql_expression: avg(amount), max_value: 1000}]
feature_drift: {features: [amount, plan]${drift}}
${labelDrift}
`;

it.each(['', ', exact: true', ', compat: nannyml'])(
  'outcomes are joined where they are read, and to nothing else: feature_drift%s',
  async (drift) => {
    const world = await makeWorld();
    await world.write('scores.parquet', SCORES);
    await world.write('outcomes.parquet', OUTCOMES);
    const run = async (name: string, labelDrift?: string) => {
      const { measurements } = await world.runWindow(world.save(monitor(name, drift, labelDrift)), 11, 2);
      return { measurements, statements: world.takeStatements() };
    };
    const plain = await run('plain');
    const joined = await run('joined', 'label_drift: {}');
    // Byte for byte the statements of a monitor that does not look at outcomes, and some of the outcomes alone.
    const left = [...joined.statements];
    for (const statement of plain.statements) {
      expect(left).toContain(statement);
      left.splice(left.indexOf(statement), 1);
    }
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(plain.statements.length);
    for (const statement of left) expect(statement).toContain('"came_true"');
    const others = joined.measurements.filter(({ check }) => check !== 'label_drift');
    expect(others).toEqual(plain.measurements);
    expect(joined.measurements.filter(({ check }) => check === 'label_drift')).toHaveLength(3);
  },
);

it('outcomes that make segments are joined to what is told apart by them', async () => {
  const world = await makeWorld();
  await world.write('scores.parquet', SCORES);
  await world.write('outcomes.parquet', OUTCOMES);
  await world.write(
    'all.parquet',
    `SELECT s.*, o.came_true FROM (${SCORES}) AS s LEFT JOIN (${OUTCOMES}) AS o USING (id)`,
  );
  const sliced = monitor('joined', '', 'label_drift: {}').replace('[region]', '[came_true]');
  const own = sliced
    .replace('model_name: joined', 'model_name: own')
    .replaceAll('scores.parquet', 'all.parquet')
    .replace('labels: {table: outcomes.parquet, on: [id]}\n', '');
  const [joined, whole] = [
    await world.runWindow(world.save(sliced), 11, 2),
    await world.runWindow(world.save(own), 11, 2),
  ];
  const names = joined.measurements.map(({ segment }) => segment ?? '').filter((name) => name.startsWith('came_true'));
  expect([...new Set(names)].sort()).toEqual(['came_true = false', 'came_true = true']);
  expect(joined.measurements).toEqual(whole.measurements);
});
