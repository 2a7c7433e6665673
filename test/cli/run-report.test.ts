import { expect, test } from 'vitest';
import { makeDaily, run } from './support.ts';

const RULE = `alerts:
  rules:
    - {name: amounts_moved, condition: 'drift("wasserstein", "amount") > 0.1', severity: high, for: 1 of 1}
`;
const RANGE = { from: '2026-02-06', to: '2026-02-09' };

test('one JSON object a run, with the promised fields and no others', async () => {
  const { file } = await makeDaily(40, RULE);
  const { code, out, err } = await run(file, { json: true, ...RANGE });
  expect({ code, err, lines: out.length }).toEqual({ code: 2, err: [], lines: 1 });
  const report = JSON.parse(out[0]!);
  expect(Object.keys(report)).toEqual([
    'monitor',
    'window',
    'rows',
    'measurements',
    'alerts',
    'correlations',
    'timing',
    'bytesFetched',
  ]);
  expect(report).toMatchObject({
    monitor: 'payments',
    window: { from: '2026-02-06T00:00:00.000Z', to: '2026-02-09T00:00:00.000Z' },
    rows: { reference: 1000, current: 600 },
    timing: { warehouseMs: expect.any(Number), totalMs: expect.any(Number) },
    alerts: [
      {
        rule: 'amounts_moved',
        severity: 'high',
        state: 'firing',
        cause: expect.stringMatching(/^All of amount moved up/),
      },
    ],
    correlations: [],
  });
  expect(report.bytesFetched).toBeGreaterThan(0);
});

test('a measurement has every promised field, and no value exactly where its state is unknown', async () => {
  const { file } = await makeDaily(40);
  const { out } = await run(file, { json: true, ...RANGE });
  const { measurements } = JSON.parse(out[0]!);
  for (const one of measurements) {
    expect(Object.keys(one).sort()).toEqual(
      [
        ...['check', 'metric', 'column', 'segment', 'value', 'threshold', 'direction'],
        ...['floor', 'pValue', 'drifted', 'state', 'reason'],
      ].sort(),
    );
    expect(one.value === null).toBe(one.state === 'unknown');
  }
  expect(measurements).toContainEqual(
    expect.objectContaining({ check: 'feature_drift', metric: 'wasserstein', column: 'amount', state: 'breach' }),
  );
  expect(measurements).toContainEqual(
    expect.objectContaining({ check: 'feature_drift', column: 'payment', drifted: false, state: 'ok' }),
  );
});

test('without --json it says the same to people: window, worst first, limits', async () => {
  const { file } = await makeDaily(40);
  const { code, out } = await run(file, RANGE);
  expect(code).toBe(2);
  expect(out[0]).toMatch(/^payments · .*600 rows against 1,000$/);
  expect(out[1]).toMatch(/^ {2}breach {2}Wasserstein.* of amount: .*, limit 0\.1/);
});

test('without --json a segment is where a column is looked at, and a limit has the decimals of its value', async () => {
  const { file } = await makeDaily(40, 'slicing_exprs: [payment]\nvolume: {}\n');
  const { out } = await run(file, RANGE);
  expect(out).toContainEqual(
    expect.stringMatching(/^ {2}breach {2}Wasserstein distance of amount where payment = \w+: \d\.\d+, limit 0\.1\d*$/),
  );
  expect(out).toContainEqual(
    expect.stringMatching(/^ {2}unknown Expected rows: Too little history: [^:]* are needed$/),
  );
});
