import { expect, test } from 'vitest';
import type { AlertEvidence } from '../../src/alerts/types.ts';
import { acknowledgeAlert, snoozeAlert } from '../../src/alerts/verbs.ts';
import type { Notify } from '../../src/monitors/types.ts';
import { DAY_MS, listOutbox, makeWorld, RULE, type World } from './context.ts';
import { EVIDENCE } from './fixtures.ts';

const KNOWN = { metric: 'accuracy', value: 0.7, reference: 0.8, isKnown: true };
const CHANCE = { metric: 'accuracy', value: 0.79, reference: 0.8, isKnown: false };

/** Judges a breach of a rule that waits as `notify` says, in channels that have a digest. */
function judge(
  world: World,
  day: number,
  loss: AlertEvidence['loss'] | null,
  notify: Notify = 'loss',
  isBreach = true,
) {
  return world.judge(day, isBreach, {
    rule: { ...RULE, notify },
    evidence: isBreach ? { ...EVIDENCE, loss: loss ?? null } : null,
    hasDigest: (target) => target.type === 'slack',
  });
}

function openHeld(world: World): number {
  judge(world, 1, null);
  return judge(world, 2, null).alert!.id;
}

test('a drift without a known loss fires and nobody is called', () => {
  const world = makeWorld();
  judge(world, 1, null);
  expect(judge(world, 2, CHANCE)).toMatchObject({ outcome: 'fired', notified: [], alert: { state: 'firing' } });
  expect(listOutbox(world.store)).toEqual([]);
  expect(world.woken()).toBe(0);
});

test('when the loss is known it is told, in the transaction that learned it, and exactly once', () => {
  const world = makeWorld();
  const alertId = openHeld(world);
  expect(judge(world, 3, KNOWN).notified).toHaveLength(1);
  expect(world.store.outbox.list({})).toMatchObject([{ kind: 'alert_root', dedupeKey: `alert:${alertId}:root:#ml` }]);
  judge(world, 4, null);
  judge(world, 5, KNOWN);
  expect(listOutbox(world.store).filter((row) => row.startsWith('alert_root'))).toHaveLength(1);
});

test('a loss that is known when it fires is told at once', () => {
  const world = makeWorld();
  judge(world, 1, KNOWN);
  expect(judge(world, 2, KNOWN)).toMatchObject({ outcome: 'fired', notified: [{ channel: '#ml' }] });
});

test('what is over is not told: a loss that comes with a clean window changes nothing', () => {
  const world = makeWorld();
  openHeld(world);
  judge(world, 3, KNOWN, 'loss', false);
  expect(judge(world, 4, KNOWN, 'loss', false).outcome).toBe('resolved');
  expect(listOutbox(world.store)).toEqual([]);
});

test('whoever took it from the digest hears of the loss too', () => {
  const world = makeWorld();
  acknowledgeAlert(world, { alertId: openHeld(world), by: 'UANA' });
  expect(listOutbox(world.store)).toEqual([]);
  judge(world, 3, KNOWN);
  expect(listOutbox(world.store)).toEqual(['alert_root v4 #ml']);
  judge(world, 4, KNOWN);
  expect(listOutbox(world.store).filter((row) => row.startsWith('alert_root'))).toHaveLength(1);
});

test('a webhook has no digest: it hears at once, and the channel with the loss, also after somebody took it', () => {
  const world = makeWorld();
  const webhook = { type: 'webhook', url: 'https://example.org' } as const;
  const rule = { ...RULE, notify: 'loss' as const, channels: [...RULE.channels, webhook] };
  const judgeBoth = (day: number, loss: AlertEvidence['loss']) =>
    world.judge(day, true, {
      rule,
      evidence: { ...EVIDENCE, loss: loss ?? null },
      deliverable: () => true,
      hasDigest: (target) => target.type === 'slack',
    });
  judgeBoth(1, null);
  const { alert, notified } = judgeBoth(2, null);
  expect(notified).toEqual([webhook]);
  acknowledgeAlert(world, { alertId: alert!.id, by: 'UANA' });
  judgeBoth(3, KNOWN);
  judgeBoth(4, KNOWN);
  const roots = listOutbox(world.store).filter((row) => row.startsWith('alert_root'));
  expect(roots).toEqual(['alert_root v2 webhook', 'alert_root v4 #ml']);
});

test('a snooze holds back the loss as well, until it ends', () => {
  const world = makeWorld();
  const alertId = openHeld(world);
  const untilAt = world.clock.now() + 2.5 * DAY_MS;
  snoozeAlert(world, { alertId, by: 'UANA', untilAt, reason: null });
  judge(world, 3, KNOWN);
  expect(listOutbox(world.store)).toEqual([]);
});

test.each<[Notify, AlertEvidence['loss'], number]>([
  ['now', null, 1],
  ['now', KNOWN, 1],
  ['loss', null, 0],
  ['loss', KNOWN, 1],
  ['digest', null, 0],
  ['digest', KNOWN, 0],
])('notify: %s with loss %o calls people %i times', (notify, loss, calls) => {
  const world = makeWorld();
  judge(world, 1, loss, notify);
  judge(world, 2, loss, notify);
  expect(listOutbox(world.store)).toHaveLength(calls);
});

test('where there is no digest, it is told at once', () => {
  const world = makeWorld();
  const rule = { ...RULE, notify: 'loss' as const };
  world.judge(1, true, { rule, evidence: { ...EVIDENCE, loss: null }, hasDigest: () => false });
  expect(world.judge(2, true, { rule, evidence: { ...EVIDENCE, loss: null } }).notified).toHaveLength(1);
});

test('a digest that is switched off while it waits lets it out at the next window', () => {
  const world = makeWorld();
  openHeld(world);
  const rule = { ...RULE, notify: 'loss' as const };
  const result = world.judge(3, true, { rule, evidence: { ...EVIDENCE, loss: null }, hasDigest: () => false });
  expect(result.notified).toHaveLength(1);
});

test('when the outbox cannot be written, the loss is told by the next window', () => {
  const world = makeWorld();
  openHeld(world);
  const { add } = world.store.outbox;
  world.store.outbox.add = () => {
    throw new Error('disk full');
  };
  expect(() => judge(world, 3, KNOWN)).toThrow('disk full');
  world.store.outbox.add = add;
  expect(judge(world, 3, KNOWN).notified).toHaveLength(1);
});
