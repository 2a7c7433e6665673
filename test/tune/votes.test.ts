import { expect, test } from 'vitest';
import { DRIFTED, daysOf, listProposals, monitorOf, reasonOf, tell } from './support.ts';

const AMOUNT = 'feature_drift.columns.amount.threshold';

test('a noisy column gets the smallest threshold that silences its noise, and a useful alert is kept', async () => {
  const story = await tell(monitorOf(DRIFTED), { 15: 9, 22: 10, 30: 11, 38: 30, 39: 30 });
  for (const over of [15, 22, 30]) story.vote(over, { noise: 2 });
  story.vote(38, { useful: 1 });
  const tuning = await story.tune();
  expect(listProposals(tuning)).toEqual([`${AMOUNT} 0.1 -> 0.38 (3, 0)`]);
  expect(daysOf(tuning.saved.map(({ episode }) => episode))).toEqual([15, 22, 30]);
  expect([tuning.missed, tuning.added, tuning.delayed]).toEqual([[], [], []]);
  expect(tuning.proposals[0]?.why).toBe('3 voted noise, as far as 0.38, 1 useful kept');
  // Half a step stricter, and an alert is back; and what is proposed is what the back-test shows.
  const stricter = await story.backtest([{ path: AMOUNT, value: 0.375 }]);
  expect(daysOf(stricter)).toEqual([30, 38]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
  expect(daysOf(tuning.after)).toEqual([38]);
});

test('where as many say useful as noise the alert is kept, and nothing is proposed that would lose it', async () => {
  const story = await tell(monitorOf(DRIFTED), { 15: 9, 22: 20 });
  story.vote(15, { noise: 2, useful: 2 });
  story.vote(22, { noise: 3, useful: 1 });
  const tuning = await story.tune();
  expect(tuning.before.map(({ opinion, because }) => [opinion, because])).toEqual([
    ['useful', 'voted useful by 2 of 4, as many as noise'],
    ['noise', 'voted noise by 3 of 4'],
  ]);
  expect(tuning.settings).toEqual([]);
  expect(reasonOf(tuning, AMOUNT)).toBe('no value tells its noise from a useful alert');
  expect(tuning.after).toEqual(await story.backtest([]));
});

test('an alert that somebody took counts as useful, and noise that was expected says nothing about the limit', async () => {
  const story = await tell(monitorOf(DRIFTED), { 15: 9, 22: 10, 30: 20 }, { taken: [15] });
  story.vote(22, { noise: 1 }, 'expected');
  story.vote(30, { noise: 1 }, 'poor_details');
  const tuning = await story.tune();
  expect(tuning.before.map(({ opinion }) => opinion)).toEqual(['useful', 'likely', 'likely']);
  expect(tuning.proposals).toEqual([]);
});

test('two columns that are noisy together are opened together', async () => {
  const story = await tell(
    monitorOf(DRIFTED, 'feature_drift: {features: [amount, fee]}'),
    { 15: 9, 22: 10 },
    { columns: ', amount + 1000 AS fee' },
  );
  for (const over of [15, 22]) story.vote(over, { noise: 1 });
  const tuning = await story.tune();
  expect(listProposals(tuning)).toEqual([
    `${AMOUNT} 0.1 -> 0.37 (2, 0)`,
    'feature_drift.columns.fee.threshold 0.1 -> 0.37 (2, 0)',
  ]);
  expect(await story.backtest(tuning.settings)).toEqual([]);
});

test("a rule's own number is changed where the rule names it", async () => {
  const rule = `{name: moved, condition: 'drift("wasserstein", "amount") >= 0.25 && rows > 0', for: 1 of 1}`;
  const story = await tell(monitorOf(rule), { 15: 9, 22: 10, 38: 30 });
  story.vote(15, { noise: 1 });
  story.vote(22, { noise: 1 });
  const tuning = await story.tune();
  expect(tuning.settings).toEqual([
    { path: 'alerts.rules.moved.condition', value: 'drift("wasserstein", "amount") >= 0.37 && rows > 0' },
  ]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
  expect(daysOf(tuning.after)).toEqual([38]);
});

test('noise that is as far out as a useful alert, but shorter, is silenced by waiting for more windows', async () => {
  const story = await tell(monitorOf(DRIFTED), { 15: 20, 22: 21, 30: 20, 31: 20, 32: 20 });
  for (const over of [15, 22]) story.vote(over, { noise: 1 });
  story.vote(30, { useful: 1 });
  const tuning = await story.tune();
  expect(listProposals(tuning)).toEqual(['alerts.rules.moved.for 1 -> 2 of 2 (2, 0)']);
  expect(tuning.delayed.map(({ delayMs }) => delayMs / 86_400_000)).toEqual([1]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
});
