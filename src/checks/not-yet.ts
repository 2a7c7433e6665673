import type { Monitor } from '../monitors/types.ts';
import { makeUnknown } from './measurement.ts';
import type { Check, CheckName } from './types.ts';

/** A key of the language that this version reads and cannot measure: it says so in every run instead of nothing. */
export function describeUnmeasured(
  name: CheckName,
  key: string,
  summary: string,
  isConfigured: (monitor: Monitor) => boolean,
): Check {
  return {
    name,
    summary,
    isConfigured,
    measure: () => [makeUnknown(name, name, `${key} is understood but not measured by this version`)],
  };
}
