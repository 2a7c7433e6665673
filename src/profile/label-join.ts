import type { Dataset, Dialect } from '../warehouse/types.ts';
import { isFloatType, isTextType, textSql, typeOfColumn } from './expressions.ts';
import { GRAIN_MS, type Grain } from './types.ts';

/** Outcomes in a table of their own. */
export type LabelTable = {
  dataset: Dataset;
  /** Columns of both tables that tell which prediction an outcome belongs to. */
  on: readonly string[];
  /**
   * Where a key has outcomes again and again: an outcome belongs to the predictions of the slice that holds its time less
   * the delay. null: a key has one outcome.
   */
  at: { column: string; delayMs: number; grain: Grain } | null;
};

/** The rows that outcomes are joined to; `eventAt` is their event time, quoted. */
export type LabelledRows = {
  dialect: Dialect;
  dataset: Dataset;
  fromSql: string;
  where: string;
  eventAt: string | null;
};

/**
 * FROM-text of the rows with the label of their keys as `mlmon_label`: the largest where there are several, and
 * `mlmon_disputed` is 1 where these differ.
 */
export function joinLabelsSql(rows: LabelledRows, labels: LabelTable, labelColumn: string): string {
  const { dialect, fromSql, where } = rows;
  const keys = listKeys(rows, labels);
  // Unqualified, a column that the outcomes lack would be the predictions' own: a join may look sideways.
  const label = knownSql(`t.${dialect.ident(labelColumn)}`, typeOfColumn(labels.dataset, labelColumn));
  const once = `SELECT ${keys.map(({ outcome }, i) => `${outcome} AS mlmon_key${i}`).join(', ')}, max(${label}) AS mlmon_label,
    CASE WHEN min(${label}) <> max(${label}) THEN 1 ELSE 0 END AS mlmon_disputed
    FROM ${labels.dataset.fromSql} AS t GROUP BY ${keys.map(({ outcome }) => outcome).join(', ')}`;
  const on = keys.map(({ row }, i) => `${row} = l.mlmon_key${i}`).join(' AND ');
  return `(SELECT p.*, l.mlmon_label, l.mlmon_disputed FROM (SELECT * FROM ${fromSql} AS s WHERE ${where}) AS p
    LEFT JOIN (${once}) AS l ON ${on})`;
}

/** SQL of a label, NULL where it is NaN: no outcome, though the largest of all, which would hide the one that comes later. */
export function knownSql(label: string, type: string): string {
  return isFloatType(type) ? `CASE WHEN NOT isnan(${label}) THEN ${label} END` : label;
}

function listKeys(rows: LabelledRows, { dataset, on, at }: LabelTable): { row: string; outcome: string }[] {
  const { dialect, eventAt } = rows;
  const keys = on.map((name) => {
    const [row, outcome] = [`p.${dialect.ident(name)}`, `t.${dialect.ident(name)}`];
    const [rowType, outcomeType] = [typeOfColumn(rows.dataset, name), typeOfColumn(dataset, name)];
    // An engine reads the texts as numbers, and stops at the first that is none.
    if (isTextType(rowType) === isTextType(outcomeType)) return { row, outcome };
    return { row: textSql(row, rowType), outcome: textSql(outcome, outcomeType) };
  });
  if (at === null || eventAt === null) return keys;
  const sliceOf = (seconds: string) => `CAST(floor((${seconds}) / ${GRAIN_MS[at.grain] / 1000}e0) AS BIGINT)`;
  const happened = dialect.epochSeconds(`t.${dialect.ident(at.column)}`);
  const row = sliceOf(dialect.epochSeconds(`p.${eventAt}`));
  return [...keys, { row, outcome: sliceOf(`${happened} - ${Math.round(at.delayMs / 1000)}`) }];
}
