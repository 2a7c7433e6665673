import type { Logger } from 'pino';

/** What mlmon writes to its log with. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const ignore = () => undefined;

/** For commands that say what they have to say on standard output. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, fatal: ignore };
