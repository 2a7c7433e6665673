import { expect, test } from 'vitest';
import { DRIFTED, daysOf, listProposals, monitorOf, tell } from './support.ts';

const AMOUNT = 'feature_drift.columns.amount.threshold';
/** The usual distance is 0.06, so that three times as far as the limit is from it is 0.78. */
const NEAR = 'feature_drift: {features: [amount, plan], threshold: 0.3}';
const NOISE = { 15: 9, 20: 10, 25: 9.5 };

test('a drift that stayed is not taken for noise because nobody voted', async () => {
  const story = await tell(monitorOf(DRIFTED, NEAR), { ...NOISE, 30: 9.2, 31: 9.2, 32: 9.2 });
  const tuning = await story.tune();
  expect(tuning.before.map(({ opinion, because }) => [opinion, because])).toEqual([
    ['open', 'nobody said'],
    ['open', 'nobody said'],
    ['open', 'nobody said'],
    ['likely', 'nobody said, but in breach in 3 windows that share no rows'],
  ]);
  // No limit silences the others and leaves it as long as it was, but it is not lost.
  expect(listProposals(tuning)).toEqual([`${AMOUNT} 0.3 -> 0.34 (2, 0)`]);
  expect(daysOf(tuning.after)).toEqual([20, 31]);
  expect(tuning.delayed.map(({ delayMs }) => delayMs / 86_400_000)).toEqual([1]);
  expect(tuning.missed).toEqual([]);
  expect(await story.backtest(tuning.settings)).toEqual(tuning.after);
});

test('a long window that holds one bad day many times over is not long for that', async () => {
  const source = monitorOf(DRIFTED, NEAR.replace('0.3', '0.15')).replace('window: 1 day', 'window: 3 days');
  const story = await tell(source, { 20: 25 });
  const [alert] = (await story.tune()).before;
  expect(alert?.episode.breaches).toBe(3);
  expect(alert?.because).not.toMatch(/share no rows/);
});

test('an alert far beyond its limit is kept, and does not use up what a quarter may have', async () => {
  const story = await tell(monitorOf(DRIFTED, NEAR), { ...NOISE, 36: 60 });
  const tuning = await story.tune();
  expect(tuning.before.at(-1)).toMatchObject({
    opinion: 'likely',
    isUnvoted: true,
    because: 'nobody said, but 3 times as far from the usual value as its limit',
  });
  expect(listProposals(tuning)).toEqual([`${AMOUNT} 0.3 -> 0.34 (2, 0)`]);
  expect(daysOf(tuning.after)).toEqual([20, 36]);
  expect(tuning.proposals[0]?.why).toMatch(/1 that looks right kept/);
});

test('where only what looks right has fired nothing is proposed', async () => {
  const story = await tell(monitorOf(DRIFTED), { 15: 40, 22: 50, 30: 40, 38: 45 });
  const tuning = await story.tune();
  expect(tuning.before.map(({ opinion }) => opinion)).toEqual(['likely', 'likely', 'likely', 'likely']);
  expect(tuning.settings).toEqual([]);
});

test('votes speak for what nobody voted on, and what looks right is named where it goes with the noise', async () => {
  const story = await tell(monitorOf(DRIFTED, NEAR), { 15: 9, 22: 12, 30: 9.2, 31: 9.2, 32: 9.2 });
  for (const over of [15, 22]) story.vote(over, { noise: 1 });
  const tuning = await story.tune();
  expect(tuning.saved.map(({ opinion }) => opinion)).toEqual(['noise', 'noise']);
  expect(tuning.missed.map(({ opinion }) => opinion)).toEqual(['likely']);
  expect(tuning.after).toEqual([]);
});
