import type { Monitor } from '../monitors/types.ts';
import type { PastProfile, PastSlice } from './types.ts';

/** Columns that some check looks at slice by slice; every other check asks for the window as a whole. */
function listSliceColumns({ anomalyRate, summary, predictionColumn }: Monitor): string[] {
  const names = [anomalyRate?.column, summary === null ? null : predictionColumn];
  return names.filter((name): name is string => typeof name === 'string');
}

/** Slices as checks are given them: a month of whole ones would be most of what travels to another thread. */
export function narrowSlices(monitor: Monitor, slices: readonly PastSlice[]): PastSlice[] {
  const names = listSliceColumns(monitor);
  return slices.map(({ at, profile }) => {
    const whole = narrowProfile(profile, names);
    if (monitor.anomalyRate === null || profile.segments === undefined) return { at, profile: whole };
    const segments = Object.entries(profile.segments).map(([name, one]) => [name, narrowProfile(one, names)] as const);
    return { at, profile: { ...whole, segments: Object.fromEntries(segments) } };
  });
}

function narrowProfile(profile: PastProfile, names: readonly string[]): PastProfile {
  const columns = names.flatMap((name) => {
    const column = profile.columns[name];
    return column === undefined ? [] : [[name, column] as const];
  });
  return { rows: profile.rows, columns: Object.fromEntries(columns) };
}
