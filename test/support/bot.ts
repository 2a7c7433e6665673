import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type RunningApp, startApp } from '../../src/app.ts';
import { FakeClock } from '../../src/clock.ts';
import type { Context, Warehouses } from '../../src/context.ts';
import { NO_DIGEST } from '../../src/digest/plan.ts';
import type { DigestPlan } from '../../src/digest/types.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { saveMonitor } from '../../src/monitors/verbs.ts';
import { takeTurn } from '../../src/runs/turns.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { openDuckDb } from '../../src/warehouse/duckdb.ts';
import { createWarehouses } from '../../src/warehouse/index.ts';
import { openWorkspace, type Workspace } from '../journeys/language.ts';
import { addDays, writeScores } from './scores.ts';

/** The first eight days are the reference; four days drift; then all is as before. */
const FIRST_DAY = '2024-03-01';
const DRIFTED = [11, 12, 13, 14];
const DAYS = 24;
const REFERENCE_END = addDays(FIRST_DAY, 8);

/** For hooks that start a bot and let it work: the first picture alone takes seconds on a busy machine. */
export const START_TIMEOUT_MS = 60_000;

/** Each day is named by its place in the story. */
export const DAY = {
  clean: addDays(FIRST_DAY, 10),
  drift: DRIFTED.map((day) => addDays(FIRST_DAY, day)),
  recovery: [15, 16, 17, 18].map((day) => addDays(FIRST_DAY, day)),
} as const;

const MONITOR = `
model_name: churn
aliases: [customers]
owner: "@ml-oncall"
reference_dataset: {table: scores.parquet, from: "${FIRST_DAY}", to: "${REFERENCE_END}"}
current_dataset: scores.parquet
timestamp_column: scored_at
window: 1 day
problem_type: classification
feature_drift:
  features: [amount, region]
  columns:
    amount: {drift_methods: [wasserstein], threshold: 0.5}
quality:
  missing_rate: {max: 0.01}
alerts:
  rules:
    - name: amount_drifted
      condition: drift("wasserstein", "amount") > 0.5
      severity: high
      channels: [{type: slack, channel: "#ml-alerts"}]
schedule: "0 6 * * *"
`;

export type LogLine = { level: number; msg: string; referenceId?: string; err?: { message: string } };

/** The whole bot against a local Slack, with a model whose inputs drift for four days. */
export class Bot {
  readonly slack: Workspace;
  readonly folder: string;
  readonly clock: FakeClock;
  readonly log: LogLine[] = [];
  /** Of every channel that asks for nothing else, from the next start on. */
  digest: DigestPlan = NO_DIGEST;
  readonly #logger: Logger;
  #parts: { app: RunningApp; store: Store; warehouses: Warehouses } | null = null;

  constructor(slack: Workspace, folder: string, clock: FakeClock) {
    this.slack = slack;
    this.folder = folder;
    this.clock = clock;
    this.#logger = pino({ level: 'info' }, { write: (line: string) => void this.log.push(JSON.parse(line)) });
  }

  get app(): RunningApp {
    if (this.#parts === null) throw new Error('The bot is not running');
    return this.#parts.app;
  }

  get ctx(): Context {
    return this.app.ctx;
  }

  async start(): Promise<void> {
    const store = openStore(join(this.folder, 'mlmon.db'));
    const duckdb = await openDuckDb({ name: 'main', root: this.folder, threads: 1, defaultDeadlineMs: 60_000 });
    const warehouses = createWarehouses([duckdb], { maxQueries: 2 });
    const { playground } = this.slack;
    const app = await startApp({
      store,
      warehouses,
      clock: this.clock,
      log: this.#logger,
      slack: {
        token: playground.botToken,
        mode: { type: 'socket', appToken: playground.appToken },
        apiUrl: playground.apiUrl,
        defaultChannel: '#ml-alerts',
      },
      limits: { maxRuns: 2, scheduleTickMs: 3_600_000 },
      digest: this.digest,
      hasScheduler: true,
      onFatal: (error) => {
        throw error;
      },
      // Slack's pace of a message a second is no subject of these tests.
      messagePauseMs: 0,
    });
    this.#parts = { app, store, warehouses };
  }

  async stop(): Promise<void> {
    const parts = this.#parts;
    this.#parts = null;
    await parts?.app.stop();
    await parts?.warehouses.close();
    parts?.store.close();
  }

  saveMonitor(source = MONITOR): number {
    const loaded = loadMonitor(source, { baseDir: this.folder, fileName: 'churn.yaml' });
    return saveMonitor(this.ctx, { loaded, actor: { type: 'cli' } }).row.id;
  }

  /** Lets the schedule run over one day, on the morning after it, and delivers what follows. */
  async runDay(day: string): Promise<void> {
    this.clock.set(Math.max(this.clock.now(), Date.parse(`${addDays(day, 1)}T06:00:00Z`)));
    const { ctx, scheduler, delivery } = this.app;
    scheduler.sweep();
    for (const id of scheduler.running()) await takeTurn(ctx.store, id, async () => undefined);
    // The scheduler notes a run's end in the turn after it.
    while (scheduler.running().length > 0) await nextTurn();
    await delivery.drain();
  }

  async runDays(days: readonly string[]): Promise<void> {
    for (const day of days) await this.runDay(day);
  }

  /** Everything that stands in a channel by the bot, roots and replies. */
  told(channel = '#ml-alerts') {
    return this.slack.messages(channel).filter((message) => message.isFromApp);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.slack.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A bot of its own for one test or file; its monitor `churn` is saved and has not run. The caller closes it. */
export async function startBot(): Promise<Bot> {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-bot-'));
  const clock = new FakeClock(Date.parse(`${DAY.clean}T07:00:00Z`));
  const slack = await openWorkspace({ worldClock: clock });
  const bot = new Bot(slack, folder, clock);
  await writeScores(join(folder, 'scores.parquet'), { firstDay: FIRST_DAY, days: DAYS, drifted: DRIFTED });
  await bot.start();
  bot.saveMonitor();
  return bot;
}
