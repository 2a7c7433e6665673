import type { Dialect } from '../warehouse/types.ts';

/**
 * Rows (`keys`..., packed) out of rows (`keys`..., number, n): all numbered counts of a group as one text, "3:17,9:2", or
 * with a `sum` beside each, "3:17:0.5,9:2:1.25". A count takes nine bytes this way, and twenty as a row of its own. Rows
 * whose number is NULL are left out. `also`: further aggregates of each group.
 */
export function packSql(
  dialect: Dialect,
  sql: string,
  { keys, number, sum, also = [] }: { keys: string; number: string; sum?: string; also?: readonly string[] },
): string {
  const parts = sum === undefined ? [number, 'n'] : [number, 'n', sum];
  // NULL beside a text is NULL on every engine, where concat() of one of them leaves NULL out; NULL is in no list.
  const entry = parts.map((part) => `CAST(${part} AS string)`).join(" || ':' || ");
  const packed = [`${dialect.joinTexts(entry)} AS packed`, ...also].join(', ');
  return `SELECT ${keys}, ${packed} FROM (${sql}) AS p GROUP BY ${keys}`;
}

/** Shows each number with its count of a text that packSql made: there are tens of thousands where fine cells are counted. */
export function visitPacked(packed: unknown, visit: (number: number, count: number) => void): void {
  const text = packed === null || packed === undefined ? '' : String(packed);
  for (let at = 0; at < text.length; ) {
    const colon = text.indexOf(':', at);
    const comma = text.indexOf(',', colon);
    const end = comma === -1 ? text.length : comma;
    visit(Number(text.slice(at, colon)), Number(text.slice(colon + 1, end)));
    at = end + 1;
  }
}

/** The numbers, counts and sums of a text that packSql made with sums. A DOUBLE as text is the same number again. */
export function readPackedSums(packed: unknown): [number: number, count: number, sum: number][] {
  if (packed === null || packed === undefined || packed === '') return [];
  return String(packed)
    .split(',')
    .map((entry) => entry.split(':').map(Number) as [number, number, number]);
}
