import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/checks/types.ts';
import { NANNYML_METHODS, type NannymlMethod } from '../../src/drift/nannyml.ts';
import cases from '../parity/nannyml.json' with { type: 'json' };
import { Bench } from './bench.ts';

/** The rows of test/parity/make-nannyml.py; side 0 is the reference. */
function rowsOf(rows: number, side: 0 | 1): string {
  const u = (salt: number) =>
    `((((i * i % 9973) * ${7919 + salt} + i * 271 + ${(salt + 7 * side) * 104_729}) % 10007 + 0.5e0) / 10008e0)`;
  const text = (number: string) => `'c' || CAST(floor(${number}) AS INTEGER)`;
  return `SELECT ${u(1)} + ${u(2)} * ${u(3)} + ${u(4)} AS bell, ${u(1)} + ${u(2)} + ${0.25 * side} AS moved,
    ${u(1)} * ${u(1)} * ${u(1)} * ${u(1)} AS skewed, CASE WHEN ${u(1)} < 0.7e0 THEN 0e0 ELSE ${u(2)} END AS zeros,
    CAST(floor(12 * ${u(1)}) AS BIGINT) AS whole, 0.1e0 AS constant,
    CASE WHEN i % 10 > 0 THEN ${u(3)} * ${u(2)} END AS holes, ${text(`5 * ${u(1)} * ${u(2)}`)} AS five,
    ${text(`${4 + 2 * side} * ${u(3)}`)} AS unseen, CASE WHEN i % 6 > 0 THEN ${text(`3 * ${u(1)}`)} END AS gaps,
    ${u(1)} < ${0.5 + 0.06 * side} AS flag,
    TIMESTAMP '2026-02-01' + to_seconds(CAST(i * 701 % ${rows} AS INTEGER)) AS at_time FROM range(${rows}) AS r(i)`;
}

const withInfinity = (rows: string) =>
  `SELECT * REPLACE (CASE WHEN bell > 1.5e0 THEN CAST('inf' AS DOUBLE) ELSE bell END AS bell) FROM (${rows})`;

/** Reference and current rows as `mlmon run` is asked about them. */
const monitor = (name: string, timestamp: string | null, drift: string) => `model_name: m
reference_dataset: ${name}_before.parquet
current_dataset: ${name}_now.parquet
${timestamp === null ? '' : `timestamp_column: ${timestamp}\n`}window: 1 day
feature_drift: ${drift}
`;
const EVERY_METHOD = '{compat: nannyml, drift_methods: [js_distance, ks_test, wasserstein, chi_square]}';

let bench: Bench;
beforeAll(async () => {
  const tables = [...new Set(cases.map(({ before }) => before))].map((before) => {
    const now = cases.find((one) => one.before === before)!.now;
    return { [`rows${before}_before`]: rowsOf(before, 0), [`rows${before}_now`]: rowsOf(now, 1) };
  });
  bench = await Bench.open({
    ...Object.assign({}, ...tables),
    day_before: rowsOf(1003, 0).replace(/to_seconds\(.*?\)\)/, 'to_seconds(0)'),
    day_now: rowsOf(500, 1),
    nine_before: rowsOf(9, 0),
    nine_now: rowsOf(500, 1),
    endless_before: withInfinity(rowsOf(1003, 0)),
    endless_now: rowsOf(500, 1),
    ending_before: rowsOf(1003, 0),
    ending_now: withInfinity(rowsOf(500, 1)),
    unlabelled_before: `SELECT * EXCLUDE (flag) FROM (${rowsOf(1003, 0)})`,
    unlabelled_now: rowsOf(500, 1),
  });
});
afterAll(() => bench.close());

async function measure(name: string, timestamp: string | null, drift: string): Promise<Measurement[]> {
  const source = monitor(name, timestamp, drift);
  const { measurements } =
    timestamp === null ? await bench.runWhole(source) : (await bench.run(source, '2026-02-01', '2026-02-02'))[0]!;
  return measurements.filter(({ column, metric }) => column !== null && Object.hasOwn(NANNYML_METHODS, metric));
}

describe.each(cases)('compat: nannyml, $before rows before, timestamp_column $timestamp', (one) => {
  it("gives NannyML's number, limit and alert of every column and method", async () => {
    const found = await measure(`rows${one.before}`, one.timestamp, EVERY_METHOD);
    expect(found).toHaveLength(Object.keys(one.found).length);
    for (const { column, metric, value, threshold, drifted } of found) {
      const { peer } = NANNYML_METHODS[metric as NannymlMethod];
      const expected = (one.found as Record<string, { value: number; upper: number | null; alert: boolean }>)[
        `${column} ${peer}`
      ]!;
      expect(Math.abs(value! - expected.value)).toBeLessThanOrEqual(1e-9 * expected.value);
      expect(Math.abs((threshold ?? 0) - (expected.upper ?? 0))).toBeLessThanOrEqual(1e-9 * (expected.upper ?? 0));
      expect({ column, metric, drifted }).toEqual({ column, metric, drifted: expected.alert });
    }
  });
});

describe('compat: nannyml', () => {
  it('asks js_distance where no method is named, whatever the kind', async () => {
    const found = await measure('rows1003', null, '{compat: nannyml}');
    const columns = Object.keys(cases[0]!.found).filter((name) => name.endsWith(' jensen_shannon'));
    expect(found.map(({ column, metric }) => `${column} ${metric}`).sort()).toEqual(
      columns.map((name) => name.replace('jensen_shannon', 'js_distance')).sort(),
    );
  });

  it('says where the order of the rows is not given by their time', async () => {
    const [first] = await measure('day', 'at_time', '{compat: nannyml, features: [bell]}');
    expect(first).toMatchObject({
      state: 'ok',
      reason: expect.stringContaining('10 of their edges lie within one event time'),
    });
  });

  it('has no number where NannyML refuses the reference', async () => {
    const [few] = await measure('nine', null, '{compat: nannyml, features: [bell]}');
    expect(few).toMatchObject({
      state: 'unknown',
      reason: 'NannyML cuts the reference into 10 chunks, and it has 9 rows',
    });
  });

  it('has no number where the reference has infinite values', async () => {
    const found = await measure('endless', null, '{compat: nannyml, features: [bell]}');
    expect(found).toMatchObject([{ state: 'unknown', reason: expect.stringContaining('NannyML refuses them') }]);
  });

  it('counts infinite values of a window as outside, and has no distance to them', async () => {
    const [shares, ks] = await measure(
      'ending',
      null,
      '{compat: nannyml, features: [bell], drift_methods: [js_distance, ks_test]}',
    );
    expect(shares).toMatchObject({ state: 'ok', metric: 'js_distance' });
    expect(ks).toMatchObject({ state: 'unknown', reason: expect.stringContaining('no distance to them') });
  });

  it('asks for timestamp_column where a join with the labels loses the order of the rows', async () => {
    const source = monitor('unlabelled', null, '{compat: nannyml, features: [bell]}');
    const labels = (drift: string) =>
      `label_column: flag\nlabels: {table: rows1003_now.parquet, on: [whole]}\nlabel_drift: ${drift}\n`;
    await expect(bench.runWhole(`${source}${labels('{compat: nannyml}')}`)).rejects.toThrow(
      'compat: nannyml needs timestamp_column on unlabelled_before.parquet',
    );
    // Features are read without the join.
    const { measurements } = await bench.runWhole(`${source}${labels('{}')}`);
    const alone = await bench.runWhole(source);
    expect(measurements.find(({ column }) => column === 'bell')).toEqual(
      alone.measurements.find(({ column }) => column === 'bell'),
    );
  });
});
