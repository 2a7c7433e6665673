import type { Alert, NoiseReason, Vote } from '../../src/alerts/types.ts';
import { acknowledgeAlert } from '../../src/alerts/verbs.ts';
import { voteOnAlert } from '../../src/alerts/votes.ts';
import { runBacktest } from '../../src/backtest/backtest.ts';
import type { Episode } from '../../src/backtest/episodes.ts';
import { applySettings, type Setting } from '../../src/backtest/settings.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { readExperiences } from '../../src/tune/opinions.ts';
import { type Tuning, tuneMonitor } from '../../src/tune/tune.ts';
import { dailyRows, day, makeWorld, type World } from '../runs/support.ts';

/** The reference is the first ten days; from then on there is a window a day. */
const FIRST_WINDOW = 11;
const HOUR_MS = 3_600_000;

export type Story = World & {
  id: number;
  /** What so many people say of the alert that fired over a day; a reason goes with noise. */
  vote(over: number, votes: Partial<Record<Vote, number>>, reason?: NoiseReason): void;
  markIncident(from: number, to: number): void;
  tune(span?: { toDay?: number }): Promise<Tuning>;
  /** The alerts of `mlmon backtest` over the same span with other values. */
  backtest(settings: readonly Setting[]): Promise<readonly Episode[]>;
};

type Told = {
  /** Days of data. */
  days?: number;
  /** Was the bot there, so that there are alerts to vote on? */
  hasBot?: boolean;
  /** Days whose alert somebody takes at once. */
  taken?: readonly number[];
  /** Further columns, SQL over `amount`, `plan` and `at_time`. */
  columns?: string;
  /** Further tables: a SELECT by the name of the file. */
  tables?: Readonly<Record<string, string>>;
};

/** A model whose `amount` is higher by so much on some days. */
export async function tell(source: string, shifts: Readonly<Record<number, number>>, told: Told = {}): Promise<Story> {
  const { days = 45, hasBot = true, columns = '', taken = [], tables = {} } = told;
  const world = await makeWorld();
  const cases = Object.entries(shifts).map(([at, shift]) => `WHEN ${at} THEN ${shift}`);
  const shift = cases.length === 0 ? '0' : `CASE day ${cases.join(' ')} ELSE 0 END`;
  await world.write('daily.parquet', `SELECT *${columns} FROM (${dailyRows(days, shift)})`);
  for (const [name, select] of Object.entries(tables)) await world.write(name, select);
  const id = world.save(source);
  const { store } = world.ctx;
  for (let end = FIRST_WINDOW; hasBot && end <= days; end++) {
    await world.runWindow(id, end, 1);
    if (taken.includes(end - 1))
      acknowledgeAlert(world.ctx, { alertId: store.alerts.open(id, 'moved')!.id, by: 'UANA' });
  }
  const loaded = loadMonitor(source, { baseDir: world.space.path('.') });
  const spanTo = (toDay: number) => ({ fromAt: day(FIRST_WINDOW), toAt: day(toDay) + 7 * HOUR_MS });
  const find = (over: number): Alert => {
    const fired = store.alerts.list({ monitorId: id }).filter(({ firedAt }) => firedAt !== null);
    const found = fired.find(({ firedAt }) => firedAt === day(over + 1) + 6 * HOUR_MS);
    if (found !== undefined) return found;
    const known = fired.map(({ firedAt }) => Math.floor((firedAt! - day(1)) / 86_400_000));
    throw new Error(`No alert fired over day ${over}, only over ${known.join(', ')}`);
  };
  return {
    ...world,
    id,
    vote(over, votes, reason) {
      const alertId = find(over).id;
      for (const [vote, people] of Object.entries(votes) as [Vote, number][]) {
        for (let n = 0; n < people; n++) {
          const own = vote === 'noise' ? (reason ?? null) : null;
          voteOnAlert(world.ctx, { alertId, by: `U${vote}${n}`, vote, reason: own });
        }
      }
    },
    markIncident(from, to) {
      const mark = { reason: 'known to be bad', markedBy: 'UANA', markedAt: day(days) };
      store.incidents.add({ monitorId: id, fromAt: day(from), toAt: day(to), ...mark });
    },
    tune: ({ toDay = days } = {}) =>
      tuneMonitor(world.ctx, {
        monitorId: id,
        loaded,
        ...spanTo(toDay),
        experiences: readExperiences(store, id),
      }),
    async backtest(settings) {
      const tried = applySettings(loaded, settings);
      return (await runBacktest(world.ctx, { monitorId: id, loaded: tried, ...spanTo(days) })).episodes;
    },
  };
}

/** @param rule YAML of one rule. */
export const monitorOf = (rule: string, checks = 'feature_drift: {features: [amount, plan]}') => `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-11}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
${checks}
alerts:
  rules:
    - ${rule}
schedule: "0 6 * * *"
`;

/** Any drifted column, at once. */
export const DRIFTED = '{name: moved, condition: drifted_columns > 0, for: 1 of 1}';

/** "path now -> proposed (saved, missed)" */
export function listProposals({ proposals }: Tuning): string[] {
  return proposals.map(({ knob, value, setting, saved, missed }) => {
    const shown = typeof setting.value === 'number' ? value : setting.value;
    return `${knob.path} ${knob.now} -> ${String(shown)} (${saved.length}, ${missed.length})`;
  });
}

export function reasonOf({ left }: Tuning, path: string): string | undefined {
  return left.find((one) => one.path === path)?.reason;
}

/** The days of the windows with which alerts fired. */
export function daysOf(episodes: readonly Pick<Episode, 'firedAt'>[]): number[] {
  return episodes.map(({ firedAt }) => Math.round((firedAt - day(1) - 6 * HOUR_MS) / 86_400_000));
}
