import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import categorical from '../parity/categorical-drift.json' with { type: 'json' };
import numeric from '../parity/numeric-drift.json' with { type: 'json' };
import { Bench } from './bench.ts';

const heaped = numeric.find(({ name }) => name === 'heaped integers')!;
const five = categorical.find(({ name }) => name === 'five categories')!;

const values = (list: readonly number[]) =>
  `SELECT TIMESTAMP '2026-01-05' AS scored_at, y FROM (VALUES ${list.map((y) => `(${y})`).join(', ')}) AS t(y)`;
const classes = (counts: readonly number[]) =>
  values(counts.flatMap((count, i) => Array<number>(count).fill(i)))
    .replace('AS t(y)', 'AS t(v)')
    .replace('y FROM', "'class ' || v AS y FROM");

/** Twelve days of 100 predictions; one in four comes true until the eighth day, then one in two. */
const SCORES = `SELECT i AS id, i % 13 AS place, TIMESTAMP '2026-02-01' + to_days((i // 100)::INTEGER) AS scored_at,
  i % 2 = 0 AS prediction FROM range(1200) AS r(i)`;
const OUTCOMES = `SELECT i AS id, CASE WHEN i // 100 >= 8 THEN i % 2 = 0 ELSE i % 4 = 0 END AS came_true FROM range(1150) AS r(i)`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({
    before: values(heaped.reference),
    after: values(heaped.current),
    classes_before: classes(five.reference),
    classes_after: classes(five.current),
    many_before: `SELECT TIMESTAMP '2026-01-05' AS scored_at, i % 100 AS y FROM range(10000) AS r(i)`,
    many_after: `SELECT TIMESTAMP '2026-01-05' AS scored_at, greatest(i % 100, 2) AS y FROM range(10000) AS r(i)`,
    scores: SCORES,
    outcomes: OUTCOMES,
    whole: `SELECT s.*, o.came_true FROM (${SCORES}) AS s LEFT JOIN (${OUTCOMES}) AS o USING (id)`,
    gaps: `SELECT s.*, o.came_true::DOUBLE AS came_true FROM (${SCORES}) AS s LEFT JOIN (${OUTCOMES}) AS o USING (id)`,
    nan_gaps: `SELECT s.*, coalesce(o.came_true::DOUBLE, CAST('nan' AS DOUBLE)) AS came_true FROM (${SCORES}) AS s LEFT JOIN (${OUTCOMES}) AS o USING (id)`,
    heaps: `SELECT TIMESTAMP '2026-02-01' + to_seconds(CAST(i * 8 AS INTEGER)) AS at_time,
      CASE WHEN hash(i * 11) % 2 = 0 THEN 7e0 WHEN hash(i * 11) % 3 = 0 THEN 0e0
        ELSE round(exp(4e0 + (hash(i * 17) % 1000) / 250e0), 1) END AS y FROM range(180000) AS r(i)`,
    training: 'SELECT CAST(i % 4 = 0 AS INTEGER) AS came_true FROM range(800) AS r(i)',
  });
});
afterAll(() => bench.close());

const pair = (reference: string, current: string, type: string) => `model_name: m
reference_dataset: ${reference}.parquet
current_dataset: ${current}.parquet
timestamp_column: scored_at
window: 1 day
problem_type: ${type}
label_column: y
label_drift: {p_value: 0.05}
`;

const joined = (more: string, label = 'label_drift: {}') => `model_name: m
reference_dataset: {table: scores.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: scores.parquet
timestamp_column: scored_at
window: 2 days
label_column: came_true
${more}
${label}
`;
const TABLE = 'labels: {table: outcomes.parquet, on: [id]}';

const measure = (source: string, from: string, to: string) => bench.measure(source, 'label_drift', from, to);

describe('label_drift', () => {
  it("of numbers is scipy's ks_2samp", async () => {
    const [one, ...rest] = await measure(pair('before', 'after', 'regression'), '2026-01-05', '2026-01-06');
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ metric: 'ks_test', column: 'y', drifted: heaped.ks_p < 0.05 });
    expect(one!.value).toBeCloseTo(heaped.ks, 9);
    expect(one!.pValue).toBeCloseTo(heaped.ks_p, 9);
  });

  it('lets the test alone decide where only its p-value has a limit', async () => {
    const small = pair('many_before', 'many_after', 'regression');
    const [test] = await measure(small, '2026-01-05', '2026-01-06');
    expect(test).toMatchObject({
      value: expect.closeTo(0.02, 9),
      threshold: null,
      direction: null,
      floor: null,
      drifted: true,
      state: 'breach',
      reason: 'drift is p < 0.05',
    });
    // scipy.stats.ks_2samp(i % 100, maximum(i % 100, 2), method='asymp') for i in range(10000)
    expect(test!.pValue).toBeCloseTo(0.03613941395325637, 9);
    const strict = small.replace('0.05', '0.001');
    expect((await measure(strict, '2026-01-05', '2026-01-06'))[0]).toMatchObject({ drifted: false, state: 'ok' });
    const sized = small.replace('{p_value: 0.05}', '{p_value: 0.05, threshold: 0.05}');
    expect((await measure(sized, '2026-01-05', '2026-01-06'))[0]).toMatchObject({
      threshold: 0.05,
      drifted: false,
      floor: expect.any(Number),
    });
  });

  it("of classes is scipy's chi2_contingency", async () => {
    const [one] = await measure(pair('classes_before', 'classes_after', 'classification'), '2026-01-05', '2026-01-06');
    expect(one).toMatchObject({ metric: 'chi_square', drifted: true, state: 'breach' });
    expect(one!.value).toBeCloseTo(five.cramers_v, 9);
    expect(one!.pValue).toBeCloseTo(five.chi2_p, 9);
  });

  it('joins outcomes from their own table on both sides', async () => {
    const [same] = await measure(joined(TABLE), '2026-02-06', '2026-02-08');
    expect(same).toMatchObject({ metric: 'chi_square', value: 0, drifted: false, state: 'ok', reason: null });
    const [moved] = await measure(joined(TABLE), '2026-02-09', '2026-02-11');
    expect(moved).toMatchObject({ column: 'came_true', drifted: true, state: 'breach' });
    expect(moved!.pValue).toBeLessThan(1e-9);
  });

  it('compares the outcomes that have come, and says how many', async () => {
    const [one] = await measure(joined(TABLE), '2026-02-11', '2026-02-13');
    expect(one!.reason).toMatch(/150 of 200 rows have their outcome$/);
    const whole = joined('').replaceAll('scores.parquet', 'whole.parquet');
    expect(await measure(whole, '2026-02-11', '2026-02-13')).toEqual([one]);
  });

  it.each(['classification', 'regression'])('takes NaN for an outcome that has not come: %s', async (type) => {
    const own = (table: string) => joined(`problem_type: ${type}`).replaceAll('scores.parquet', table);
    const [one] = await measure(own('nan_gaps.parquet'), '2026-02-11', '2026-02-13');
    expect(one!.reason).toMatch(/150 of 200 rows have their outcome$/);
    expect([one]).toEqual(await measure(own('gaps.parquet'), '2026-02-11', '2026-02-13'));
  });

  it('takes no outcome for come before its delay has passed', async () => {
    const late = joined('labels: {table: outcomes.parquet, on: [id], delay: 36500 days}');
    const [one] = await measure(late, '2026-02-09', '2026-02-11');
    expect(one).toMatchObject({ state: 'unknown' });
    expect(one!.reason).toMatch(/^No value among 500 rows of the reference window/);
    const own = joined('labels: {delay: 36500 days}').replaceAll('scores.parquet', 'whole.parquet');
    expect((await measure(own, '2026-02-09', '2026-02-11'))[0]!.reason).toBe(one!.reason);
  });

  it('draws the same cells with a delay that is over as without one', async () => {
    const source = joined('', 'label_drift: {drift_methods: [wasserstein]}')
      .replaceAll('scores.parquet', 'heaps.parquet')
      .replace('to: 2026-02-06', 'to: 2026-02-15')
      .replace('scored_at', 'at_time')
      .replace('came_true', 'y\nproblem_type: regression');
    const plain = await measure(source, '2026-02-15', '2026-02-17');
    expect(plain).toMatchObject([{ metric: 'wasserstein', state: 'ok' }]);
    expect(await measure(`${source}labels: {delay: 1 day}\n`, '2026-02-15', '2026-02-17')).toEqual(plain);
  });

  it('knows 0 and 1 of a baseline for false and true', async () => {
    const source = joined(TABLE).replace(/reference_dataset: .*/, 'reference_dataset: training.parquet');
    expect((await measure(source, '2026-02-06', '2026-02-08'))[0]).toMatchObject({ value: 0, drifted: false });
  });

  it('gives classes to a test for numbers only where nothing else is asked', async () => {
    const ks = joined(TABLE, 'label_drift: {drift_methods: [ks_test]}');
    const [one] = await measure(ks, '2026-02-09', '2026-02-11');
    expect(one).toMatchObject({ metric: 'ks_test', value: 0.25, drifted: true });
    const psi = joined(TABLE, 'label_drift: {drift_methods: [psi, ks_test]}');
    expect((await measure(psi, '2026-02-09', '2026-02-11')).map(({ metric }) => metric)).toEqual(['psi']);
  });

  it('alerts where no rule speaks of it, and answers rules that do', async () => {
    const [silent] = await bench.run(joined(TABLE), '2026-02-09', '2026-02-11');
    expect(silent).toMatchObject({ said: '', alerts: [{ rule: 'label_drift' }] });
    const rule = `alerts: {rules: [{name: moved, condition: 'drift("js_distance", "came_true") > 0.1'}]}`;
    const [ruled] = await bench.run(joined(`${TABLE}\n${rule}`), '2026-02-09', '2026-02-11');
    expect(ruled!.alerts.map((alert) => alert.rule)).toEqual(['moved']);
  });

  it('without a label says what to set', async () => {
    const source = joined('').replace('label_column: came_true\n', '');
    expect(await measure(source, '2026-02-09', '2026-02-11')).toMatchObject([
      { state: 'unknown', reason: 'There is no outcome to compare: set label_column' },
    ]);
  });
});
