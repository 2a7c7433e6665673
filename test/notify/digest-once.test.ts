import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { DigestContent } from '../../src/digest/types.ts';
import type { FailureKind } from '../../src/playground/api/failures.ts';
import { type SlackRig, startSlackRig } from './slack-support.ts';
import { START_AT } from './support.ts';

const SCRIPT = fileURLToPath(new URL('./deliver-once-process.ts', import.meta.url));
const NONE = { shown: [], total: 0 };
const CONTENT: DigestContent = {
  plan: { cadence: 'daily', time: '09:00', timezone: 'UTC' },
  ...{ fromAt: START_AT - 86_400_000, toAt: START_AT, nextAt: START_AT + 86_400_000, fired: 0 },
  models: { total: 3, states: { ok: 3 } },
  ...{ open: NONE, quiet: NONE, resolved: NONE, snoozes: NONE, troubles: NONE },
};

function queueDigest({ outbox }: SlackRig): string {
  const digestId = outbox.store.digests.add({ channelId: 'C0MLALERTS', dueAt: START_AT, content: CONTENT })!;
  const target = { type: 'slack', channel: 'C0MLALERTS', webhook: null, mention: null } as const;
  const key = `digest:C0MLALERTS:${START_AT}`;
  outbox.store.outbox.add({ id: 'd-1', kind: 'digest', digestId, target, dedupeKey: key, at: START_AT });
  return 'd-1';
}

function startProcess({ outbox, slack }: SlackRig): ChildProcess {
  const args = [outbox.path, slack.apiUrl, slack.botToken, String(outbox.clock.now())];
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...args], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('a digest is posted once, and bears its own id', async () => {
  const rig = await startSlackRig();
  const id = queueDigest(rig);
  await rig.makeDelivery().drain();
  await rig.makeDelivery().drain();
  expect(rig.messages()).toMatchObject([
    {
      text: expect.stringContaining('3 of 3 models ok'),
      metadata: { event_payload: { notification_id: id, digest_id: 1 } },
    },
  ]);
  expect(rig.outbox.store.outbox.get(id)?.state).toBe('sent');
});

test.each<[string, FailureKind]>([
  ['before Slack took it', 'hang'],
  ['after Slack took it and before the answer', 'drop_after_accept'],
])('a process that is killed %s leaves exactly one digest behind', async (_, kind) => {
  const rig = await startSlackRig();
  const { outbox, slack } = rig;
  const id = queueDigest(rig);
  const child = startProcess(rig);
  slack.fail({ method: 'chat.postMessage', kind, where: () => child.kill('SIGKILL') });
  await once(child, 'exit');
  expect(outbox.store.outbox.get(id)?.state).toBe('sending');
  outbox.clock.advance(61_000);
  await rig.makeDelivery().drain();
  expect(rig.messages()).toHaveLength(1);
  expect(outbox.store.outbox.get(id)?.state).toBe('sent');
});

test('a digest that Slack refuses goes out in plain words', async () => {
  const rig = await startSlackRig();
  queueDigest(rig);
  rig.slack.fail({ method: 'chat.postMessage', kind: 'error:invalid_blocks' });
  await rig.makeDelivery().drain();
  expect(rig.messages()).toMatchObject([{ text: expect.stringContaining('3 of 3 models ok') }]);
});
