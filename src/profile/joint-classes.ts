import type { Dialect } from '../warehouse/types.ts';
import type { JointSource } from './plan-joint.ts';
import { IS_CLASS, IS_REST } from './types.ts';

/** The scores of one class, NULL where not finite. */
export type ScoredClass = { label: string; score: NonNullable<JointSource['score']> };

/** Scores are rounded where they are stored, and there may be a hundred of them. */
const ROUNDED = '0.02e0';

/** INT SQL: 1 where a row has a score of every class, and these are no shares of 1. */
export function improperSql(classes: readonly ScoredClass[]): string {
  const scores = classes.map(({ score }) => score.sql);
  // Far from 1 is far enough: sums of large scores may not fit a double, which DuckDB takes for an error.
  const near = scores.map((sql) => `least(2e0, greatest(-2e0, ${sql}))`);
  const isShare = `least(${near.join(', ')}) >= 0e0 AND abs(${near.join(' + ')} - 1e0) <= ${ROUNDED}`;
  return `CASE WHEN ${isCompleteSql(classes)} AND NOT (${isShare}) THEN 1 ELSE 0 END`;
}

/** The same rows once for each class, which stands against the rest. */
export function splitClasses(
  { disputed: _, ...joined }: JointSource,
  classes: readonly ScoredClass[],
): { label: string; joined: JointSource }[] {
  const { dialect } = joined.source;
  const known = classes.map(({ label }) => dialect.text(label)).join(', ');
  const isScored = `${isCompleteSql(classes)} AND (${joined.actual} IS NULL OR ${joined.actual} IN (${known}))`;
  return classes.map(({ label, score }) => ({
    label,
    joined: {
      ...joined,
      score: { ...score, sql: `CASE WHEN ${isScored} THEN ${score.sql} END` },
      predicted: againstRest(dialect, joined.predicted, label, known),
      actual: againstRest(dialect, joined.actual, label, known),
      disputed: null,
    },
  }));
}

function isCompleteSql(classes: readonly ScoredClass[]): string {
  return classes.map(({ score }) => `${score.sql} IS NOT NULL`).join(' AND ');
}

function againstRest(dialect: Dialect, sql: string, label: string, known: string): string {
  return `CASE WHEN ${sql} = ${dialect.text(label)} THEN '${IS_CLASS}' WHEN ${sql} IN (${known}) THEN '${IS_REST}' END`;
}
