import { type Backtest, runBacktest } from '../backtest/backtest.ts';
import type { Episode } from '../backtest/episodes.ts';
import { reportBacktest } from '../backtest/report.ts';
import { applySettings, parseSetting } from '../backtest/settings.ts';
import { nameStored } from '../backtest/stored-checks.ts';
import { useWorkspace } from '../backtest/workspace.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { formatDuration } from '../monitors/duration.ts';
import { saveMonitor } from '../monitors/verbs.ts';
import { formatMetric, metricWord } from '../words.ts';
import { readInstant } from './instants.ts';
import { readMonitorFile } from './run.ts';
import { EXIT, print, printError } from './terminal.ts';

export type BacktestOptions = { days?: string; to?: string; set?: readonly string[]; json?: boolean };

const DAY_MS = 86_400_000;
const MAX_DAYS = 3660;

/** `mlmon backtest FILE`: each alert that the definition would have fired, when and for how long. Returns the exit code. */
export async function backtestFile(ctx: Context, file: string, options: BacktestOptions): Promise<number> {
  const loaded = readMonitorFile(file);
  const tried = applySettings(loaded, (options.set ?? []).map(parseSetting));
  for (const notice of tried.notices) printError(`${file}: ${notice.message}`);
  const span = readSpan(options, ctx.clock.now());
  // The first back-test on a database keeps what it profiles, under the definition of the file.
  if (ctx.store.monitors.list().length === 0) saveMonitor(ctx, { loaded, actor: { type: 'cli' } });
  const result = await useWorkspace(ctx, { loaded: tried, ...span }, (place, monitorId) =>
    runBacktest(place, { monitorId, loaded: tried, ...span }),
  );
  print(options.json ? JSON.stringify(reportBacktest(result)) : describe(result));
  return EXIT.ok;
}

/** The span of due times that --days and --to name. */
export function readSpan({ days = '90', to }: BacktestOptions, now: number): { fromAt: number; toAt: number } {
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1 || count > MAX_DAYS) {
    throw new AppError('invalid_input', `Cannot read --days: "${days}" is not a whole number from 1 to ${MAX_DAYS}`, {
      hint: 'Write for example --days 90',
    });
  }
  const toAt = to === undefined ? now : readInstant('--to', to);
  // Windows that are not over would lack their rows and be called empty or late.
  if (toAt > now) {
    throw new AppError('invalid_input', `Cannot replay up to --to ${to}: it has not come yet`, {
      hint: 'Leave --to out to end now',
    });
  }
  return { fromAt: toAt - count * DAY_MS, toAt };
}

function describe(result: Backtest): string {
  const { episodes, windows, timing } = result;
  const count = `${episodes.length} ${episodes.length === 1 ? 'alert' : 'alerts'}`;
  const head = `${result.modelName}: ${count} in ${windows} windows, ${day(result.fromAt)} to ${day(result.toAt)}`;
  const time = `replayed in ${(timing.replayMs / 1000).toFixed(2)} s, after ${(timing.prepareMs / 1000).toFixed(2)} s to read what is stored and profile what was missing`;
  return [head, ...episodes.map(describeEpisode), ...describeStored(result), time].join('\n');
}

/** What could not be replayed in every window, because only runs know it. */
export function describeStored({ stored, windows }: Pick<Backtest, 'stored' | 'windows'>): string[] {
  return stored.flatMap((one) => {
    if (one.windows === windows) return [];
    const found = one.windows === 0 ? 'no window' : `${one.windows} of ${windows} windows`;
    return [
      `${nameStored(one)}: known in ${found}, from runs; stored slices do not hold it, and \`mlmon run\` with --from and --to measures the others.`,
    ];
  });
}

function describeEpisode(one: Episode): string {
  const what = `${metricWord(one.metric)}${one.column === null ? '' : ` of ${one.column}`}`;
  const value = one.value === null ? '' : ` ${formatMetric(one.metric, one.value)}`;
  const limit = one.threshold === null ? '' : `, limit ${formatMetric(one.metric, one.threshold)}`;
  const end = one.resolvedAt === null ? 'still open' : `for ${formatDuration(one.resolvedAt - one.firedAt)}`;
  return `  ${new Date(one.firedAt).toISOString().slice(0, 16)}Z  ${one.rule} (${one.severity}), ${end}: ${what}${value}${limit}`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
