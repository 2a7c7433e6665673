import { DRIFT_METHOD_NAMES } from '../monitors/types.ts';
import { DRIFT_SUMMARIES } from './feature-drift.ts';
import { isOfSegment, type Measurement } from './types.ts';

/** What a rule's condition can ask about one run; null means unknown. */
export type MeasuredFacts = {
  /** By name: a metric of the run, or the largest value over the columns. */
  metrics: Readonly<Record<string, number | null>>;
  drift(method: string, column: string): number | null;
  /** How many measurements of a check are in breach; null where none of them is known. */
  breaches(check: string): number | null;
  /** In how many segments a check is in breach; null where it is known in none. */
  segments(check: string): number | null;
};

const DRIFT_METHODS: readonly string[] = DRIFT_METHOD_NAMES;
const SUMMARIES: readonly string[] = DRIFT_SUMMARIES;

/** The measurements of a run by the names that conditions use. */
export function readFacts(measurements: readonly Measurement[]): MeasuredFacts {
  const whole = measurements.filter(({ segment }) => segment === null);
  const isDrift = ({ metric, column }: Measurement): boolean => DRIFT_METHODS.includes(metric) && column !== null;
  const metrics: Record<string, number | null> = Object.create(null) as Record<string, number | null>;
  // A summary's words, such as mean, are those of any column.
  for (const one of whole)
    if (!isDrift(one) && one.check !== 'summary') metrics[one.metric] = larger(metrics[one.metric] ?? null, one.value);
  return {
    metrics,
    drift: (method, column) =>
      whole.find((one) => isDrift(one) && one.metric === method && one.column === column)?.value ?? null,
    breaches(check) {
      const own = measurements.filter(
        (one) => one.check === check && !isOfSegment(one) && !SUMMARIES.includes(one.metric),
      );
      if (own.every(({ state }) => state === 'unknown')) return null;
      return own.filter(({ state }) => state === 'breach').length;
    },
    segments(check) {
      const own = measurements.filter((one) => one.check === check && isOfSegment(one));
      if (own.every(({ state }) => state === 'unknown')) return null;
      return new Set(own.filter(({ state }) => state === 'breach').map(({ segment }) => segment)).size;
    },
  };
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
