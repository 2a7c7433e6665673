import type { Token } from './expression-tokens.ts';

/** What a word stands for in a comparison: TRUE, FALSE and BOOLEAN columns, or numbers and their columns; null: neither. */
export type Compared = 'truth' | 'number' | null;

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '!=']);
/** Between these, a comparison of two words is one by itself. */
const BEFORE: ReadonlySet<string> = new Set(['(', ',', 'CASE', 'WHEN', 'THEN', 'ELSE', 'WHERE', 'NOT', 'AND', 'OR']);
const AFTER: ReadonlySet<string> = new Set([')', ',', 'WHEN', 'THEN', 'ELSE', 'END', 'AND', 'OR']);

/**
 * Places of the truths that are compared with a number, as in `prediction = true` where predictions are 0 and 1. DuckDB
 * takes such a truth for 0 or 1, which Spark does only if it is written.
 */
export function findTruths(tokens: readonly Token[], compared: (token: Token, place: number) => Compared): Set<number> {
  const found = new Set<number>();
  for (const [place, { kind, text }] of tokens.entries()) {
    if (kind !== 'sign' || !COMPARISONS.has(text) || !isAlone(tokens, place)) continue;
    const kindAt = (at: number) => (tokens[at] === undefined ? null : compared(tokens[at], at));
    const sides = [place - 1, place + 1];
    const truths = sides.filter((at) => kindAt(at) === 'truth');
    if (truths.length === 1 && sides.some((at) => kindAt(at) === 'number')) found.add(truths[0]!);
  }
  return found;
}

/** Does nothing but one word on either side belong to this comparison? */
function isAlone(tokens: readonly Token[], place: number): boolean {
  const before = tokens[place - 2];
  // The AND of BETWEEN binds more tightly than a comparison.
  const isAmbiguous = before?.text.toUpperCase() === 'AND' && hasBetween(tokens.slice(0, place));
  return isOneOf(BEFORE, before) && isOneOf(AFTER, tokens[place + 2]) && !isAmbiguous;
}

function hasBetween(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind, text }) => kind === 'word' && text.toUpperCase() === 'BETWEEN');
}

/** The end of the expression is one, too. */
function isOneOf(texts: ReadonlySet<string>, token: Token | undefined): boolean {
  if (token === undefined) return true;
  return (token.kind === 'sign' || token.kind === 'word') && texts.has(token.text.toUpperCase());
}
