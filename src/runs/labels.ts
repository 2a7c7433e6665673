import { METHODS } from '../drift/index.ts';
import { AppError } from '../errors.ts';
import { findNearest } from '../monitors/nearest.ts';
import type { Monitor } from '../monitors/types.ts';
import { joinLabelsSql, knownSql, type LabelTable } from '../profile/label-join.ts';
import type { ColumnInfo, Dataset, Dialect } from '../warehouse/types.ts';

/**
 * The dataset with the outcomes that have come by `now` (UTC ms) in its label column: joined from a table of their own,
 * and NULL while the declared delay has not passed. The dataset as it is where there is nothing to add.
 */
export function withLabels(
  dialect: Dialect,
  monitor: Monitor,
  sources: { dataset: Dataset; labels: Dataset | null },
  now: number,
): Dataset {
  const { dataset } = sources;
  const name = monitor.labelColumn;
  const label = name === null ? null : findLabel(dialect, monitor, sources, name);
  if (label === null) return dataset;
  const before = arrivedBefore(monitor, dataset, now);
  const isAsItStands = label.sql === readColumn(dialect, label.column.name);
  if (isAsItStands && before === null) return dataset;
  const seconds = dialect.epochSeconds(readColumn(dialect, monitor.timestampColumn ?? ''));
  const arrived =
    before === null ? label.sql : `CASE WHEN ${seconds} < ${Math.floor(before / 1000)} THEN ${label.sql} END`;
  // Of two columns called alike but for case an engine reads the first, or none.
  const taken = label.column.name.toLowerCase();
  const others = dataset.columns.filter((column) => column.name.toLowerCase() !== taken);
  // Through a join it cannot be read.
  const rowKey = label.isJoined ? undefined : dataset.rowKey;
  const select = [
    ...others.map((column) => readColumn(dialect, column.name)),
    `${arrived} AS ${dialect.ident(label.column.name)}`,
    ...(rowKey === undefined ? [] : [`${rowKey} AS mlmon_row`]),
  ];
  return {
    name: dataset.name,
    fingerprint: dataset.fingerprint,
    // A join would be made again for every column that is read by itself.
    isColumnar: !label.isJoined && dataset.isColumnar === true,
    fromSql: `(SELECT ${select.join(', ')} FROM ${label.fromSql} AS v)`,
    columns: [...others, label.column],
    ...(rowKey === undefined ? {} : { rowKey: 'mlmon_row' }),
    ...(label.isJoined ? { joined: { columns: [label.column.name], plain: dataset } } : {}),
  };
}

/** A column of the dataset that is read as `v`. */
function readColumn(dialect: Dialect, name: string): string {
  return `v.${dialect.ident(name)}`;
}

type FoundLabel = { column: ColumnInfo; sql: string; fromSql: string; isJoined: boolean };

/**
 * The table of outcomes and what joins it, where the dataset has all of that; null for a baseline of its own that lacks the
 * keys or brings its labels itself: the outcomes of training data are seldom among those of production.
 */
export function findLabelTable(
  monitor: Monitor,
  { dataset, labels }: { dataset: Dataset; labels: Dataset | null },
): LabelTable | null {
  const { labels: spec, timestampColumn, grain } = monitor;
  if (spec === null || labels === null) return null;
  if (bringsLabels(monitor, dataset)) return null;
  const column = spec.timestampColumn;
  const needed = column === null ? spec.on : [...spec.on, timestampColumn];
  if (!needed.every((name) => dataset.columns.some((one) => one.name === name))) return null;
  return { dataset: labels, on: spec.on, at: column === null ? null : { column, delayMs: spec.delayMs, grain } };
}

/** Is this a baseline, another table than the current one, that has the outcomes in itself? */
function bringsLabels({ current, labelColumn }: Monitor, dataset: Dataset): boolean {
  const { columns } = dataset.joined?.plain ?? dataset;
  return dataset.name !== current.dataset && columns.some(({ name }) => name === labelColumn);
}

/**
 * The label column as the monitor names it, else by its usual name in the table of outcomes.
 * @throws AppError invalid_input where a table lacks what joins the outcomes to the predictions.
 */
export function checkLabelTable(monitor: Monitor, current: Dataset, labels: Dataset | null): void {
  const spec = monitor.labels;
  if (spec === null || labels === null) return;
  const at = spec.timestampColumn === null ? [] : [['labels.timestamp_column', spec.timestampColumn] as const];
  if (monitor.labelColumn === null) {
    throw new AppError(
      'invalid_input',
      `Cannot read labels: which column of ${labels.name} is the outcome is not said`,
      {
        hint: `Name it as label_column; it has: ${listNames(labels)}`,
      },
    );
  }
  const keys = spec.on.map((name) => ['labels.on', name] as const);
  const wanted = [...keys, ['label_column', monitor.labelColumn] as const, ...at];
  for (const [key, name] of wanted) assertColumn(key, name, labels);
  for (const [key, name] of keys) assertColumn(key, name, current);
}

function assertColumn(key: string, name: string, dataset: Dataset): void {
  const names = dataset.columns.map((column) => column.name);
  if (names.includes(name)) return;
  const nearest = findNearest(name, names);
  throw new AppError('invalid_input', `Cannot read ${key}: ${dataset.name} has no column "${name}"`, {
    hint: nearest === null ? `It has: ${listNames(dataset)}` : `Did you mean "${nearest}"?`,
  });
}

function listNames({ columns }: Dataset): string {
  return columns
    .slice(0, 20)
    .map(({ name }) => name)
    .join(', ');
}

/** Labels from their own table, or those that the dataset brings; NaN is none. */
function findLabel(
  dialect: Dialect,
  monitor: Monitor,
  sources: { dataset: Dataset; labels: Dataset | null },
  name: string,
): FoundLabel | null {
  const { dataset } = sources;
  const table = findLabelTable(monitor, sources);
  const joined = table?.dataset.columns.find((column) => column.name === name);
  if (table !== null && joined !== undefined) {
    const eventAt = monitor.timestampColumn === null ? null : dialect.ident(monitor.timestampColumn);
    const rows = { dialect, dataset, fromSql: dataset.fromSql, where: 'TRUE', eventAt };
    return { column: joined, sql: 'v.mlmon_label', fromSql: joinLabelsSql(rows, table, name), isJoined: true };
  }
  const own = dataset.columns.find((column) => column.name === name);
  if (own === undefined) return null;
  const plain = readColumn(dialect, name);
  // Numbers keep NaN apart by themselves; among classes it would be one more.
  const sql = monitor.problemType === 'classification' ? knownSql(plain, own.type) : plain;
  return { column: own, sql, fromSql: dataset.fromSql, isJoined: false };
}

/** Labels of rows from this instant on have not come, whatever the data say; null: all have. */
function arrivedBefore({ labels, timestampColumn }: Monitor, dataset: Dataset, now: number): number | null {
  const delayMs = labels?.delayMs ?? 0;
  return delayMs > 0 && dataset.columns.some(({ name }) => name === timestampColumn) ? now - delayMs : null;
}

/**
 * How the label is compared: outcomes of a classifier are classes, also where they are spelled 0 and 1, unless only
 * methods for numbers are asked of them.
 */
export function kindOfLabel(monitor: Monitor, { kind, type }: ColumnInfo): ColumnInfo['kind'] {
  if (monitor.problemType === 'regression') return kind;
  const { labelDrift: settings, labelColumn } = monitor;
  const methods = [...(settings?.driftMethods ?? []), ...(settings?.asked[labelColumn ?? ''] ?? [])];
  const isForNumbers = methods.length > 0 && methods.every((name) => !METHODS[name].kinds.includes('categorical'));
  const isNumber = kind === 'numeric' || /^BOOLEAN$/i.test(type);
  if (isForNumbers && isNumber) return 'numeric';
  return isNumber ? 'categorical' : kind;
}
