import { type Measured, measureAll, measureAllSegments } from '../checks/index.ts';
import type { CheckInput } from '../checks/types.ts';

/** Every check of a monitor, asked of the whole and of each segment. */
export type Measure = (input: CheckInput) => Promise<Measured>;

/** On the thread that calls: for commands that run and end, where nobody else waits. */
export const measureHere: Measure = async (input) => {
  const whole = measureAll(input);
  const segments = await measureAllSegments(input);
  return {
    measurements: [...whole.measurements, ...segments.measurements],
    failures: [...whole.failures, ...segments.failures],
  };
};
