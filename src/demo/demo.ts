import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { guardProcess, reportFatalAuth } from '../app/process-guard.ts';
import { type RunningApp, startApp } from '../app.ts';
import { createLog } from '../cli/log.ts';
import { keepLease } from '../cli/start.ts';
import { EXIT, print, printError } from '../cli/terminal.ts';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { loadMonitor } from '../monitors/load.ts';
import { saveMonitor } from '../monitors/verbs.ts';
import { type Playground, startPlayground } from '../playground/index.ts';
import type { PageCommand } from '../playground/protocol.ts';
import { takeLease } from '../store/lease.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/types.ts';
import { openDuckDb } from '../warehouse/duckdb.ts';
import { createWarehouses } from '../warehouse/index.ts';
import { acknowledgeAsColleague } from './colleague.ts';
import { buildDemoDatabase, calendarOf, type DemoCalendar, demoMonitors, makeCalendar } from './data.ts';
import { replayDays } from './replay.ts';
import { ReplayClock } from './replay-clock.ts';
import { describeSummary, printableSummary, summariseDemo } from './summary.ts';

export type DemoOptions = {
  port: number;
  /** SQLite file; the flights' database and the local Slack's state lie beside it. */
  db: string;
  once?: boolean;
  json?: boolean;
  /** What the composer of the page completes. */
  command: PageCommand;
};

const DAY_MS = 86_400_000;
const LIVE_DAY_MS = 3_000;
const SHIFT_SETTING = 'demo.shift_days';

/**
 * The whole bot on real flights and a local Slack. Plays the last weeks in fast motion and then goes on in real time;
 * with `once`, plays them as fast as it can and returns the exit code.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const config = readConfig();
  const log = createLog(config.logLevel ?? 'warn');
  const path = resolve(options.db);
  mkdirSync(dirname(path), { recursive: true });
  const store = openStore(path);
  const lease = takeLease(path, { owner: 'mlmon demo', clock: systemClock, ttlMs: config.limits.leaseMs });
  const endRenewal = keepLease(lease, config.limits.leaseMs, log);
  const endGuard = guardProcess({ log, exit: (code) => process.exit(code) });
  const stopping = stopOnSignal();
  try {
    const calendar = readCalendar(store);
    const database = `${path.replace(/\.db$/, '')}.duckdb`;
    await buildDemoDatabase(database, calendar);
    const clock = new ReplayClock(readStart(store, calendar), options.once ? 0 : LIVE_DAY_MS, systemClock);
    const slack = await openSlack(options, config, `${path}.slack.json`, clock);
    const warehouse = await openDuckDb({
      name: 'main',
      database,
      root: null,
      defaultDeadlineMs: config.limits.statementTimeoutMs,
    });
    const warehouses = createWarehouses([warehouse], { maxQueries: config.limits.maxQueries });
    const app = await startApp({
      store,
      warehouses,
      clock,
      log,
      slack: { ...slack.access, defaultChannel: '#ml-alerts' },
      limits: { maxRuns: 1, scheduleTickMs: 1_000 },
      // A digest every three seconds would bury the alerts.
      digest: { cadence: 'weekly', time: '06:01', timezone: 'UTC' },
      // The local Slack shows messages as fast as they come.
      ...(options.once && slack.playground !== null ? { messagePauseMs: 0 } : {}),
      hasScheduler: true,
      onFatal: (error) => reportFatalAuth(error, log, (code) => process.exit(code)),
    });
    try {
      return await play(app, { options, calendar, clock, playground: slack.playground, signal: stopping });
    } finally {
      await app.stop();
      await warehouses.close();
      await slack.playground?.close();
    }
  } finally {
    endRenewal();
    endGuard();
    lease.release();
    store.close();
  }
}

type Stage = {
  options: DemoOptions;
  calendar: DemoCalendar;
  clock: ReplayClock;
  playground: Playground | null;
  signal: AbortSignal;
};

async function play(app: RunningApp, stage: Stage): Promise<number> {
  const { options, playground, signal } = stage;
  const [row] = demoMonitors(stage.calendar).map(({ fileName, source }) => {
    const loaded = loadMonitor(source, { baseDir: null, fileName });
    return saveMonitor(app.ctx, { loaded, actor: { type: 'cli' } }).row;
  });
  if (playground && !options.once) announce(playground);
  const runs = await replayDays({
    app,
    clock: stage.clock,
    monitorId: row!.id,
    dayMs: options.once ? 0 : LIVE_DAY_MS,
    realClock: systemClock,
    signal,
    async afterRun(ctx) {
      if (options.once) await app.delivery.drain();
      await app.sweepDigests();
      // Time stands still until the next day, and a digest belongs to its own.
      if (options.once) await app.delivery.drain();
      if (playground === null) return;
      await acknowledgeAsColleague(ctx, playground, {
        userId: colleagueOf(playground),
        patienceMs: options.once ? 0 : 1.5 * DAY_MS,
        leavesFirst: !options.once,
      });
    },
  });
  if (!options.once) {
    if (!signal.aborted) printError('The replay has reached today. The bot goes on; end it with Ctrl+C');
    await untilAborted(signal);
    return EXIT.ok;
  }
  await app.delivery.drain();
  const summary = summariseDemo(app.ctx, runs);
  for (const line of options.json ? printableSummary(app.ctx, summary) : describeSummary(summary)) print(line);
  return summary.openedAndResolved > 0 ? EXIT.ok : EXIT.error;
}

function announce(playground: Playground): void {
  print(`\n  mlmon is watching three million flights. Open ${playground.url}\n`);
  print('  Each day takes three seconds: storms in a few, airports that vanish later on.');
  print('  Acknowledge the alert, type /mlmon status, switch to another person. Ctrl+C ends it.\n');
}

/** The days by which time is moved stay those of the first start, or stored slices would not fit any more. */
function readCalendar(store: Store): DemoCalendar {
  const known = store.settings.get(SHIFT_SETTING);
  if (known !== null) return calendarOf(Number(known));
  const calendar = makeCalendar(systemClock.now());
  store.settings.set(SHIFT_SETTING, String(calendar.shiftDays));
  return calendar;
}

/** Where the replay goes on: at its last run, or at its beginning. */
function readStart(store: Store, calendar: DemoCalendar): number {
  const started = store.monitors.list().map((row) => store.runs.latest(row.id)?.startedAt ?? 0);
  return Math.max(calendar.firstWindowToAt, ...started);
}

type SlackAccess = { token: string; mode: { type: 'socket'; appToken: string }; apiUrl: string };

/** The local Slack of this process, or another one that SLACK_API_URL names. */
async function openSlack(
  options: DemoOptions,
  config: Config,
  stateFile: string,
  clock: ReplayClock,
): Promise<{ access: SlackAccess; playground: Playground | null }> {
  if (config.slack.apiUrl !== 'https://slack.com/api/') {
    const token = config.slack.botToken?.reveal() ?? 'xoxb-playground';
    const appToken = config.slack.appToken?.reveal() ?? 'xapp-playground';
    return { access: { token, mode: { type: 'socket', appToken }, apiUrl: config.slack.apiUrl }, playground: null };
  }
  const playground = await startPlayground({
    port: options.once ? 0 : options.port,
    commands: [options.command],
    stateFile,
    // Messages bear the time of the replay; Slack's deadlines pass in real time.
    worldClock: clock,
    ...(options.once ? { rateLimits: 'off' as const } : {}),
  });
  const { botToken, appToken, apiUrl } = playground;
  return { access: { token: botToken, mode: { type: 'socket', appToken }, apiUrl }, playground };
}

function colleagueOf(playground: Playground): string {
  return playground.state.findUserByName('ben')?.id ?? '';
}

function stopOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolvePromise) => {
    if (signal.aborted) resolvePromise();
    else signal.addEventListener('abort', () => resolvePromise(), { once: true });
  });
}
