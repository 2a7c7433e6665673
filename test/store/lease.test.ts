import { expect, test } from 'vitest';
import { FakeClock } from '../../src/clock.ts';
import { LEASE_TTL_MS, type LeaseOptions, takeLease } from '../../src/store/lease.ts';
import { identifyProcess, type ProcessIdentity } from '../../src/store/process-identity.ts';
import { makeAlert, slackChannel } from '../alerts/fixtures.ts';
import { makeTempStore } from './temp-store.ts';

const HERE = identifyProcess();
/** A process on another machine, of which only the term can tell. */
const ELSEWHERE: ProcessIdentity = { pid: 4242, host: 'other-host', machine: 'other-host boot-2', processStart: '1' };
/** Greater than any process number that Linux gives out. */
const NO_PROCESS = 2 ** 22 + 1;

function makeCase() {
  const { path, store } = makeTempStore();
  const clock = new FakeClock(Date.UTC(2026, 0, 1, 12));
  const take = (owner: string, identity: ProcessIdentity = HERE) =>
    takeLease(path, { owner, clock, identity } satisfies LeaseOptions);
  return { clock, take, store };
}

test('a second process is told who holds the database', () => {
  const { take } = makeCase();
  take('mlmon start', ELSEWHERE);
  expect(() => take('mlmon demo')).toThrow(
    expect.objectContaining({
      code: 'locked',
      message: expect.stringMatching(/"mlmon start" .*process 4242 on other-host, since 2026-01-01T12:00:00/),
      hint: 'Stop that process, or try again in 15 s if it was killed',
    }),
  );
});

test('a lease that is released is free', () => {
  const { take } = makeCase();
  take('first', ELSEWHERE).release();
  take('second').release();
});

test('a holder elsewhere loses its lease when its term is over, and learns it when it renews', () => {
  const { take, clock } = makeCase();
  const first = take('first', ELSEWHERE);
  clock.advance(LEASE_TTL_MS - 1);
  expect(() => take('second')).toThrow(expect.objectContaining({ code: 'locked' }));
  clock.advance(1);
  take('second');
  expect(first.renew()).toBe(false);
});

test('renewing extends the term', () => {
  const { take, clock } = makeCase();
  const first = take('first', ELSEWHERE);
  clock.advance(LEASE_TTL_MS - 1);
  expect(first.renew()).toBe(true);
  clock.advance(LEASE_TTL_MS - 1);
  expect(() => take('second')).toThrow(expect.objectContaining({ code: 'locked' }));
});

test('releasing a lease that was lost does not free the one that came after', () => {
  const { take, clock } = makeCase();
  const first = take('first', ELSEWHERE);
  clock.advance(LEASE_TTL_MS);
  const second = take('second', ELSEWHERE);
  first.release();
  first.release();
  expect(first.renew()).toBe(false);
  expect(second.renew()).toBe(true);
});

test('a dead process on this machine holds nothing, whatever its term', () => {
  const { take } = makeCase();
  take('killed', { ...HERE, pid: NO_PROCESS });
  take('restart').release();
});

test.runIf(HERE.processStart !== null)('a number that another process has taken since holds nothing', () => {
  const { take } = makeCase();
  take('killed', { ...HERE, processStart: '12345' });
  take('restart').release();
});

test.runIf(HERE.processStart !== null)('a process that lives on this machine keeps its lease past the term', () => {
  const { take, clock } = makeCase();
  take('busy');
  clock.advance(LEASE_TTL_MS * 10);
  expect(() => take('second')).toThrow(expect.objectContaining({ code: 'locked', hint: 'Stop that process' }));
});

test('where the start of a process is not known, the term decides', () => {
  const { take, clock } = makeCase();
  take('first', { ...HERE, processStart: null });
  expect(() => take('second')).toThrow(expect.objectContaining({ code: 'locked' }));
  clock.advance(LEASE_TTL_MS);
  take('second').release();
});

/** A notification that the holder has in hand for a minute. */
function takeInHand({ store, clock }: ReturnType<typeof makeCase>): void {
  const { id: _id, ...alert } = makeAlert('firing');
  const alertId = store.alerts.create(alert).id;
  const about = { alertId, alertVersion: 1, target: slackChannel('#ml'), dedupeKey: 'root', at: clock.now() };
  store.outbox.add({ id: 'n', kind: 'alert_root', ...about });
  store.outbox.claim(clock.now(), 60_000);
}

test('what a killed process was telling is told again after some seconds, not after its own lease', () => {
  const world = makeCase();
  const { take, clock, store } = world;
  const killedAt = clock.now();
  take('killed', { ...HERE, pid: NO_PROCESS });
  takeInHand(world);
  take('restart');
  expect(store.outbox.nextDueAt()).toBe(killedAt + 5_000);
  expect(store.outbox.claim(killedAt + 4_999, 60_000)).toBeNull();
  expect(store.outbox.claim(killedAt + 5_000, 60_000)).toMatchObject({ id: 'n', attempts: 2 });
});

test('a holder elsewhere that is late may live and still be telling: what it has in hand stays its own', () => {
  const world = makeCase();
  const { take, clock, store } = world;
  const startedAt = clock.now();
  take('slow', ELSEWHERE);
  takeInHand(world);
  clock.advance(LEASE_TTL_MS);
  take('restart');
  expect(store.outbox.nextDueAt()).toBe(startedAt + 60_000);
});
