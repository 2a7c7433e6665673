import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isPValue, type Measurement } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { formatCount, formatPlural, formatWindow } from '../format.ts';
import { loadMonitor } from '../monitors/load.ts';
import type { LoadedMonitor } from '../monitors/types.ts';
import { saveMonitor } from '../monitors/verbs.ts';
import type { TimeRange } from '../profile/types.ts';
import { reportRun } from '../runs/report.ts';
import { type RunResult, runMonitor } from '../runs/run.ts';
import { latestWindow, listWindows } from '../runs/window.ts';
import { formatAgainst, formatMetric, measureWord } from '../words.ts';
import { readInstant } from './instants.ts';
import { EXIT, print, printError } from './terminal.ts';

export type RunOptions = { from?: string; to?: string; json?: boolean };

/** `mlmon run FILE`: one monitor without Slack, over its newest window or every window of a range. Returns the exit code. */
export async function runFile(ctx: Context, file: string, options: RunOptions): Promise<number> {
  const loaded = readMonitorFile(file);
  for (const notice of loaded.notices) printError(`${file}: ${notice.message}`);
  const windows = pickWindows(loaded, options, ctx.clock.now());
  const { row } = saveMonitor(ctx, { loaded, actor: { type: 'cli' } });
  let hasBreach = false;
  for (const window of windows) {
    const result = await runMonitor(ctx, { monitorId: row.id, trigger: 'manual', actor: { type: 'cli' }, window });
    hasBreach ||= result.measurements.some((one) => one.state === 'breach') || result.breachedRules.length > 0;
    print(options.json ? JSON.stringify(reportRun(result)) : describeRun(result));
    if (options.from === undefined && window.fromAt !== null && result.run.rowsCurrent === 0) {
      printError(`No rows in ${formatWindow(window)}: run other windows with --from and --to`);
    }
  }
  return hasBreach ? EXIT.breach : EXIT.ok;
}

/** Reads and checks one definition; paths in it are relative to its folder. */
export function readMonitorFile(file: string): LoadedMonitor {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `Cannot read ${file}: ${explainUnread(cause)}`, {
      cause,
      hint: 'Check the path of the monitor file',
    });
  }
  return loadMonitor(source, { baseDir: dirname(resolve(file)), fileName: file });
}

const UNREAD: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'permission denied',
};

function explainUnread(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return UNREAD[code] ?? message;
}

function pickWindows(loaded: LoadedMonitor, options: RunOptions, now: number): TimeRange[] {
  if (options.from === undefined && options.to === undefined) return [latestWindow(loaded.monitor, now)];
  if (options.from === undefined || options.to === undefined) {
    throw new AppError('invalid_input', 'Cannot run a range: --from and --to go together', {
      hint: 'Give both, for example --from 2026-02-01 --to 2026-03-01',
    });
  }
  const windows = listWindows(loaded.monitor, readInstant('--from', options.from), readInstant('--to', options.to));
  return leaveOutFuture(windows, latestWindow(loaded.monitor, now));
}

/** A window that is not over yet would be judged without its rows, and rules would take every earlier one for old. */
function leaveOutFuture(windows: readonly TimeRange[], newest: TimeRange): TimeRange[] {
  const over = windows.filter(({ toAt }) => (toAt ?? 0) <= (newest.toAt ?? 0));
  if (over.length === 0) {
    throw new AppError('invalid_input', 'Cannot run the range: none of its windows is over yet', {
      hint: `The newest complete window is ${formatWindow(newest)}`,
    });
  }
  const left = windows.length - over.length;
  if (left > 0) printError(`${formatPlural(left, 'window is', 'windows are')} not over yet, and left out`);
  return over;
}

const SHOWN = 20;

function describeRun(result: RunResult): string {
  const { run, measurements } = result;
  const ranked = [...measurements].sort((a, b) => rank(a) - rank(b));
  const head = `${result.monitor.modelName} · ${formatWindow(run.window)} · ${formatCount(run.rowsCurrent)} rows against ${formatCount(run.rowsReference)}`;
  const lines = ranked.slice(0, SHOWN).map(describeMeasurement);
  const rest = ranked.length > SHOWN ? [`  … ${ranked.length - SHOWN} more; --json prints all`] : [];
  const alerts = result.alerts.flatMap(({ rule, severity, state, evidence }) => [
    `  alert ${rule} (${severity}): ${state}`,
    ...(evidence.cause == null || state === 'resolved' ? [] : [`    why: ${evidence.cause}`]),
  ]);
  return [head, ...lines, ...rest, ...alerts].join('\n');
}

function rank(one: Measurement): number {
  return { breach: 0, unknown: 1, ok: 2 }[one.state];
}

function describeMeasurement(one: Measurement): string {
  const column = one.column === null ? '' : ` of ${one.column}`;
  const segment = one.segment === null ? '' : ` where ${one.segment}`;
  return `  ${one.state.padEnd(8)}${measureWord(one.metric, isPValue(one))}${column}${segment}: ${describeValue(one)}`;
}

function describeValue({ metric, value, threshold, reason }: Measurement): string {
  if (value === null) return reason ?? 'no reason recorded';
  if (threshold === null) return formatMetric(metric, value);
  const both = formatAgainst(metric, value, threshold);
  return `${both.value}, limit ${both.limit}`;
}
