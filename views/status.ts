import type { AnyBlock, DataTableBlock } from '@slack/types';
import { isOfSegment, isPValue, type Measurement } from '../src/checks/types.ts';
import { formatCount, formatWindow } from '../src/format.ts';
import type { ModelReport, ModelState, ModelStatus } from '../src/runs/status.ts';
import { formatMetric, measureWord, metricWord } from '../src/words.ts';
import { describeValue, isDriftWithoutLoss } from './alert.ts';
import { code, context, date, escapeText, LIMITS, type Message, section, toPlainText } from './blocks.ts';
import { formatDuration } from './words.ts';

/** How a model's state is shown, and how it is counted. */
export const MODEL_STATE_WORDS: Record<ModelState, { mark: string; word: string; counted: string }> = {
  firing: { mark: '🔴', word: 'Firing', counted: 'firing' },
  acked: { mark: '🟡', word: 'Acked', counted: 'acknowledged' },
  snoozed: { mark: '⏸️', word: 'Snoozed', counted: 'snoozed' },
  failed: { mark: '⚠️', word: 'Run failed', counted: 'failed to run' },
  no_data: { mark: '⚪', word: 'No data', counted: 'no data' },
  not_run: { mark: '⚪', word: 'Not run yet', counted: 'not run yet' },
  paused: { mark: '⏸️', word: 'Paused', counted: 'paused' },
  ok: { mark: '🟢', word: 'OK', counted: 'ok' },
};

/** Every model: counts first, then the models outside their limits, worst first; healthy ones folded into a line. */
export function renderStatus(models: readonly ModelStatus[], now: number): Message {
  if (models.length === 0) {
    const text = `No monitors yet. Write one as YAML, then \`mlmon apply FILE\`; \`/mlmon help\` shows what else there is.`;
    return { text: toPlainText(text), blocks: [section(text)] };
  }
  const counts = countStates(models);
  const head = `*${models.length} ${models.length === 1 ? 'model' : 'models'}:* ${counts}`;
  const shown = models.filter((model) => model.state !== 'ok').slice(0, LIMITS.tableRows - 1);
  const healthy = models.filter((model) => model.state === 'ok');
  const blocks: AnyBlock[] = [section(head)];
  if (shown.length > 0) blocks.push(statusTable(shown, now));
  blocks.push(
    context(
      describeRest(models.length - shown.length - healthy.length, healthy, shown),
      `Counted at ${date(now, '{time}')}`,
    ),
  );
  return { text: toPlainText(head), blocks };
}

function countStates(models: readonly ModelStatus[]): string {
  const states = Object.keys(MODEL_STATE_WORDS) as ModelState[];
  return states
    .map((state) => [models.filter((model) => model.state === state).length, MODEL_STATE_WORDS[state].counted] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

function describeRest(cut: number, healthy: readonly ModelStatus[], shown: readonly ModelStatus[]): string {
  const hidden = cut > 0 ? `${cut} more not shown. ` : '';
  if (healthy.length === 0) return hidden;
  const names = healthy.slice(0, 8).map((model) => code(model.modelName));
  const more = healthy.length > 8 ? ` and ${healthy.length - 8} more` : '';
  return `${hidden}${shown.length > 0 ? 'Within their limits' : 'All within their limits'}: ${names.join(', ')}${more}`;
}

function statusTable(models: readonly ModelStatus[], now: number): DataTableBlock {
  const header = ['Model', 'State', 'Measure', 'Value', 'Limit', 'Open for', 'Rows'].map(cell);
  const rows = models.map((model) => {
    const { mark, word } = MODEL_STATE_WORDS[model.state];
    const finding = model.alert?.evidence ?? null;
    const measure =
      finding === null ? '–' : `${finding.column === null ? '' : `${finding.column} `}${metricWord(finding.metric)}`;
    return [
      cell(model.modelName),
      cell(`${mark} ${word}`),
      cell(measure),
      numberCell(finding?.value, (value) => formatMetric(finding?.metric ?? '', value)),
      numberCell(finding?.threshold, (value) => formatMetric(finding?.metric ?? '', value)),
      numberCell(model.alert?.firedAt ? now - model.alert.firedAt : null, formatDuration),
      numberCell(model.lastRun?.rowsCurrent, formatCount),
    ];
  });
  return { type: 'data_table', caption: 'Models that need a look', page_size: 15, rows: [header, ...rows] };
}

type Cell = { type: 'raw_text'; text: string } | { type: 'raw_number'; value: number; text: string };

function cell(text: string): Cell {
  return { type: 'raw_text', text: text === '' ? '–' : text };
}

/** A number as people read it. A column sorts by number only if all of it are numbers, so a missing one counts as 0. */
function numberCell(value: number | null | undefined, format: (value: number) => string): Cell {
  const isKnown = value !== null && value !== undefined;
  return { type: 'raw_number', value: isKnown ? value : 0, text: isKnown ? format(value) : '–' };
}

function formatOptional(metric: string | undefined, value: number | null | undefined): string {
  return metric === undefined || value === null || value === undefined ? '–' : formatMetric(metric, value);
}

/** One model: its state, its open alerts, and the measurements of its last run, breaches first. */
export function renderReport(report: ModelReport): Message {
  const { mark, word } = MODEL_STATE_WORDS[report.state];
  const head = `${mark} *${word}* · *${escapeText(report.modelName)}*\n${describeRun(report)}`;
  const alerts = report.alerts.map(describeAlert);
  const table = measurementTable(report);
  const blocks: AnyBlock[] = [section(head)];
  if (alerts.length > 0) blocks.push(section(alerts.join('\n')));
  const values = describeValues(report.measurements);
  if (values !== '') blocks.push(section(values));
  if (table) blocks.push(table);
  blocks.push(context(describeUnknown(report.measurements), describeNext(report)));
  return { text: toPlainText(`${word} · ${escapeText(report.modelName)}: ${describeRun(report)}`), blocks };
}

function describeRun(report: ModelReport): string {
  const run = report.lastRun;
  if (run === null) return `Not run yet. Type ${code(`/mlmon run ${report.modelName}`)} to run it now`;
  if (run.state === 'failed') return `Last run failed: ${escapeText(run.error ?? 'no reason recorded')}`;
  if (run.state === 'running') return `Running since ${date(run.startedAt, '{time}')}`;
  const window = formatWindow(run.window);
  return `${formatCount(run.rowsCurrent)} rows of ${window} against ${formatCount(run.rowsReference)}, run ${date(run.startedAt)}`;
}

function describeAlert(alert: ModelReport['alerts'][number]): string {
  const { evidence } = alert;
  const where = evidence.segment == null ? '' : ` where ${code(evidence.segment)}`;
  const on = `${evidence.column === null ? '' : ` on ${code(evidence.column)}`}${where}`;
  const { value, limit } = describeValue(evidence);
  const ack = alert.ackedBy === null ? ` · ${code(`/mlmon ack ${alert.id}`)}` : ` · taken by <@${alert.ackedBy}>`;
  const loss = isDriftWithoutLoss(evidence) ? ' · no loss is known' : '';
  return `• Alert ${alert.id}: *${escapeText(measureWord(evidence.metric, evidence.isPValue))}${value}*${on}${limit}${loss}${ack}`;
}

const ONE_SIDED = ['vanished_share', 'unseen_share'];
const VALUE_LINES = 5;

/** Values that are gone from a column or new in it, by name: "Gone: ABQ (1.2%) from `origin`". */
function describeValues(measurements: readonly Measurement[]): string {
  const found = measurements
    .filter((one) => !isOfSegment(one) && ONE_SIDED.includes(one.metric) && one.value !== null && one.value > 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const lines = found.slice(0, VALUE_LINES).map((one) => {
    const of = one.metric === 'vanished_share' ? 'of the reference' : 'of the window';
    const share = formatOptional(one.metric, one.value);
    return `• ${code(one.column ?? '')}: ${escapeText(one.reason ?? '')}, ${share} ${of}`;
  });
  const rest =
    found.length > lines.length ? [`• ${found.length - lines.length} more columns have gone or new values`] : [];
  return [...lines, ...rest].join('\n');
}

/** Columns without gone or new values, and segments within their limits, would fill the table with what nobody asked about. */
function isWorthARow(one: Measurement): boolean {
  if (one.value === null) return false;
  if (isOfSegment(one)) return one.state === 'breach';
  return !ONE_SIDED.includes(one.metric) || one.value > 0 || one.threshold !== null;
}

const TABLE_ROWS = 40;

function measurementTable({ measurements, importance }: ModelReport): DataTableBlock | null {
  const known = measurements.filter(isWorthARow).sort((a, b) => byConcern(a, b, importance));
  if (known.length === 0) return null;
  const header = ['Measure', 'Column', 'Value', 'Limit', 'State'].map(cell);
  const rows = known
    .slice(0, TABLE_ROWS)
    .map((one) => [
      cell(measureWord(one.metric, isPValue(one))),
      cell(nameSubject(one)),
      numberCell(one.value, (value) => formatMetric(one.metric, value)),
      numberCell(one.threshold, (value) => formatMetric(one.metric, value)),
      cell(one.state === 'breach' ? '🔴 Breach' : '🟢 OK'),
    ]);
  return { type: 'data_table', caption: 'Measurements of the last run', page_size: 10, rows: [header, ...rows] };
}

/** "delay where region = EU": the column and the segment that a number speaks of, or the job. */
function nameSubject(one: Measurement): string {
  if (!isOfSegment(one)) return one.column ?? one.segment ?? '–';
  return `${one.column ?? ''} where ${one.segment}`.trim();
}

function byConcern(a: Measurement, b: Measurement, importance: ModelReport['importance']): number {
  const concern = (one: Measurement): number => excess(one) * (one.column === null ? 1 : (importance[one.column] ?? 1));
  return (
    Number(b.state === 'breach') - Number(a.state === 'breach') ||
    Number(isOfSegment(a)) - Number(isOfSegment(b)) ||
    concern(b) - concern(a)
  );
}

/** How far a value stands towards its limit: 1 is the limit itself. */
function excess(one: Measurement): number {
  if (one.value === null || one.threshold === null || one.threshold === 0) return 0;
  return one.direction === 'below' ? one.threshold / Math.max(one.value, 1e-12) : one.value / one.threshold;
}

function describeUnknown(measurements: readonly Measurement[]): string {
  const unknown = measurements.filter((one) => one.state === 'unknown' && !isOfSegment(one));
  if (unknown.length === 0) return '';
  const named = unknown.slice(0, 3).map((one) => {
    const what =
      one.column === null
        ? escapeText(metricWord(one.metric))
        : `${escapeText(metricWord(one.metric))} of ${code(one.column)}`;
    return `${what} (${escapeText(one.reason ?? 'no reason recorded')})`;
  });
  const rest = unknown.length > named.length ? `, ${unknown.length - named.length} more` : '';
  return `Not known: ${named.join(', ')}${rest}`;
}

function describeNext(report: ModelReport): string {
  if (report.state === 'paused') return 'Paused';
  return report.nextDueAt === null ? 'No schedule' : `Next run ${date(report.nextDueAt)}`;
}
