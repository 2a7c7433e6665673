import type { Monitor } from '../monitors/types.ts';

/** Importance by column, where the monitor says one. */
export function readImportance(monitor: Monitor): Record<string, number> {
  const columns = Object.entries(monitor.featureDrift?.columns ?? {});
  return Object.fromEntries(
    columns.flatMap(([name, { importance }]) => (importance === null ? [] : [[name, importance]])),
  );
}
