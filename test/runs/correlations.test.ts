import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { makeWorld } from './support.ts';

/** Two weeks of 500 rows; in the second, `b` follows `a`. `few` has a value in every hundredth row, `same` has one value. */
const ROWS = `SELECT TIMESTAMP '2026-05-01' + to_days((i // 500)::INTEGER) AS at, a,
  CASE WHEN i // 500 < 7 THEN own ELSE 0.8 * a + 0.6 * own END AS b, c, 7 AS same,
  CASE WHEN i % 100 = 0 THEN c + own END AS few
  FROM (SELECT i, sqrt(-2 * ln(u1)) * cos(6.283185307179586 * u2) AS a, sqrt(-2 * ln(u1)) * sin(6.283185307179586 * u2) AS own,
    exp(sqrt(-2 * ln(u3)) * cos(6.283185307179586 * u4)) AS c
    FROM (SELECT i, (hash(i) % 999983 + 1) / 999985 AS u1, (hash(i + 10000000) % 999983 + 1) / 999985 AS u2,
      (hash(i + 20000000) % 999983 + 1) / 999985 AS u3, (hash(i + 30000000) % 999983 + 1) / 999985 AS u4 FROM range(7000) AS r(i)) AS u) AS z`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open({ rows: ROWS });
});
afterAll(() => bench.close());

const monitor = (correlations: string, more = '') => `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-05-01, to: 2026-05-06}
current_dataset: rows.parquet
timestamp_column: at
window: 2 days
summary: {columns: [a, b, c], correlations: ${correlations}}
${more}
`;
const changed = (source: string) => bench.measure(source, 'correlations', '2026-05-09', '2026-05-11');
const clean = (source: string) => bench.measure(source, 'correlations', '2026-05-06', '2026-05-08');

describe('correlations', () => {
  it('name the pair that changed, with both correlations, and alert without being asked to', async () => {
    const [run] = await bench.run(monitor('true'), '2026-05-09', '2026-05-11');
    const [pair, total, ...others] = run!.measurements.filter(({ check }) => check === 'correlations');
    expect(pair).toMatchObject({ column: 'a × b', state: 'breach', threshold: 0.2, direction: 'above' });
    expect(pair!.value).toBeCloseTo(0.8, 1);
    expect(pair!.pValue).toBeLessThan(1e-9);
    expect(pair!.reason).toMatch(/^The correlation of a and b is 0\.8\d* now; it was −?0\.\d\d$/);
    expect(total).toMatchObject({ column: null, value: pair!.value, state: 'ok', reason: null });
    expect(others).toEqual([]);
    expect(run!.alerts).toMatchObject([{ rule: 'correlations', severity: 'medium', state: 'pending' }]);
    expect(run!.alerts[0]!.cause).toBe(pair!.reason);
  });

  it('stand in the report of a run as a whole matrix, those of pairs that are not known as null', async () => {
    const [run] = await bench.run(
      monitor('{columns: [a, b, c, same]}').replace('[a, b, c], c', '[a, b, c, same], c'),
      '2026-05-09',
      '2026-05-11',
    );
    const matrix = run!.correlations;
    expect(matrix.map(({ x, y }) => `${x} ${y}`)).toEqual(['a b', 'a c', 'a same', 'b c', 'b same', 'c same']);
    const { rows } = await (await makeWorld()).ctx.warehouses
      .get('main')
      .query(`SELECT corr(a, b), corr(a, c), corr(b, c) FROM (${ROWS}) AS z
      WHERE z.at >= TIMESTAMP '2026-05-09' AND z.at < TIMESTAMP '2026-05-11'`);
    const known = matrix.filter(({ current }) => current !== null);
    expect(known.map(({ x, y }) => `${x} ${y}`)).toEqual(['a b', 'a c', 'b c']);
    for (const [i, { current }] of known.entries()) expect(current).toBeCloseTo(Number(rows[0]![i]), 9);
    expect((await bench.run(monitor('false'), '2026-05-09', '2026-05-11'))[0]!.correlations).toEqual([]);
  });

  it('are 0 where nothing changed beyond chance', async () => {
    expect(await clean(monitor('true'))).toMatchObject([{ metric: 'correlation_change', column: null, value: 0 }]);
  });

  it('follow a limit of the block, and a rule or a threshold that names them switches them on', async () => {
    expect((await changed(monitor('{max_change: 0.9}')))[0]).toMatchObject({ state: 'ok', threshold: 0.9 });
    const rule = 'alerts: {rules: [{name: pairs, condition: correlation_change > 0.5, for: 1 of 1}]}';
    const [run] = await bench.run(monitor('false', rule), '2026-05-09', '2026-05-11');
    expect(run!.alerts).toMatchObject([{ rule: 'pairs', state: 'firing' }]);
  });

  it('say why they are unknown: one value, too few values, fewer than two columns', async () => {
    const found = await clean(monitor('{columns: [a, b, same, few]}'));
    expect(found).toMatchObject([
      { column: 'same', state: 'unknown', reason: "'same' has one value only in the reference: it has no correlation" },
      { column: 'few', state: 'unknown', reason: "Too few values of 'few' in the reference: 25, and 30 are needed" },
      { column: null, value: 0, reason: '5 of 6 pairs could not be judged' },
    ]);
    expect(await clean(monitor('{columns: [a]}'))).toMatchObject([
      { state: 'unknown', reason: 'There are fewer than two columns of numbers to compare' },
    ]);
    await expect(clean(monitor('{columns: [aa]}'))).rejects.toThrow(/Cannot read summary\.correlations\.columns/);
  });
});
