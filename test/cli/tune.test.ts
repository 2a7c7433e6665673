import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type TuneOptions, tuneFile } from '../../src/cli/tune.ts';
import { TUNE_REPORT_FIELDS, type TuneReport } from '../../src/tune/report.ts';
import { DRIFTED, monitorOf, type Story, tell } from '../tune/support.ts';
import { capture } from './support.ts';

const BUMPS = { 15: 9, 22: 10, 38: 30 };

async function tune(story: Story, source: string, options: TuneOptions = {}) {
  const file = story.space.path('payments.yaml');
  writeFileSync(file, source);
  story.ctx.clock.set(Date.parse('2026-03-18T08:00:00Z'));
  return capture(() => tuneFile(story.ctx, file, { to: '2026-03-18T07:00:00Z', days: '36', ...options }));
}

test('mlmon tune says what to change, why, and which alerts that saves', async () => {
  const source = monitorOf(DRIFTED);
  const story = await tell(source, BUMPS);
  for (const over of [15, 22]) story.vote(over, { noise: 1 });
  const { code, out } = await tune(story, source);
  expect(code).toBe(0);
  const text = out.join('\n');
  expect(text).toMatch(
    /^payments: three alerts in 36 windows, 2026-02-10 to 2026-03-18\nNobody voted on one alert; it looks right, by length or by size, and is not taken for noise\.\nProposed: one alert would be left\./,
  );
  expect(text).toMatch(
    /feature_drift\.columns\.amount\.threshold +0\.1 +0\.37 +2 +0 +2 voted noise, as far as 0\.36\d/,
  );
  expect(text).toMatch(
    /Saved:\n {2}2026-02-17T06:00Z {2}moved: Wasserstein distance of amount 0\.32, limit 0\.10 \(voted noise by 1 of 1\)/,
  );
  expect(text).toMatch(/Add to .*payments\.yaml:\n {2}feature_drift:\n {4}columns:\n {6}amount:\n {8}threshold: 0\.37/);
  expect(text).toMatch(
    / {2}mlmon backtest .*payments\.yaml --days 36 --to 2026-03-18T07:00:00Z --set feature_drift\.columns\.amount\.threshold=0\.37/,
  );
  expect(text).not.toMatch(/MISSED|New:/);
});

test('a number that stands in the file is named by its line, and the whole line is written', async () => {
  const source = monitorOf(`{name: moved, condition: 'drift("wasserstein", "amount") > 0.1', for: 1 of 1}`);
  const story = await tell(source, BUMPS);
  for (const over of [15, 22]) story.vote(over, { noise: 1 });
  const report: TuneReport = JSON.parse((await tune(story, source, { json: true })).out[0]!);
  const [change] = report.lines;
  const lines = source.split('\n');
  expect(lines[change!.line! - 1]?.trim()).toBe(change?.now);
  lines[change!.line! - 1] = `    ${change!.proposed}`;
  expect(parse(lines.join('\n')).alerts.rules[0].condition).toBe('drift("wasserstein", "amount") > 0.37');
  expect(report.backtest).toContain(`--set 'alerts.rules.moved.condition=drift("wasserstein", "amount") > 0.37'`);
});

test('the JSON has the promised fields and no others, also inside', async () => {
  const source = monitorOf(DRIFTED);
  const story = await tell(source, BUMPS);
  for (const over of [15, 22]) story.vote(over, { noise: 1 });
  const report: TuneReport = JSON.parse((await tune(story, source, { json: true })).out[0]!);
  const names = (text: string) => text.replaceAll('[]', '').split(', ');
  const promised = new Map(
    TUNE_REPORT_FIELDS.flatMap(({ field }) => {
      const [, head, inner] = /^([^{]*?)(?: \{(.*)\})?$/.exec(field)!;
      return names(head!).map((name) => [name, inner === undefined ? null : names(inner)] as const);
    }),
  );
  expect(Object.keys(report).sort()).toEqual([...promised.keys()].sort());
  for (const [name, inner] of promised) {
    const value = report[name as keyof TuneReport];
    const sample: unknown = Array.isArray(value) ? value[0] : value;
    if (inner !== null && sample !== undefined) expect([name, Object.keys(sample as object)]).toEqual([name, inner]);
  }
  expect(report.proposals[0]?.saved).toHaveLength(2);
});

test('a file whose model the bot does not know is tuned by its history alone, and the database stays as it is', async () => {
  const source = monitorOf(DRIFTED, 'feature_drift: {features: [amount, plan], threshold: 0.3}');
  const story = await tell(source, { 15: 9, 20: 10, 25: 20 }, { hasBot: false });
  const other = source.replace('payments', 'refunds');
  const { out } = await tune(story, other);
  expect(out[0]).toMatch(/^refunds: three alerts/);
  expect(out.join('\n')).toMatch(/2 that nobody took or voted for/);
  expect(story.ctx.store.monitors.list().map(({ modelName }) => modelName)).toEqual(['payments']);
});

test('where nothing is to be gained it says so, limit by limit', async () => {
  const source = monitorOf(DRIFTED);
  const story = await tell(source, {}, { hasBot: false });
  const text = (await tune(story, source)).out.join('\n');
  expect(text).toMatch(/no alerts in 36 windows.*\nNothing is proposed\./);
  expect(text).toMatch(/^Left: .*feature_drift\.columns\.amount\.threshold 0\.1.*: no alert hangs on it\.$/m);
  await expect(tune(story, source, { days: 'many' })).rejects.toThrow(/--days: "many"/);
});
