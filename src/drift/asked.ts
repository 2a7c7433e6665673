import type { DriftMethodName, DriftSettings, KindDriftSettings } from '../monitors/types.ts';
import type { ColumnPair } from './types.ts';

/** The methods that rules ask of a column by name. A column may be called `constructor`, and every object has that. */
export function listAsked({ asked }: DriftSettings, column: string): readonly DriftMethodName[] {
  return Object.hasOwn(asked, column) ? asked[column]! : [];
}

/** What is asked of a column: each setting is its own, else that of all columns of its kind, else that of the check. */
export function settingsOf(
  settings: DriftSettings,
  column: string,
  kind: ColumnPair['kind'] | null,
): KindDriftSettings {
  const own = Object.hasOwn(settings.columns, column) ? settings.columns[column] : undefined;
  const ofKind = kind === null ? undefined : settings.kinds[kind];
  return {
    driftMethods: own?.driftMethods ?? ofKind?.driftMethods ?? settings.driftMethods,
    threshold: own?.threshold ?? ofKind?.threshold ?? settings.threshold,
    pValue: own?.pValue ?? ofKind?.pValue ?? settings.pValue,
  };
}
