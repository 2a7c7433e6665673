import { inspect } from 'node:util';
import { EXIT_CONFIG } from '../app/exit-codes.ts';
import { type AppError, toAppError } from '../errors.ts';

/** Exit codes of every mlmon command. */
export const EXIT = {
  ok: 0,
  error: 1,
  breach: 2,
} as const;

export const EXIT_CODES: readonly { code: number; meaning: string }[] = [
  { code: EXIT.ok, meaning: 'Everything ran and nothing is outside its limits' },
  { code: EXIT.error, meaning: 'The command could not do its work; the reason is on standard error' },
  { code: EXIT.breach, meaning: '`mlmon run`: a measurement is outside its limit, or a rule holds' },
  { code: EXIT_CONFIG, meaning: '`mlmon start`: Slack refuses the tokens; another start needs another configuration' },
];

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Progress and complaints go to standard error, so that standard output stays what was asked for. */
export function printError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What failed and what to do; the cause too where the failure is mlmon's own. */
export function describeError(error: unknown): string {
  const known: AppError = toAppError(error);
  const hint = known.hint === null ? '' : `\n${known.hint}`;
  const cause = known.code === 'internal' ? `\n${inspect(known.cause)}` : '';
  return `mlmon: ${known.message}${hint}${cause}`;
}
