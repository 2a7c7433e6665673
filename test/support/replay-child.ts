import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { FakeClock, systemClock } from '../../src/clock.ts';
import { replayDays } from '../../src/demo/replay.ts';
import { ReplayClock } from '../../src/demo/replay-clock.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { saveMonitor } from '../../src/monitors/verbs.ts';
import { takeLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { openDuckDb } from '../../src/warehouse/duckdb.ts';
import { createWarehouses } from '../../src/warehouse/index.ts';

/** What the test tells the process that it is going to kill. */
export type ReplayOrder = {
  db: string;
  /** Where the monitor's data are. */
  folder: string;
  monitor: string;
  apiUrl: string;
  botToken: string;
  appToken: string;
  /** UTC ms: where the replay begins on a new database, and the last due time that is run. */
  fromAt: number;
  untilAt: number;
};

/** Slack's pace is a message a second; here days last milliseconds too. */
const PAUSE_MS = 40;
/** Days go by while so many notifications wait. */
const BACKLOG = 2;
/** Nothing but the lease of a dead process is further away than this. */
const HELD_MS = 20_000;

const order = JSON.parse(process.argv[2]!) as ReplayOrder;
const log = pino({ level: 'warn', base: null }, pino.destination({ dest: 2, sync: true }));
const store = openStore(order.db);
const lease = takeLease(order.db, { owner: 'replay', clock: systemClock });
const clock = new ReplayClock(findStart(), 0, new FakeClock(order.untilAt));
const warehouse = await openDuckDb({ name: 'main', root: order.folder, threads: 1, defaultDeadlineMs: 60_000 });
const warehouses = createWarehouses([warehouse], { maxQueries: 1 });
const app = await startApp({
  store,
  warehouses,
  clock,
  log,
  slack: {
    token: order.botToken,
    mode: { type: 'socket', appToken: order.appToken },
    apiUrl: order.apiUrl,
    defaultChannel: '#ml-alerts',
  },
  limits: { maxRuns: 1, scheduleTickMs: 60_000 },
  digest: { cadence: 'daily', time: '06:01', timezone: 'UTC' },
  hasScheduler: true,
  onFatal: (error) => {
    throw error;
  },
  messagePauseMs: PAUSE_MS,
});
const loaded = loadMonitor(order.monitor, { baseDir: order.folder, fileName: 'monitor.yaml' });
const { row } = saveMonitor(app.ctx, { loaded, actor: { type: 'cli' } });
process.stdout.write('ready\n');
await replayDays({
  app,
  clock,
  monitorId: row.id,
  dayMs: 0,
  realClock: new FakeClock(order.untilAt),
  async afterRun() {
    await app.sweepDigests();
    await tellUntil(BACKLOG);
  },
  signal: new AbortController().signal,
});
await tellUntil(0);
await app.stop();
await warehouses.close();
lease.release();
store.close();
process.stdout.write('done\n');

function findStart(): number {
  const started = store.monitors.list().map(({ id }) => store.runs.latest(id)?.startedAt ?? 0);
  return Math.max(order.fromAt, ...started);
}

function countOpen(): number {
  return store.outbox.list({ states: ['queued', 'sending'] }).length;
}

/** Days wait for deliveries, but not for one that a dead process still holds. */
async function tellUntil(left: number): Promise<void> {
  while (countOpen() > left) {
    await app.delivery.drain();
    if ((store.outbox.nextDueAt() ?? 0) > systemClock.now() + HELD_MS) return;
    await delay(5);
  }
}
