import { afterAll, beforeAll, expect, it } from 'vitest';
import { Bench } from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open({
    // Half of the 6,000 categories on either side are on the other one, too: more than any profile names.
    before: `SELECT 'c' || i % 6000 AS id, 'c' || i % 5 AS plan FROM range(12000) AS r(i)`,
    // Twenty categories are new: more than a slice names.
    now: `SELECT 'c' || 3000 + i AS id, 'c' || i % 25 AS plan FROM range(6000) AS r(i)`,
  });
});
afterAll(() => bench.close());

it('compat: evidently counts every category of all rows, however many and however new', async () => {
  const { measurements } = await bench.runWhole(`model_name: m
reference_dataset: before.parquet
current_dataset: now.parquet
feature_drift: {compat: evidently}
`);
  const [id, plan] = ['id', 'plan'].map((name) => measurements.find((one) => one.column === name)!);
  // Two even distributions that share half of their values: half of all that a divergence in nats can be.
  expect(id).toMatchObject({ metric: 'js_distance', drifted: true, state: 'breach' });
  expect(id!.value).toBeCloseTo(Math.sqrt(Math.LN2 / 2), 12);
  // Five values at 1/5 before and 1/25 now, and twenty at 1/25 that are new.
  const [p, q] = [1 / 5, 1 / 25];
  const middle = (p + q) / 2;
  const divergence = (5 * p * Math.log(p / middle) + 5 * q * Math.log(q / middle) + 20 * q * Math.LN2) / 2;
  expect(plan!.value).toBeCloseTo(Math.sqrt(divergence), 12);
});
