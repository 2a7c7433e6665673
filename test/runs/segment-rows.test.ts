import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/checks/types.ts';
import { makeWorld } from './support.ts';

/** 12 days of 2,400 rows in two regions; the north moves from day 8 on. `city` has more values than a segment counts by name. */
const ROWS = `SELECT *, CASE WHEN i % 3 = 0 THEN 'north' ELSE 'south' END AS region FROM (
  SELECT TIMESTAMP '2026-02-01' + to_days(day::INTEGER) + to_seconds((i * 30)::INTEGER) AS at_time, i,
    (hash(day * 5000 + i) % 1009) / 10.0 + CASE WHEN day >= 8 AND i % 3 = 0 THEN 15 ELSE 0 END AS amount,
    (hash(day * 7000 + i) % 4) + CASE WHEN day >= 8 AND i % 3 = 0 THEN 1 ELSE 0 END AS grade,
    'city ' || CAST(floor(sqrt(hash(day * 9000 + i) % 1600)) AS INTEGER) AS city,
    CASE WHEN hash(day + i * 77) % 3 = 0 THEN 'pro' ELSE 'basic' END AS plan
  FROM range(12) AS d(day), range(2400) AS r(i))`;
const REGIONS = ['north', 'south'];

const monitor = (table: string, settings: string, slicing = '') => `model_name: ${table.split('.')[0]}
reference_dataset: {table: ${table}, from: 2026-02-01, to: 2026-02-06}
current_dataset: ${table}
timestamp_column: at_time
window: 2 days
feature_drift: {features: [amount, grade, city, plan], categorical_features: [city, plan], ${settings}}
${slicing}
`;

const ofColumns = (measurements: readonly Measurement[], segment: string | null) =>
  measurements.filter((one) => one.column !== null && one.segment === segment && one.drifted !== null);

/** Of the monitor by segment, and of a monitor of the segment's rows alone. */
async function measureBoth(settings: string) {
  const world = await makeWorld();
  await world.write('all.parquet', ROWS);
  for (const region of REGIONS) await world.write(`${region}.parquet`, `FROM (${ROWS}) WHERE region = '${region}'`);
  const whole = await world.runWindow(world.save(monitor('all.parquet', settings, 'slicing_exprs: [region]')), 11, 2);
  const alone: Record<string, Measurement[]> = {};
  for (const region of REGIONS) {
    const { measurements } = await world.runWindow(world.save(monitor(`${region}.parquet`, settings)), 11, 2);
    alone[region] = ofColumns(measurements, null);
  }
  return { whole, alone, ofRegion: (region: string) => ofColumns(whole.measurements, `region = ${region}`) };
}

const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 12));

describe('a segment is measured as its rows alone are', () => {
  it('with compat: evidently, to the number and the verdict, and without a correction', async () => {
    const { alone, ofRegion } = await measureBoth('compat: evidently');
    for (const region of REGIONS) {
      expect(ofRegion(region)).toEqual(
        alone[region]!.map((one) => ({ ...one, value: close(one.value), segment: `region = ${region}` })),
      );
    }
    const verdicts = ofRegion('north').map(({ column, state }) => [column, state]);
    expect(Object.fromEntries(verdicts)).toEqual({ amount: 'breach', grade: 'breach', city: 'ok', plan: 'ok' });
  });

  it('with exact: true, by the distance of the rows and not of cells', async () => {
    const { alone, ofRegion } = await measureBoth('exact: true, drift_methods: [ks_test, wasserstein, js_distance]');
    for (const region of REGIONS) {
      const numbers = (list: readonly Measurement[]) =>
        list.filter(({ column, metric }) => ['amount', 'grade'].includes(column!) && metric !== 'js_distance');
      const mine = numbers(ofRegion(region));
      expect(mine).toHaveLength(4);
      expect(mine.map(({ column, metric, value, drifted }) => ({ column, metric, value, drifted }))).toEqual(
        numbers(alone[region]!).map(({ column, metric, value, drifted }) => ({
          column,
          metric,
          value: close(value),
          drifted,
        })),
      );
      expect(mine.filter(({ drifted }) => drifted)).toHaveLength(region === 'north' ? 4 : 0);
    }
  });
});
