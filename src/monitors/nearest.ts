import { distance } from 'fastest-levenshtein';

/** More letters than this apart, and a suggestion confuses more than it helps. */
const MAX_DISTANCE = 3;

/**
 * The known name that was probably meant: one that begins with, ends with or contains the given text, else the one
 * the fewest letters away (at most 3, and less than half of the text); null where nothing is near.
 */
export function findNearest(given: string, known: Iterable<string>): string | null {
  return findNearestFew(given, known, 1)[0] ?? null;
}

/** Up to `limit` near names, nearest first. */
export function findNearestFew(given: string, known: Iterable<string>, limit: number): string[] {
  const wanted = normalize(given);
  if (wanted === '' || wanted.length > 200) return [];
  return [...known]
    .map((name) => ({ name, score: score(wanted, normalize(name)) }))
    .filter((one) => one.score !== null)
    .sort((a, b) => Number(a.score) - Number(b.score) || a.name.length - b.name.length || a.name.localeCompare(b.name))
    .slice(0, limit)
    .map((one) => one.name);
}

function score(wanted: string, name: string): number | null {
  const letters = distance(wanted, name);
  const allowed = Math.min(MAX_DISTANCE, Math.ceil(wanted.length / 2) - 1);
  if (letters <= Math.min(1, allowed)) return letters;
  if (wanted.length >= 2 && name.startsWith(wanted)) return 1.5;
  if (wanted.length >= 3 && (name.includes(wanted) || (name.length >= 3 && wanted.includes(name)))) return 1.75;
  return letters <= allowed ? letters : null;
}

function normalize(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]+/g, '_');
}

/** "a", "a or b", "a, b or c". */
export function joinOr(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
