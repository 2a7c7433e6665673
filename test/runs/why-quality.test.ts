import { describe, expect, it } from 'vitest';
import { makeWorld } from './support.ts';

/** 40 days of 600 rows in two regions; `columns` are SQL over day, i and region, `where` keeps rows. */
const rows = (columns: string, where = 'TRUE') => `SELECT at_time, region, ${columns}
  FROM (SELECT TIMESTAMP '2026-02-01' + to_days(day::INTEGER) + to_seconds((i * 140)::INTEGER) AS at_time, day, i,
    (hash(i * 7 + day * 911) % 1000) / 10.0 AS x, CASE WHEN i % 3 = 0 THEN 'EU' ELSE 'US' END AS region
    FROM range(40) AS d(day), range(600) AS r(i)) WHERE ${where}`;

const monitor = (checks: string, condition: string) => `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-11}
current_dataset: rows.parquet
timestamp_column: at_time
window: 5 days
slicing_exprs: [region]
${checks}
alerts: {rules: [{name: outside, condition: '${condition}', for: 1 of 1}]}
`;

async function evidenceOf(select: string, checks: string, condition: string) {
  const world = await makeWorld();
  await world.write('rows.parquet', select);
  const { alerts } = await world.runWindow(world.save(monitor(checks, condition)), 40, 5);
  return alerts[0]!.evidence;
}

const QUALITY = 'quality: {missing_rate: {max: 0.05}, outlier_rate: {max: 0.01}, invalid_rate: {max: 0.01}';

describe('why values are missing', () => {
  it('is the segment, and the columns that went missing on the same days', async () => {
    const gap = (column: string) =>
      `CASE WHEN day >= 37 AND region = 'EU' AND i % 2 = 0 THEN NULL ELSE x END AS ${column}`;
    const other = 'CASE WHEN day = 35 AND i % 2 = 0 THEN NULL ELSE x END AS elsewhere';
    const select = rows(`${gap('income')}, ${gap('debt')}, ${other}, x AS fine`);
    const { cause, parts, worst } = await evidenceOf(select, `${QUALITY}}`, 'missing_rate > 0.09');
    expect(cause).toMatch(
      /^Missing rate is 30\.0% where region = EU, was 0; elsewhere 0, was 0\. (debt|income) \(10\.0%\) went missing too\./,
    );
    expect(cause).toMatch(/Missing rate is 16\.7% since 10 Mar, was 0 on the days before$/);
    expect(parts).toMatchObject({ title: 'Missing rate by region', rows: [{ name: 'EU', current: 0.3 }, {}] });
    expect(worst).toBeUndefined();
  });

  it('may be NaN that a computation left', async () => {
    const select = rows(
      "CASE WHEN day >= 35 AND i % 5 = 0 THEN 'NaN'::DOUBLE WHEN i % 50 = 1 THEN NULL ELSE x END AS ratio",
    );
    const { cause } = await evidenceOf(select, `${QUALITY}}`, 'missing_rate > 0.05');
    expect(cause).toBe('What is missing more is NaN, not null');
  });
});

describe('why values are outliers or invalid', () => {
  it('is the fence that they passed, and how far', async () => {
    const select = rows('CASE WHEN day >= 36 AND i % 20 = 0 THEN 9999 ELSE x END AS amount');
    const { cause } = await evidenceOf(select, `${QUALITY}}`, 'outlier_rate > 0.01');
    expect(cause).toMatch(/^The outliers came above 1[45]\d, up to 9,999; the reference’s highest value is 100\./);
  });

  it('is the rule that broke, and the values that broke it, each with its share', async () => {
    const colour =
      "CASE WHEN day >= 35 AND i % 10 = 0 THEN 'N/A' WHEN day >= 35 AND i % 20 = 5 THEN 'grey' WHEN i % 2 = 0 THEN 'red' ELSE 'blue' END";
    const rules = `${QUALITY}, rules: {colour: {in: [red, blue], not_null: true}}}`;
    const { cause, parts } = await evidenceOf(rows(`${colour} AS colour`), rules, 'invalid_rate > 0.01');
    expect(cause).toBe('Not in the list: N/A (10.0%), grey (5.0%)');
    expect(parts).toMatchObject({
      title: 'Invalid values, share of rows',
      rows: [
        { name: 'N/A', reference: 0, current: 0.1 },
        { name: 'grey', reference: 0, current: 0.05 },
      ],
    });
  });

  it('are shares by rule where a value may be missing, or be no number', async () => {
    const age =
      "CASE WHEN day < 35 THEN '7' WHEN i % 10 = 0 THEN NULL WHEN i % 20 = 5 THEN 'old' WHEN i % 20 = 6 THEN '-1' ELSE '7' END";
    const rules = `${QUALITY}, rules: {age: {min: 0, max: 120, not_null: true}}}`;
    const { cause, parts } = await evidenceOf(rows(`${age} AS age`), rules, 'invalid_rate > 0.01');
    expect(cause).toMatch(
      /^10\.0% are missing, were 0\. No number: old \(5\.0%\)\. Below 0: -1 \(5\.0%\)|^10\.0% are missing, were 0\. Below 0: -1 \(5\.0%\)\. No number: old \(5\.0%\)/,
    );
    expect(parts!.rows.map(({ name, current }) => [name, current])).toContainEqual(['missing', 0.1]);
  });

  it('are bounds by the extremes, whose shares are not told apart', async () => {
    const select = rows('CASE WHEN day >= 35 AND i % 20 = 0 THEN -999 ELSE x END AS age');
    const { cause } = await evidenceOf(select, `${QUALITY}, rules: {age: {min: 0, max: 120}}}`, 'invalid_rate > 0.01');
    expect(cause).toBe('Values go down to −999; the least that is valid is 0');
  });
});

describe('why anomalies are too many', () => {
  it('is the segment and the days, against the days before', async () => {
    const mark = "CASE WHEN day >= 38 AND region = 'EU' THEN i % 6 = 0 ELSE i % 50 = 1 END AS odd";
    const { cause, parts } = await evidenceOf(
      rows(mark),
      'anomaly_rate: {column: odd, min: 0.01, max: 0.03}',
      'anomaly_rate > 0.03',
    );
    expect(cause).toMatch(/^Anomaly rate is 2\d\.\d% where region = EU, was \d\.\d+%; elsewhere 2\.0%, was 2\.0%\./);
    expect(cause).toMatch(/Anomaly rate is 1\d\.\d% since 11 Mar, was 2\.0% on the days before$/);
    expect(parts!.title).toBe('Anomaly rate by region');
  });
});

describe('why rows are too few', () => {
  const VOLUME = 'volume: {expected: auto}';

  it('is the day, how many were expected, and when its rows ended', async () => {
    const { cause, parts } = await evidenceOf(rows('x', 'NOT (day = 38 AND i >= 100)'), VOLUME, 'rows < 2800');
    expect(cause).toBe('100 rows (about 600 expected) on 11 Mar. The last row of 11 Mar is of 03:51 UTC');
    expect(parts).toMatchObject({ title: 'Rows by day', before: 'expected', unit: 'count' });
    expect(parts!.rows.filter(({ isNamed }) => isNamed)).toEqual([
      { name: '11 Mar', reference: 600, current: 100, isNamed: true, isRest: false },
    ]);
  });

  it('is the segment that lacks them, once its own past weeks are known', async () => {
    const world = await makeWorld();
    await world.write('rows.parquet', rows('x', "NOT (day = 38 AND region = 'EU' AND i > 60)"));
    const id = world.save(monitor(VOLUME, 'rows < 2990').replace('window: 5 days', 'window: 5 days\nlateness: 1 day'));
    for (const end of [15, 20, 25, 30, 35]) await world.runWindow(id, end, 5);
    const { evidence } = (await world.runWindow(id, 40, 5)).alerts[0]!;
    expect(evidence.cause).toBe(
      '421 rows (about 600 expected) on 11 Mar. On 11 Mar 21 rows where region = EU (about 200 expected); elsewhere 400 (about 400)',
    );
    expect(evidence.worst).toBeUndefined();
  });

  it('is a day without any, and the days since', async () => {
    const none = await evidenceOf(rows('x', 'day <> 37'), VOLUME, 'rows < 2800');
    expect(none.cause).toBe('No rows (about 600 expected) on 10 Mar');
    const since = await evidenceOf(rows('x', 'day < 36'), VOLUME, 'rows < 2800');
    expect(since.cause).toBe('No rows since 9 Mar');
  });
});

it('hours of a cause are named with their zone', async () => {
  const gap = 'CASE WHEN day = 39 AND i >= 309 THEN NULL ELSE x END AS income';
  const world = await makeWorld();
  await world.write('rows.parquet', rows(gap));
  const source = monitor(QUALITY.concat('}'), 'missing_rate > 0.05').replace(
    'window: 5 days',
    'window: 1 day\ngranularity: 1 hour',
  );
  const { alerts } = await world.runWindow(world.save(source), 40, 1);
  expect(alerts[0]!.evidence.cause).toMatch(/Missing rate is 100% since 12 Mar 12:00 UTC, was /);
});
