import { distance } from 'fastest-levenshtein';
import type { Command } from './command.ts';

/** The command that a mistyped word most likely meant, or null when none is within three letters. */
export function nearestCommand(word: string, commands: readonly Command[]): string | null {
  const ranked = commands
    .map((command) => ({ name: command.name, letters: distance(word.toLowerCase(), command.name) }))
    .sort((a, b) => a.letters - b.letters);
  const best = ranked[0];
  return best && best.letters <= 3 && best.letters < best.name.length ? best.name : null;
}
