import { type Logger, pino } from 'pino';
import type { Config } from '../config.ts';

/** The log goes to standard error as JSON lines: standard output belongs to the command. */
export function createLog(level: NonNullable<Config['logLevel']>): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
