import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FailureKind } from '../../src/playground/api/failures.ts';
import { createRandom, type Random } from '../../src/stats/random.ts';
import { buildReplayProgram, type ReplayProgram } from '../support/replay-program.ts';
import { openReplayWorld, type Replay, type ReplayWorld } from '../support/replay-world.ts';

const KILLS = 10;
/** A process is at work for some seconds; its first picture comes after about one. */
const LONGEST_LIFE_MS = 1_500;
const TIMEOUT_MS = 240_000;

/** Calls in the middle of which a process is killed: before Slack has acted, or after it has and before it answers. */
const CALLS: readonly [string, FailureKind][] = [
  ['chat.postMessage', 'hang'],
  ['chat.postMessage', 'drop_after_accept'],
  ['chat.update', 'hang'],
  ['chat.update', 'drop_after_accept'],
  ['files.completeUploadExternal', 'drop_after_accept'],
];

let program: ReplayProgram;
beforeAll(async () => {
  program = await buildReplayProgram();
}, TIMEOUT_MS);
afterAll(() => program.remove());

test.concurrent.each([1, 2])(
  'killed ten times in the middle of its work, the bot tells every alert exactly once (seed %i)',
  { timeout: TIMEOUT_MS },
  async (seed) => {
    const world = await openReplayWorld(program.file);
    const random = createRandom(seed);
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const replay = world.spawn();
        await replay.isReady;
        await killInItsWork(world, replay, random, kill);
        expect(await replay.exited, replay.errors()).toBeNull();
        expectNoSecondRoot(world);
        if (random.uniform() < 0.5) world.letLeasesEnd();
      }
      world.letLeasesEnd();
      const last = world.spawn(world.endOfStory());
      expect(await last.exited, last.errors()).toBe(0);
      expectEveryAlertTold(world);
    } finally {
      await world.close();
    }
  },
);

/** By turns at a random instant and inside a call to Slack. */
async function killInItsWork(world: ReplayWorld, replay: Replay, random: Random, kill: number): Promise<void> {
  if (kill % 2 === 0) {
    await delay(random.uniform() * LONGEST_LIFE_MS);
    replay.child.kill('SIGKILL');
    return;
  }
  const [method, kind] = CALLS[((kill - 1) / 2) % CALLS.length]!;
  let left = 1 + Math.floor(random.uniform() * 2);
  world.slack.fail({
    method,
    kind,
    where: () => {
      left -= 1;
      return left === 0 && replay.child.kill('SIGKILL');
    },
  });
  await replay.exited;
  world.slack.clearFailures();
}

function expectNoSecondRoot(world: ReplayWorld): void {
  const repeated = [...world.roots()].filter(([, messages]) => messages.length > 1).map(([alertId]) => alertId);
  expect(repeated).toEqual([]);
  const digests = world.digests();
  expect(digests).toEqual([...new Set(digests)]);
}

function expectEveryAlertTold(world: ReplayWorld): void {
  const alerts = world.firedAlerts();
  const roots = world.roots();
  expect(alerts.length).toBeGreaterThan(3);
  expectNoSecondRoot(world);
  expect([...roots.keys()].sort((a, b) => a - b)).toEqual(alerts.map(({ id }) => id).sort((a, b) => a - b));
  for (const alert of alerts) {
    expect(alert.state).toBe('resolved');
    expect(roots.get(alert.id)?.[0]?.text).toMatch(/^RESOLVED · High · churn/);
  }
  // No episode was opened twice by a run that was repeated.
  expect(new Set(alerts.map(({ evidence }) => evidence.windowToAt)).size).toBe(alerts.length);
  expect(world.read((store) => store.outbox.list({ states: ['queued', 'sending', 'failed'] }))).toEqual([]);
  const due = world
    .read((store) => store.outbox.list({}))
    .flatMap((row) => (row.kind === 'digest' ? [row.digestId] : []));
  expect(due.length).toBeGreaterThan(3);
  expect(world.digests().sort((a, b) => a - b)).toEqual(due.sort((a, b) => a - b));
}
