import { METHODS } from '../drift/index.ts';
import type { Monitor } from '../monitors/types.ts';
import { joinedSql } from '../profile/joint.ts';
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
  if (!label.isJoined && before === null) return dataset;
  const seconds = dialect.epochSeconds(`v.${dialect.ident(monitor.timestampColumn ?? '')}`);
  const arrived =
    before === null ? label.sql : `CASE WHEN ${seconds} < ${Math.floor(before / 1000)} THEN ${label.sql} END`;
  const others = dataset.columns.filter((column) => column.name !== label.column.name);
  const select = [
    ...others.map((column) => `v.${dialect.ident(column.name)}`),
    `${arrived} AS ${dialect.ident(label.column.name)}`,
  ];
  return {
    name: dataset.name,
    fingerprint: dataset.fingerprint,
    // A join would be made again for every column that is read by itself.
    isColumnar: !label.isJoined && dataset.isColumnar === true,
    fromSql: `(SELECT ${select.join(', ')} FROM ${label.fromSql} AS v)`,
    columns: [...others, label.column],
    ...(label.isJoined ? { joined: { columns: [label.column.name], plain: dataset } } : {}),
  };
}

type FoundLabel = { column: ColumnInfo; sql: string; fromSql: string; isJoined: boolean };

/** Labels from their own table where the dataset has its keys; a baseline may bring its own instead. */
function findLabel(
  dialect: Dialect,
  { labels: spec }: Monitor,
  { dataset, labels }: { dataset: Dataset; labels: Dataset | null },
  name: string,
): FoundLabel | null {
  const has = (key: string) => dataset.columns.some((column) => column.name === key);
  const joined = labels?.columns.find((column) => column.name === name);
  if (labels !== null && joined !== undefined && spec?.on.every(has)) {
    const source = { dialect, fromSql: dataset.fromSql, where: 'TRUE' };
    const fromSql = joinedSql(source, { dataset: labels, on: spec.on }, name);
    return { column: joined, sql: 'v.mlmon_label', fromSql, isJoined: true };
  }
  const own = dataset.columns.find((column) => column.name === name);
  if (own === undefined) return null;
  return { column: own, sql: `v.${dialect.ident(name)}`, fromSql: dataset.fromSql, isJoined: false };
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
