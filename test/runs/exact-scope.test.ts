import { expect, it } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

const monitor = (features: string) => `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: rows.parquet
timestamp_column: at_time
window: 2 days
problem_type: regression
prediction_column: forecast
label_column: sold
feature_drift: {features: [amount], drift_methods: [ks_test]${features}}
prediction_drift: {drift_methods: [ks_test]}
label_drift: {drift_methods: [ks_test]}
`;

it.each(['exact: true', 'compat: evidently'])(
  'feature_drift: {%s} reads the rows of features, and not those of predictions and outcomes',
  async (asked) => {
    const world = await makeWorld();
    await world.write(
      'rows.parquet',
      `SELECT *, sqrt(amount) AS forecast, ln(1 + amount) AS sold FROM (${dailyRows(12)})`,
    );
    const run = async (features: string) => (await world.runWindow(world.save(monitor(features)), 11, 2)).measurements;
    const of = (check: string, measurements: Awaited<ReturnType<typeof run>>) =>
      measurements.filter((one) => one.check === check);
    const binned = await run('');
    const exact = await run(`, ${asked}`);
    expect(of('feature_drift', exact)).not.toEqual(of('feature_drift', binned));
    expect(of('prediction_drift', exact)).toEqual(of('prediction_drift', binned));
    expect(of('label_drift', exact)).toEqual(of('label_drift', binned));
  },
);
