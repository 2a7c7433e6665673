import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FailureKind } from '../../src/playground/api/failures.ts';
import { type SlackRig, startSlackRig } from './slack-support.ts';

const SCRIPT = fileURLToPath(new URL('./deliver-once-process.ts', import.meta.url));

function startProcess({ outbox, slack }: SlackRig): ChildProcess {
  const args = [outbox.path, slack.apiUrl, slack.botToken, String(outbox.clock.now())];
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...args], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('a process that is killed', () => {
  test.each<[string, FailureKind]>([
    ['before Slack took its message', 'hang'],
    ['after Slack took its message and before the answer', 'drop_after_accept'],
  ])('%s leaves exactly one message behind', async (_, kind) => {
    const rig = await startSlackRig();
    const { outbox, slack } = rig;
    const id = outbox.queue(outbox.addAlert());
    const child = startProcess(rig);
    slack.fail({ method: 'chat.postMessage', kind, where: () => child.kill('SIGKILL') });

    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    expect(outbox.store.outbox.get(id)?.state).toBe('sending');
    outbox.clock.advance(61_000);
    await rig.makeDelivery().drain();

    expect(rig.messages()).toHaveLength(1);
    expect(outbox.store.outbox.get(id)?.state).toBe('sent');
  });
});
