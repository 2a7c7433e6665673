import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/checks/types.ts';
import { Bench } from './bench.ts';

/** Names that mean something to a program, beside plain twins with the same values. */
const ROWS = `SELECT x AS "__proto__", x AS plain, kind AS "hasOwnProperty", kind AS common, outcome AS prediction, i AS key,
  i % 2 AS id FROM (SELECT i, sqrt(i * 37 % 1009) AS x, 'k' || i % 7 AS kind, i % 3 AS outcome FROM range(2000) AS r(i))`;
const TWINS: Readonly<Record<string, string>> = { plain: '__proto__', common: 'hasOwnProperty' };

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({
    before: ROWS,
    outcomes: 'SELECT i AS key, i % 3 AS outcome FROM range(2000) AS r(i)',
    now: `SELECT * REPLACE ("__proto__" + 3 AS "__proto__", plain + 3 AS plain) FROM (${ROWS})`,
  });
});
afterAll(() => bench.close());

const monitor = (drift: string) => `model_name: m
reference_dataset: before.parquet
current_dataset: now.parquet
problem_type: classification
label_column: outcome
labels: {table: outcomes.parquet, on: [key]}
feature_drift: ${drift}
label_drift: {}
summary: {}
slicing_exprs: [id]
quality: {missing_rate: {max: 0.1}, outlier_rate: {max: 0.1}}
`;

/** Sums differ in their last digits from one column to the next. */
const round = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value);
const ofColumn = (measurements: readonly Measurement[], name: string): Measurement[] =>
  measurements
    .filter(({ column }) => column === name)
    .map((one) => JSON.parse(JSON.stringify({ ...one, column: null }, round)));

describe('a column that is called as something in the language is measured like any other', () => {
  it.each(['{}', '{exact: true}', '{compat: evidently}'])('with feature_drift: %s', async (drift) => {
    const { measurements, said } = await bench.runWhole(monitor(drift));
    expect(said).toBe('');
    for (const [plain, odd] of Object.entries(TWINS)) {
      const wanted = ofColumn(measurements, plain);
      expect(wanted.filter(({ value }) => value !== null).length).toBeGreaterThan(5);
      expect(ofColumn(measurements, odd)).toEqual(wanted);
    }
  });
});
