import { expect, test } from 'vitest';
import { DRIFTED, daysOf, listProposals, monitorOf, reasonOf, tell } from './support.ts';

const AMOUNT = 'feature_drift.columns.amount.threshold';
/** A limit that is exceeded, but not by far. */
const NEAR = 'feature_drift: {features: [amount, plan], threshold: 0.3}';
const BUMPS = { 15: 9, 20: 12, 25: 10, 30: 20, 36: 11 };

test('without votes at most one alert a quarter of quiet history is left, the strongest', async () => {
  const story = await tell(monitorOf(DRIFTED, NEAR), BUMPS, { hasBot: false });
  const tuning = await story.tune();
  expect(daysOf(tuning.before.map(({ episode }) => episode))).toEqual([15, 20, 25, 30, 36]);
  expect(listProposals(tuning)).toEqual([`${AMOUNT} 0.3 -> 0.43 (4, 0)`]);
  expect(tuning.proposals[0]?.why).toMatch(
    /^4 that nobody took or voted for, as far as 0\.42\d, at most 1 a quarter wanted$/,
  );
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
  expect(daysOf(tuning.after)).toEqual([30]);
});

test('an alert within a marked incident was right: it is kept, and the others are what is quiet', async () => {
  const story = await tell(monitorOf(DRIFTED, NEAR), { ...BUMPS, 20: 15 }, { hasBot: false });
  story.markIncident(20, 21);
  const tuning = await story.tune();
  expect(tuning.before.map(({ opinion }) => opinion)).toEqual(['open', 'useful', 'open', 'open', 'open']);
  expect(daysOf(tuning.after)).toEqual([20, 30]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
});

test('few windows, or no alerts, and nothing is proposed, with the reason', async () => {
  const story = await tell(monitorOf(DRIFTED, NEAR), BUMPS, { hasBot: false });
  const short = await story.tune({ toDay: 35 });
  expect([short.windows, short.settings]).toEqual([25, []]);
  expect(reasonOf(short, AMOUNT)).toBe('too little history: 25 windows with a value, and 30 are needed');
  const still = await (await tell(monitorOf(DRIFTED), {}, { hasBot: false })).tune();
  expect([still.before, still.settings]).toEqual([[], []]);
  expect(reasonOf(still, AMOUNT)).toBe('no alert hangs on it');
});

test('an incident that nobody was told of asks for a stricter limit, if quiet history stays quiet', async () => {
  const checks = 'feature_drift: {features: [amount, plan], threshold: 0.8}';
  const story = await tell(monitorOf(DRIFTED, checks), { 30: 15 }, { hasBot: false });
  expect((await story.tune()).settings).toEqual([]);
  story.markIncident(30, 31);
  const tuning = await story.tune();
  const [proposal] = tuning.proposals;
  expect(tuning.proposals.map(({ knob }) => knob.path)).toEqual([AMOUNT]);
  expect(proposal?.value).toBeGreaterThan(proposal!.quietWorst!);
  expect(proposal?.value).toBeLessThan(0.5);
  expect(daysOf(tuning.added.map(({ episode }) => episode))).toEqual([30]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
});

test('a rate of missing values is tuned like a distance; what no run has measured is named', async () => {
  const checks = `quality: {missing_rate: {max: 0.02}}
volume: {expected: auto}
custom_metrics:
  - {name: total, sql_expression: SUM(amount), max_value: 5}`;
  const missing = `, CASE WHEN date_part('day', at_time) IN (20, 25) AND amount < 3 THEN NULL ELSE amount END AS fee`;
  const rule = '{name: gaps, condition: breaches("quality") > 0, for: 1 of 1}';
  const story = await tell(monitorOf(rule, checks), {}, { hasBot: false, columns: missing });
  const tuning = await story.tune();
  expect(tuning.settings.map(({ path }) => path)).toEqual(['quality.missing_rate.max']);
  expect(tuning.after).toHaveLength(1);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
  expect(reasonOf(tuning, 'custom_metrics.total.max_value')).toMatch(
    /^no run has measured it in this span.*`mlmon run`/,
  );
  expect(reasonOf(tuning, 'volume.expected')).toMatch(/by itself/);
});

test('a limit of alerts.thresholds is tuned in its own place, on the side that it stands for', async () => {
  const source = monitorOf(DRIFTED, NEAR).replace(
    /alerts:[\s\S]*(?=schedule)/,
    'alerts:\n  thresholds:\n    drift_score: {max_value: 0.2, for: 1 of 1}\n    rows: {min_value: 150}\n',
  );
  const story = await tell(source, BUMPS, { hasBot: false });
  const tuning = await story.tune();
  expect(tuning.before.length).toBeGreaterThan(1);
  expect(tuning.settings.map(({ path }) => path)).toEqual(['alerts.thresholds.drift_score.max_value']);
  expect(tuning.after).toHaveLength(1);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
  const rows = tuning.left.find(({ path }) => path === 'alerts.thresholds.rows.min_value');
  expect(rows).toMatchObject({ now: 150, quietWorst: 200, reason: 'no alert hangs on it' });
});

test('what only a segment shows is tuned by the limit of its column', async () => {
  const rule = '{name: parts, condition: segments("feature_drift") > 0, for: 1 of 1}';
  const source = monitorOf(rule, 'feature_drift: {features: [fee], threshold: 0.3}\nslicing_exprs: [half]');
  const columns = `, CASE WHEN date_part('minute', at_time)::INT % 2 = 0 THEN 'even' ELSE 'odd' END AS half,
    CASE WHEN date_part('day', at_time) IN (14, 20) AND date_part('month', at_time) = 2
      AND date_part('minute', at_time)::INT % 2 = 0 THEN amount + 14 ELSE amount END AS fee`;
  const story = await tell(source, {}, { hasBot: false, columns });
  const tuning = await story.tune();
  expect(tuning.before.length).toBeGreaterThan(1);
  expect(tuning.settings.map(({ path }) => path)).toEqual(['feature_drift.columns.fee.threshold']);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
});

test('what a definition leaves to be found stays found while limits are tried: a time with a rule is no feature', async () => {
  const checks = `feature_drift: {threshold: 0.3}
quality: {invalid_rate: {max: 0.5}, rules: {seen_on: {type: timestamp}}}`;
  const story = await tell(monitorOf(DRIFTED, checks), BUMPS, { hasBot: false, columns: ', at_time::DATE AS seen_on' });
  const tuning = await story.tune();
  expect(listProposals(tuning)).toEqual([`${AMOUNT} 0.3 -> 0.43 (4, 0)`]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
});
