import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id as Slack makes them: one letter of kind and capital letters and digits, e.g. F07QK2M9XAB. */
export function makeId(prefix: string, length = 10): string {
  return prefix + pickCharacters(length);
}

/** What Slack gives a block or an element that came without an id. */
export function makeShortId(): string {
  return pickCharacters(5);
}

/** A token that cannot be guessed, for upload, response and socket addresses. */
export function makeSecret(): string {
  return randomBytes(18).toString('base64url');
}

function pickCharacters(length: number): string {
  return [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
