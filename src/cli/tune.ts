import type { Setting } from '../backtest/settings.ts';
import { useWorkspace } from '../backtest/workspace.ts';
import type { Context } from '../context.ts';
import { formatCountWord, formatPlural } from '../format.ts';
import { formatDuration } from '../monitors/duration.ts';
import { readExperiences } from '../tune/opinions.ts';
import { reportTuning, type TuneReport } from '../tune/report.ts';
import { tuneMonitor } from '../tune/tune.ts';
import { formatMetric, metricWord } from '../words.ts';
import { readSpan } from './backtest.ts';
import { readMonitorFile } from './run.ts';
import { EXIT, print, printError } from './terminal.ts';

export type TuneOptions = { days?: string; to?: string; json?: boolean };

/** `mlmon tune FILE`: limits that history and votes speak for. Changes nothing. Returns the exit code. */
export async function tuneFile(ctx: Context, file: string, options: TuneOptions): Promise<number> {
  const loaded = readMonitorFile(file);
  for (const notice of loaded.notices) printError(`${file}: ${notice.message}`);
  const span = readSpan(options, ctx.clock.now());
  const saved = ctx.store.monitors.find(loaded.monitor.modelName);
  const experiences = saved === null ? [] : readExperiences(ctx.store, saved.id);
  const result = await useWorkspace(ctx, { loaded, ...span }, (place, monitorId) =>
    tuneMonitor(place, { monitorId, loaded, ...span, experiences }),
  );
  const { settings } = result;
  const command = settings.length === 0 ? null : writeCommand(file, options, settings, ctx.store.path);
  const report = reportTuning(result, { source: loaded.source, command });
  print(options.json ? JSON.stringify(report) : describe(report, file));
  return EXIT.ok;
}

/** The back-test that shows what the proposals do. */
function writeCommand(file: string, { days, to }: TuneOptions, settings: readonly Setting[], db: string): string {
  const words = [
    'mlmon',
    'backtest',
    file,
    ...(days === undefined ? [] : ['--days', days]),
    ...(to === undefined ? [] : ['--to', to]),
    ...(db === ':memory:' ? [] : ['--db', db]),
    ...settings.flatMap(({ path, value }) => ['--set', `${path}=${String(value)}`]),
  ];
  return words.map(quote).join(' ');
}

/** As a shell reads it back. */
function quote(word: string): string {
  return /^[\w./:=+,@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function describe(report: TuneReport, file: string): string {
  const { proposals, windows, alertsBefore: before, alertsAfter: after } = report;
  const span = `${report.from.slice(0, 10)} to ${report.to.slice(0, 10)}`;
  const past = `${formatPlural(before, 'alert', 'alerts')} in ${formatPlural(windows, 'window', 'windows')}, ${span}`;
  const head = `${report.monitor}: ${past}`;
  const time = `found in ${(report.timing.searchMs / 1000).toFixed(1)} s by ${report.timing.replays} ${report.timing.replays === 1 ? 'replay' : 'replays'}`;
  const body =
    proposals.length === 0
      ? ['Nothing is proposed.']
      : [
          `Proposed: ${formatPlural(after, 'alert', 'alerts')} would be left.`,
          ...describeProposals(proposals),
          ...describeAlerts('Saved', report.saved),
          ...describeAlerts('MISSED, although useful', report.missed.filter(isUseful)),
          ...describeAlerts(
            'Lost with the noise, though it looks right; a vote says which',
            report.missed.filter((one) => !isUseful(one)),
          ),
          ...describeAlerts('New', report.added),
          ...report.delayed.map(
            ({ rule, firedAt, delayMs }) =>
              `The alert of ${rule} of ${firedAt.slice(0, 16)}Z would come ${formatDuration(delayMs)} later.`,
          ),
          ...describeLines(report.lines, file),
          'See for yourself:',
          `  ${report.backtest}`,
        ];
  return [
    head,
    ...describeUnvoted(report.unvoted),
    ...body,
    ...describeLeft(report.left),
    ...describeUnmatched(report.unmatched),
    time,
  ].join('\n');
}

function isUseful({ opinion }: TuneReport['missed'][number]): boolean {
  return opinion === 'useful';
}

function describeUnvoted({ alerts, likely }: TuneReport['unvoted']): string[] {
  if (alerts === 0) return [];
  const nobody = `Nobody voted on ${formatPlural(alerts, 'alert', 'alerts')}`;
  if (likely === 0) return [`${nobody}.`];
  const right =
    likely === alerts
      ? alerts === 1
        ? 'it looks'
        : 'all look'
      : `${formatCountWord(likely)} ${likely === 1 ? 'looks' : 'look'}`;
  return [`${nobody}; ${right} right, by length or by size, and ${likely === 1 ? 'is' : 'are'} not taken for noise.`];
}

function describeProposals(proposals: TuneReport['proposals']): string[] {
  const rows = proposals.map((one) => [
    one.path,
    String(one.now),
    // In a condition the number alone; elsewhere as it is written: "2 of 3", "20 minutes".
    one.path.endsWith('.condition') ? String(one.proposed) : one.set.slice(one.set.indexOf('=') + 1),
    String(one.saved.length),
    String(one.missed.length),
    one.why,
  ]);
  return drawTable(['limit', 'now', 'proposed', 'saved', 'missed', 'why'], rows);
}

function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  return [head, ...rows].map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd());
}

function describeAlerts(title: string, alerts: TuneReport['saved']): string[] {
  if (alerts.length === 0) return [];
  return [
    `${title}:`,
    ...alerts.map(({ rule, firedAt, metric, column, value, threshold, because }) => {
      const on = column === null ? '' : ` of ${column}`;
      const shown = value === null ? '' : ` ${formatMetric(metric, value)}`;
      const limit = threshold === null ? '' : `, limit ${formatMetric(metric, threshold)}`;
      return `  ${firedAt.slice(0, 16)}Z  ${rule}: ${metricWord(metric)}${on}${shown}${limit} (${because})`;
    }),
  ];
}

function describeLines(lines: TuneReport['lines'], file: string): string[] {
  return lines.flatMap(({ line, now, proposed }) => {
    const indented = proposed.split('\n').map((text) => `  ${text}`);
    if (line === null) return [`Add to ${file}:`, ...indented];
    return [`In ${file}, line ${line}, instead of`, `  ${now}`, 'write', ...indented];
  });
}

/** Limits that stay, together where the reason is the same. */
function describeLeft(left: TuneReport['left']): string[] {
  const reasons = [...new Set(left.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const paths = left
      .filter((one) => one.reason === reason)
      .map(({ path, now }) => path + (now === null ? '' : ` ${now}`));
    return `Left: ${paths.join(', ')}: ${reason}.`;
  });
}

function describeUnmatched(unmatched: TuneReport['unmatched']): string[] {
  if (unmatched.length === 0) return [];
  const names = unmatched.map(({ alert }) => alert).join(', ');
  return [`Votes on alerts that this definition does not fire in this span: ${names}.`];
}
