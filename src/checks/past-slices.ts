import type { Monitor } from '../monitors/types.ts';
import type { PastSlice } from './types.ts';

/** Columns that some check looks at slice by slice; every other check asks for the window as a whole. */
function listSliceColumns({ anomalyRate, summary, predictionColumn }: Monitor): string[] {
  const names = [anomalyRate?.column, summary === null ? null : predictionColumn];
  return names.filter((name): name is string => typeof name === 'string');
}

/** Slices as checks are given them: a month of whole ones would be most of what travels to another thread. */
export function narrowSlices(monitor: Monitor, slices: readonly PastSlice[]): PastSlice[] {
  const names = listSliceColumns(monitor);
  return slices.map(({ at, profile }) => {
    const columns = names.flatMap((name) => {
      const column = profile.columns[name];
      return column === undefined ? [] : [[name, column] as const];
    });
    return { at, profile: { rows: profile.rows, columns: Object.fromEntries(columns) } };
  });
}
