import { expect, test } from 'vitest';
import { acknowledgeAlert } from '../../src/alerts/verbs.ts';
import { countVotes, voteOnAlert } from '../../src/alerts/votes.ts';
import { listOutbox, makeFiring, makeWorld, RULE } from './context.ts';

test('a vote is kept, draws the message again and is audited; the alert stays as it is', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  acknowledgeAlert(world, { alertId, by: 'UANA' });
  world.clock.advance(5000);
  const at = world.clock.now();
  expect(voteOnAlert(world, { alertId, by: 'UBEN', vote: 'noise', reason: 'false_positive' })).toMatchObject({
    outcome: 'done',
    alert: { state: 'acked', ackedBy: 'UANA', version: 4 },
  });
  expect(world.store.votes.list(alertId)).toEqual([
    { alertId, userId: 'UBEN', vote: 'noise', reason: 'false_positive', votedAt: at },
  ]);
  expect(listOutbox(world.store).at(-1)).toBe('alert_update v4 #ml');
  expect(world.store.audit.list(1)).toMatchObject([
    {
      at,
      actor: 'UBEN',
      verb: 'alert.vote',
      subject: `alert ${alertId}`,
      details: { vote: 'noise', reason: 'false_positive', previous: null },
    },
  ]);
  expect(world.woken()).toBe(3);
});

test('a person has one vote, which the next one replaces; the same again changes nothing', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  const vote = (by: string, what: 'useful' | 'noise') => voteOnAlert(world, { alertId, by, vote: what, reason: null });
  vote('UANA', 'useful');
  vote('UBEN', 'useful');
  expect(vote('UANA', 'noise').outcome).toBe('done');
  const before = world.store.audit.list(99).length;
  expect(vote('UANA', 'noise').outcome).toBe('already');
  expect(countVotes(world.store.votes.list(alertId))).toEqual({ useful: 1, noise: 1 });
  expect(world.store.audit.list(99)).toHaveLength(before);
  expect(world.store.audit.list(1)[0]?.details).toEqual({ vote: 'noise', reason: null, previous: 'useful' });
});

test('a reason stays when noise is said again, and goes with the vote', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  const common = { alertId, by: 'UANA' } as const;
  voteOnAlert(world, { ...common, vote: 'noise', reason: 'expected' });
  expect(voteOnAlert(world, { ...common, vote: 'noise', reason: null })).toMatchObject({
    outcome: 'already',
    vote: { reason: 'expected' },
  });
  voteOnAlert(world, { ...common, vote: 'useful', reason: null });
  expect(world.store.votes.list(alertId)).toMatchObject([{ vote: 'useful', reason: null }]);
});

test('what is over can be voted on, and its webhook does not hear of it', () => {
  const world = makeWorld();
  const rule = { ...RULE, channels: [...RULE.channels, { type: 'webhook' as const, url: 'https://example.com/hook' }] };
  const deliverable = () => true;
  for (const day of [1, 2]) world.judge(day, true, { rule, deliverable });
  world.judge(3, false, { rule, deliverable });
  const alertId = world.judge(4, false, { rule, deliverable }).alert!.id;
  expect(world.store.alerts.get(alertId)?.state).toBe('resolved');
  const isOfWebhook = (line: string) => line.endsWith('webhook');
  const before = listOutbox(world.store).filter(isOfWebhook);
  const { alert } = voteOnAlert(world, { alertId, by: 'UANA', vote: 'useful', reason: null });
  expect(listOutbox(world.store)).toContain(`alert_update v${alert.version} #ml`);
  expect(listOutbox(world.store).filter(isOfWebhook)).toEqual(before);
});

test.each([
  ['an alert that is not there', { alertId: 99 }, 'not_found'],
  ['an unknown vote', { vote: 'meh' }, 'invalid_input'],
  ['an unknown reason', { vote: 'noise', reason: 'boring' }, 'invalid_input'],
  ['a reason for Useful', { vote: 'useful', reason: 'expected' }, 'invalid_input'],
])('%s is refused', (_name, change, code) => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  const wish = { alertId, by: 'UANA', vote: 'noise', reason: null, ...change };
  expect(() => voteOnAlert(world, wish as never)).toThrow(expect.objectContaining({ code }));
  expect(world.store.votes.list(alertId)).toEqual([]);
});

test('what nobody was told of cannot be voted on', () => {
  const world = makeWorld();
  const alertId = world.judge(1, true).alert!.id;
  expect(() => voteOnAlert(world, { alertId, by: 'UANA', vote: 'noise', reason: null })).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  );
});
