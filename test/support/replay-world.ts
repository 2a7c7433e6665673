import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Alert } from '../../src/alerts/types.ts';
import { type Playground, startPlayground } from '../../src/playground/index.ts';
import type { Message } from '../../src/playground/world/types.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import type { ReplayOrder } from './replay-child.ts';
import { addDays, writeScores } from './scores.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_DAY = '2023-01-01';
const REFERENCE_DAYS = 8;
const DAYS = 500;
/** Of every four days two drift and two are clean: an episode opens, fires, and ends. */
const DRIFTED = Array.from({ length: DAYS }, (_, day) => day).filter((day) => day > REFERENCE_DAYS && day % 4 < 2);
const LEASE_MS = 60_000;

const MONITOR = `
model_name: churn
reference_dataset: {table: scores.parquet, from: "${FIRST_DAY}", to: "${addDays(FIRST_DAY, REFERENCE_DAYS)}"}
current_dataset: scores.parquet
timestamp_column: scored_at
window: 1 day
feature_drift:
  features: [amount]
  columns:
    amount: {drift_methods: [wasserstein], threshold: 0.5}
alerts:
  rules:
    - name: amount_drifted
      condition: drift("wasserstein", "amount") > 0.5
      severity: high
      channels: [{type: slack, channel: "#ml-alerts"}]
schedule: "0 6 * * *"
`;

/** One process of the bot. */
export type Replay = { child: ChildProcess; isReady: Promise<void>; exited: Promise<number | null>; errors(): string };

/** A database, and a Slack that outlives every process which works on it. */
export class ReplayWorld {
  readonly slack: Playground;
  readonly #folder: string;
  readonly #program: string;

  constructor(slack: Playground, folder: string, program: string) {
    this.slack = slack;
    this.#folder = folder;
    this.#program = program;
  }

  /** @param untilAt UTC ms of the last due time that is run. */
  spawn(untilAt = Date.parse(addDays(FIRST_DAY, DAYS))): Replay {
    const { apiUrl, botToken, appToken } = this.slack;
    const fromAt = Date.parse(addDays(FIRST_DAY, REFERENCE_DAYS + 1));
    const place = { db: this.#db, folder: this.#folder, monitor: MONITOR };
    const order: ReplayOrder = { ...place, apiUrl, botToken, appToken, fromAt, untilAt };
    const child = spawn(process.execPath, [this.#program, JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (data) => {
      errors += String(data);
    });
    const exited = once(child, 'exit').then(([code]) => code as number | null);
    // The first line says that it is ready; a process that dies before it is no longer waited for.
    const isReady = Promise.race([once(child.stdout, 'data'), exited]).then(() => undefined);
    return { child, isReady, exited, errors: () => errors };
  }

  get #db(): string {
    return join(this.#folder, 'mlmon.db');
  }

  /** Reads the database while no process works on it. */
  read<T>(use: (store: Store) => T): T {
    const store = openStore(this.#db);
    try {
      return use(store);
    } finally {
      store.close();
    }
  }

  /** A due time soon after the newest run by which every episode that began has ended: the second clean day is judged. */
  endOfStory(): number {
    const latest = this.read((store) => store.runs.latest(1)?.startedAt ?? 0);
    const day = Math.ceil((latest - Date.parse(FIRST_DAY)) / DAY_MS / 4) * 4 + 4;
    return Date.parse(addDays(FIRST_DAY, day)) + 7 * HOUR_MS;
  }

  /** As if the bot had been away for longer than a dead process holds what it was sending. */
  letLeasesEnd(): void {
    const db = new Database(this.#db);
    db.prepare(
      `UPDATE outbox SET next_attempt_at = next_attempt_at - ${LEASE_MS}, lease_until_at = lease_until_at - ${LEASE_MS}`,
    ).run();
    db.close();
  }

  firedAlerts(): Alert[] {
    return this.read((store) => store.alerts.list({})).filter((alert) => alert.firedAt !== null);
  }

  /** The bot's messages by the alert that they say they tell of. */
  roots(): Map<number, Message[]> {
    const roots = new Map<number, Message[]>();
    for (const message of this.slack.state.timeline('C0MLALERTS').all()) {
      if (!message.isFromApp || message.threadTs !== null) continue;
      const alertId = message.metadata?.event_payload.alert_id;
      if (alertId !== undefined) roots.set(Number(alertId), [...(roots.get(Number(alertId)) ?? []), message]);
    }
    return roots;
  }

  /** Ids of the digests that stand in the channel, oldest first; twice what was posted twice. */
  digests(): number[] {
    const messages = this.slack.state.timeline('C0MLALERTS').all();
    return messages.flatMap(({ metadata }) => metadata?.event_payload.digest_id ?? []).map(Number);
  }

  async close(): Promise<void> {
    await this.slack.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function openReplayWorld(program: string): Promise<ReplayWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-kill-'));
  await writeScores(join(folder, 'scores.parquet'), { firstDay: FIRST_DAY, days: DAYS, drifted: DRIFTED });
  const slack = await startPlayground({ port: 0, commands: [], rateLimits: 'off', timings: { fileProcessingMs: 5 } });
  return new ReplayWorld(slack, folder, program);
}
