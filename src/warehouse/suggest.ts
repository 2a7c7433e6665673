import { distance } from 'fastest-levenshtein';

/** The known name nearest to a mistyped one, or null when none is near enough to be meant. */
export function suggestName(name: string, known: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const d = distance(wanted, candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** `Did you mean "x"?`, or the known names, or nothing where there are none. */
export function suggestionText(name: string, known: readonly string[]): string {
  const near = suggestName(name, known);
  if (near !== null) return `Did you mean "${near}"?`;
  if (known.length === 0) return '';
  const listed = known.slice(0, 12).join(', ');
  return `There are: ${listed}${known.length > 12 ? `, and ${known.length - 12} more` : ''}.`;
}
