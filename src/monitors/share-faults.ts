import type { Fault } from './faults.ts';
import { isAtMostOne } from './metric-names.ts';
import type { PlacedRule } from './rules.ts';

/** Limits that were written in percent, or in points: a rule with one holds always or never. */
export function findShareFaults(placed: readonly PlacedRule[]): Fault[] {
  return placed.flatMap(({ condition, path }) =>
    condition.comparisons.flatMap(({ subject, threshold }) => {
      if (subject.kind !== 'metric' || threshold <= 1 || !isAtMostOne(subject.name)) return [];
      const example =
        threshold <= 100 ? `${Number((threshold / 100).toPrecision(12))} for ${threshold} %` : 'a share of 1';
      const message = `${subject.name} is never above 1; write ${example}`;
      return [{ path, message: `condition ${JSON.stringify(condition.source)}: ${message}` }];
    }),
  );
}
