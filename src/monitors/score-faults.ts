import type { Fault } from './faults.ts';
import type { MonitorInput } from './schema/monitor.ts';
import type { Monitor } from './types.ts';

/** More classes would be more than a run should fetch. */
const MOST_CLASSES = 100;

/** What score_columns cannot mean: too few classes, too many, a column of two classes, and settings of a single score beside it. */
export function findScoreFaults(input: MonitorInput, { problemType, scoreColumns }: Monitor): Fault[] {
  if (input.score_columns === undefined) return [];
  const given = `got ${scoreColumns.map(({ label }) => JSON.stringify(label)).join(', ') || 'no class'}`;
  const whole = [
    ...(problemType === 'regression' ? ['it is for classification; take it out, or set problem_type'] : []),
    ...(input.score_column === undefined
      ? []
      : [`it stands beside score_column: ${JSON.stringify(input.score_column)}; keep one of the two`]),
    ...(input.positive_label === undefined
      ? []
      : [`it stands beside positive_label: ${input.positive_label}, which is for one score; keep one of the two`]),
    ...(scoreColumns.length < 3
      ? [`${given}: expected three classes or more; of two, name one as positive_label and its column as score_column`]
      : []),
    ...(scoreColumns.length > MOST_CLASSES
      ? [`got ${scoreColumns.length} classes: expected at most ${MOST_CLASSES}; leave out the rarest`]
      : []),
  ];
  const twice = scoreColumns.flatMap(({ label, column }, i) => {
    const first = scoreColumns.findIndex((other) => other.column === column);
    const message = `got ${JSON.stringify(column)}, the column of ${JSON.stringify(scoreColumns[first]!.label)}: expected one of its own`;
    return first === i ? [] : [{ path: ['score_columns', label], message }];
  });
  return [...whole.map((message) => ({ path: ['score_columns'], message })), ...twice];
}
