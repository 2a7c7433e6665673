import type { DriftMethodName, DriftSettings } from '../monitors/types.ts';

/** The methods that rules ask of a column by name. A column may be called `constructor`, and every object has that. */
export function listAsked({ asked }: DriftSettings, column: string): readonly DriftMethodName[] {
  return Object.hasOwn(asked, column) ? asked[column]! : [];
}
