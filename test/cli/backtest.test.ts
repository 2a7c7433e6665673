import { pino } from 'pino';
import { expect, test } from 'vitest';
import { BACKTEST_REPORT_FIELDS } from '../../src/backtest/report.ts';
import { type BacktestOptions, backtestFile } from '../../src/cli/backtest.ts';
import { withContext } from '../../src/cli/setup.ts';
import { readConfig } from '../../src/config.ts';
import { capture, makeDaily } from './support.ts';

const backtest = (file: string, options: BacktestOptions & { db?: string } = {}) =>
  capture(() =>
    withContext(readConfig({}), { dbPath: options.db ?? ':memory:', log: pino({ level: 'silent' }) }, (ctx) =>
      backtestFile(ctx, file, { to: '2026-02-11T07:00:00Z', days: '10', ...options }),
    ),
  );

const RULES = `alerts:
  rules:
    - {name: moved, condition: drifted_columns > 0, severity: high, for: 1 of 1}
schedule: "0 6 * * *"
`;

test('mlmon backtest says each alert, when and for how long', async () => {
  const { file } = await makeDaily(40, RULES);
  const { code, out } = await backtest(file);
  expect(code).toBe(0);
  expect(out[0]).toMatch(/^payments: 1 alert in \d+ windows, 2026-02-01 to 2026-02-11$/);
  expect(out[1]).toMatch(/^ {2}2026-02-07T06:00Z {2}moved \(high\), still open: .* of amount/);
});

test('--set tries another value, and the database keeps what it had', async () => {
  const { file, db } = await makeDaily(40, RULES);
  const stored = await backtest(file, { db, json: true });
  expect(JSON.parse(stored.out[0]!).alerts).toHaveLength(1);
  const tried = await backtest(file, { db, json: true, set: ['feature_drift.threshold=5'] });
  expect(JSON.parse(tried.out[0]!).alerts).toEqual([]);
  const other = await backtest(file, { db, json: true, set: ['reference_dataset.to=2026-02-05'] });
  expect(JSON.parse(other.out[0]!).alerts).toHaveLength(1);
  expect(JSON.parse((await backtest(file, { db, json: true })).out[0]!).alerts).toEqual(
    JSON.parse(stored.out[0]!).alerts,
  );
});

test('the JSON has the promised fields and no others', async () => {
  const { file } = await makeDaily(40, RULES);
  const report = JSON.parse((await backtest(file, { json: true })).out[0]!);
  const promised = BACKTEST_REPORT_FIELDS.flatMap(({ field }) => field.replace(/\[?\]? ?\{.*/, '').split(', '));
  expect(Object.keys(report).sort()).toEqual([...promised].sort());
  const inAlert = /alerts\[\] \{(.*)\}/.exec(BACKTEST_REPORT_FIELDS.map(({ field }) => field).join(' '))?.[1];
  expect(Object.keys(report.alerts[0])).toEqual(expect.arrayContaining(['rule', 'severity', 'firedAt', 'breaches']));
  expect(inAlert).toContain(Object.keys(report.alerts[0]).at(-1));
});

test('a span that cannot be read is refused', async () => {
  const { file } = await makeDaily(0);
  await expect(backtest(file, { days: 'many' })).rejects.toThrow(/--days: "many"/);
  await expect(backtest(file, { to: '2999-01-01' })).rejects.toThrow(/--to 2999-01-01: it has not come yet/);
  await expect(backtest(file, { set: ['threshold'] })).rejects.toThrow(/is not path=value/);
});
