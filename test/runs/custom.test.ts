import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';

/** Six days of 100 rows: one in ten is a false positive, from the fourth day on one in five; each costs 2.5. */
const ROWS = `SELECT i AS id, TIMESTAMP '2026-04-01' + to_days((i // 100)::INTEGER) AS scored_at,
  i % 10 < CASE WHEN i // 100 >= 3 THEN 5 ELSE 4 END AS prediction,
  i % 10 < 3 AS actual, 2.5 AS cost, 'x' AS region FROM range(600) AS r(i)`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({
    rows: ROWS,
    renamed: `SELECT * RENAME (prediction AS flagged, actual AS came_true) FROM (${ROWS})`,
    numbers: `SELECT * REPLACE (CAST(prediction AS INTEGER) AS prediction, CAST(actual AS INTEGER) AS actual) FROM (${ROWS})`,
    scores: `SELECT id, scored_at, prediction, cost FROM (${ROWS})`,
    outcomes: `SELECT id, actual AS came_true FROM (${ROWS}) WHERE id < 350`,
    bare: 'SELECT i % 7 AS amount FROM range(100) AS r(i)',
  });
});
afterAll(() => bench.close());

/** Word for word as people write them. */
const BUSINESS = `  - name: business_impact
    description: Business impact of model predictions
    sql_expression: "SUM(CASE WHEN prediction = true AND actual = false THEN cost ELSE 0 END) * -1.0"
    type: numeric
    better_is: higher
`;
const RATE = `  - name: false_positive_rate
    description: False positive rate
    sql_expression: "SUM(CASE WHEN prediction = true AND actual = false THEN 1 ELSE 0 END) / COUNT(*)"
    type: numeric
    better_is: lower
`;
const monitor = (metrics: string, more = '', table = 'rows') => `model_name: fraud
reference_dataset: {table: ${table}.parquet, from: 2026-04-01, to: 2026-04-03}
current_dataset: ${table}.parquet
timestamp_column: scored_at
window: 1 day
${more}
custom_metrics:
${metrics}`;
const one = (expression: string, more = '') =>
  `  - {name: mine, sql_expression: ${JSON.stringify(expression)}${more}}\n`;
const measure = (source: string, from = '2026-04-04', to = '2026-04-05') => bench.measure(source, 'custom', from, to);
const EXPECTED = [
  { metric: 'business_impact', value: -50, state: 'ok', reason: '-50 in the reference (higher is better)' },
  { metric: 'false_positive_rate', value: 0.2, state: 'ok', reason: '0.1 in the reference (lower is better)' },
];

describe('custom metrics', () => {
  it('are computed over the window and, for context, over the reference', async () => {
    expect(await measure(monitor(BUSINESS + RATE))).toMatchObject(EXPECTED);
  });

  it('know the prediction and the outcome by these names, whatever the columns are called', async () => {
    const named = 'prediction_column: flagged\nlabel_column: came_true';
    expect(await measure(monitor(BUSINESS + RATE, named, 'renamed'))).toMatchObject(EXPECTED);
    expect(await measure(monitor(BUSINESS + RATE, '', 'numbers'))).toMatchObject(EXPECTED);
  });

  it('read outcomes from a table of their own, and say how many have come', async () => {
    const joined = 'label_column: came_true\nlabels: {table: outcomes.parquet, on: [id]}';
    const [impact] = await measure(monitor(BUSINESS, joined, 'scores'));
    expect(impact).toMatchObject({
      value: -25,
      reason: '-50 in the reference (higher is better); 50 of 100 rows have their outcome',
    });
  });

  it('breach their limits, which rules may also speak of', async () => {
    const [above] = await measure(monitor(one('AVG(cost)', ', max_value: 2')));
    expect(above).toMatchObject({ value: 2.5, threshold: 2, direction: 'above', state: 'breach' });
    const [below] = await measure(monitor(one('AVG(cost)', ', min_value: 3')));
    expect(below).toMatchObject({ threshold: 3, direction: 'below', state: 'breach' });
    const [silent] = await bench.run(monitor(one('AVG(cost)', ', max_value: 2')), '2026-04-04', '2026-04-05');
    expect(silent).toMatchObject({ said: '', alerts: [{ rule: 'custom' }] });
    const rule = 'alerts: {rules: [{name: loss, condition: business_impact < -40 && rows > 10}]}';
    const [ruled] = await bench.run(monitor(BUSINESS, rule), '2026-04-04', '2026-04-05');
    expect(ruled!.alerts.map((alert) => alert.rule)).toEqual(['loss']);
  });

  it('that cannot be computed say why and how to help it, and leave the others alone', async () => {
    const found = await measure(monitor(one('SUM(price)') + BUSINESS));
    expect(found).toMatchObject([
      {
        state: 'unknown',
        reason: expect.stringMatching(
          /^Metric 'mine' not supported: column "price" is not in the data\. Its columns are: .*cost/,
        ),
      },
      { metric: 'business_impact', value: -50 },
    ]);
  });

  it.each([
    ['SUM(region)', /^Metric 'mine' not supported: .*\. \S/],
    ['SUM(cost) + cost', /^Metric 'mine' not supported: .*GROUP BY.*\. \S/],
    ['AVG(CAST(region AS INT))', /^Metric 'mine' not supported: Cannot compute: .*x.*\. \S/],
    ["SUM(CASE WHEN region = 'y' THEN 1 END)", /^The expression gives NULL over 100 rows$/],
    ['SUM(cost) / 0', /^The expression gives /],
  ])('give no number for %s', async (expression, reason) => {
    expect(await measure(monitor(one(expression)))).toMatchObject([
      { state: 'unknown', reason: expect.stringMatching(reason) },
    ]);
  });

  it('need no reference that has their columns, and no rows to say that there are none', async () => {
    const bare = monitor(one('AVG(cost)')).replace(/reference_dataset: .*/, 'reference_dataset: bare.parquet');
    expect(await measure(bare)).toMatchObject([{ value: 2.5, reason: null }]);
    expect(await measure(bare, '2026-05-01', '2026-05-02')).toMatchObject([
      { state: 'unknown', reason: 'No rows in the current window' },
    ]);
  });

  it.each([
    "MAX(read_text('/etc/passwd'))",
    '(SELECT COUNT(*) FROM duckdb_settings())',
    "MAX(getenv('HOME'))",
    'COUNT(*) FROM other',
  ])('are refused when the file is loaded where they are no expression: %s', async (expression) => {
    await expect(measure(monitor(one(expression)))).rejects.toThrow(
      /Metric 'mine' not supported: .*(function|cannot stand)/,
    );
  });
});
