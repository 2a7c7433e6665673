import type { Log } from '../log.ts';
import { isFatalAuthError, PERMANENT_ERRORS, slackErrorCode } from '../slack/errors.ts';
import { EXIT_CONFIG, EXIT_FAILURE } from './exit-codes.ts';

type ProcessEvents = {
  on(event: 'unhandledRejection', listener: (reason: unknown) => void): unknown;
  off(event: 'unhandledRejection', listener: (reason: unknown) => void): unknown;
};

export type ProcessGuardOptions = { log: Log; exit(code: number): void; process?: ProcessEvents };

/**
 * Slack's packages let some failures of a connection escape as unhandled rejections, which would end the process:
 * those are logged and survived. A token that Slack refuses ends it with words; so does anything unknown, as by default.
 * Returns how to take the guard away.
 */
export function guardProcess(options: ProcessGuardOptions): () => void {
  const target = options.process ?? process;
  const listener = (reason: unknown) => handleRejection(reason, options);
  target.on('unhandledRejection', listener);
  return () => void target.off('unhandledRejection', listener);
}

function handleRejection(reason: unknown, { log, exit }: ProcessGuardOptions): void {
  if (isFatalAuthError(reason)) reportFatalAuth(reason, log, exit);
  else if (isSlackConnectionFailure(reason)) log.error({ err: reason }, 'A Slack connection failed, mlmon goes on');
  else {
    log.fatal({ err: reason }, 'A failure that nobody expected, mlmon ends');
    exit(EXIT_FAILURE);
  }
}

/** Says why no retry can help, and ends. */
export function reportFatalAuth(error: unknown, log: Log, exit: (code: number) => void): void {
  const code = slackErrorCode(error) ?? 'unknown';
  log.fatal({ slackError: code, hint: PERMANENT_ERRORS[code] ?? null }, `Slack refuses mlmon: ${code}`);
  exit(EXIT_CONFIG);
}

function isSlackConnectionFailure(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false;
  const code = 'code' in reason ? String(reason.code) : '';
  if (code.startsWith('slack_webapi_') || code.startsWith('slack_socket_mode_')) return true;
  return reason.stack?.includes('@slack/socket-mode') ?? false;
}
