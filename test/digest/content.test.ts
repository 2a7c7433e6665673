import { expect, test } from 'vitest';
import type { Alert } from '../../src/alerts/types.ts';
import { previewDigest } from '../../src/digest/verbs.ts';
import { CHANNEL, makeWorld, type World } from './support.ts';

const HOUR = 3_600_000;

/** An alert that has a message in the channel, as delivery leaves it. */
function post(world: World, alert: Alert): Alert {
  const target = { type: 'slack', channel: '#ml-alerts', webhook: null, mention: null } as const;
  const key = `root-${alert.id}`;
  world.store.outbox.add({
    id: key,
    kind: 'alert_root',
    alertId: alert.id,
    alertVersion: 1,
    target,
    dedupeKey: key,
    at: 0,
  });
  const place = { channelId: CHANNEL, ts: `17000000${alert.id}0.000100`, version: 1, fileId: null };
  world.store.messages.save({ alertId: alert.id, target: '#ml-alerts', ...place });
  return alert;
}

function makeDay(): World {
  const world = makeWorld('2026-02-10T09:00Z');
  world.store.settings.set('slack.workspace_url', 'https://acme.slack.com/');
  return world;
}

test('counts every model of the channel once, those of other channels never', () => {
  const world = makeDay();
  world.addRun(world.addMonitor('fine'));
  world.addRun(world.addMonitor('empty'), { rows: 0 });
  world.addRun(world.addMonitor('broken'), { state: 'failed', error: 'no such table (reference ab12)' });
  world.addMonitor('fresh');
  world.addRun(world.addMonitor('elsewhere', '#risk'), { rows: 0 });
  post(world, world.addAlert(world.addMonitor('loud')));

  const { models, troubles } = previewDigest(world, CHANNEL);
  expect(models).toEqual({ total: 5, states: { firing: 1, failed: 1, no_data: 1, not_run: 1, ok: 1 } });
  expect(troubles.shown.map(({ modelName, error }) => [modelName, error])).toEqual([
    ['broken', 'no such table (reference ab12)'],
    ['empty', null],
    ['fresh', null],
  ]);
});

test('alerts with a message are open and linked; those without stand apart, by drift times importance', () => {
  const world = makeDay();
  const churn = world.addMonitor('churn');
  const posted = post(world, world.addAlert(churn));
  const evidence = { ...posted.evidence, loss: null };
  const quiet = (rule: string, concern: number) =>
    world.addAlert(world.addMonitor(rule), { rule: 'quality', evidence: { ...evidence, concern } });
  quiet('small', 1.2);
  quiet('large', 7);

  const { open, quiet: listed, models } = previewDigest(world, CHANNEL);
  expect(open.shown).toMatchObject([
    { alert: { id: posted.id }, link: `https://acme.slack.com/archives/${CHANNEL}/p17000000${posted.id}0000100` },
  ]);
  expect(listed.shown.map(({ alert, link }) => [alert.modelName, link])).toEqual([
    ['large', null],
    ['small', null],
  ]);
  expect(models.states).toEqual({ firing: 1, quiet: 2 });
});

test('tells what fired and what was resolved since the last digest, and nothing older', () => {
  const world = makeDay();
  const churn = world.addMonitor('churn');
  const now = world.clock.now();
  const resolved = (rule: string, resolvedAt: number, firedAt: number | null = now - 30 * HOUR) =>
    post(world, world.addAlert(churn, { rule, state: 'resolved', firedAt, resolvedAt }));
  const recent = resolved('quality', now - HOUR);
  resolved('old', now - 25 * HOUR);
  resolved('spike', now - HOUR, null);
  post(world, world.addAlert(churn, { rule: 'new', firedAt: now - 2 * HOUR }));

  const digest = previewDigest(world, CHANNEL);
  expect(digest.resolved.shown.map(({ alert }) => alert.id)).toEqual([recent.id]);
  expect(digest.fired).toBe(1);
});

test('names the snoozes that end before the next digest', () => {
  const world = makeDay();
  const churn = world.addMonitor('churn');
  const now = world.clock.now();
  const snoozed = { state: 'snoozed', snoozedBy: 'UANA' } as const;
  const soon = post(world, world.addAlert(churn, { ...snoozed, snoozedUntilAt: now + 23 * HOUR }));
  post(world, world.addAlert(churn, { ...snoozed, snoozedUntilAt: now + 25 * HOUR }));

  const digest = previewDigest(world, CHANNEL);
  expect(digest.snoozes.shown.map(({ alert }) => alert.id)).toEqual([soon.id]);
  expect(digest.open.total).toBe(0);
});

test('names the first of a long list and counts the rest', () => {
  const world = makeDay();
  for (let i = 0; i < 200; i += 1) {
    const id = world.addMonitor(`model_${String(i).padStart(3, '0')}`);
    post(world, world.addAlert(id, { evidence: { ...world.addAlert(id, { rule: 'x' }).evidence, concern: i } }));
  }
  const { open, models } = previewDigest(world, CHANNEL);
  expect(open.total).toBe(200);
  expect(open.shown.map(({ alert }) => alert.modelName).slice(0, 2)).toEqual(['model_199', 'model_198']);
  expect(open.shown.length).toBeLessThan(12);
  expect(models.total).toBe(200);
});

test('of many columns it keeps three, and how many there are besides', () => {
  const world = makeDay();
  const also = Array.from({ length: 50 }, (_, i) => ({ metric: 'psi', column: `c${i}`, value: 1, threshold: 0.1 }));
  const alert = world.addAlert(world.addMonitor('churn'));
  world.store.alerts.update({ ...alert, version: 3, evidence: { ...alert.evidence, also } }, alert.version);
  const [entry] = previewDigest(world, CHANNEL).quiet.shown;
  expect(entry?.alert.evidence.also).toHaveLength(3);
  expect(entry?.more).toBe(47);
});

test('a channel that no monitor tells is refused, with what to do', () => {
  const world = makeDay();
  world.addMonitor('churn');
  expect(() => previewDigest(world, 'C0RANDOM01')).toThrow(
    expect.objectContaining({ code: 'not_found', hint: expect.stringContaining('alerts.channels') }),
  );
});
