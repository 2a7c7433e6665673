import { findNearest } from '../monitors/nearest.ts';

/** `Did you mean "x"?`, or the known names, or nothing where there are none. */
export function suggestionText(name: string, known: readonly string[]): string {
  const near = findNearest(name, known);
  if (near !== null) return `Did you mean "${near}"?`;
  if (known.length === 0) return '';
  const listed = known.slice(0, 12).join(', ');
  return `There are: ${listed}${known.length > 12 ? `, and ${known.length - 12} more` : ''}.`;
}
