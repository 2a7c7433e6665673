import type { CheckInput, CheckName, Measurement } from '../checks/types.ts';
import { AppError, type ErrorCode } from '../errors.ts';

export type MeasureRequest = { id: number; input: CheckInput };

export type MeasureReply =
  | {
      id: number;
      kind: 'measured';
      measurements: Measurement[];
      failures: { check: CheckName; error: PackedError }[];
    }
  | { id: number; kind: 'failed'; error: PackedError };

/** An error as it travels between threads, which takes its class and its own fields from it. */
export type PackedError = {
  name: string;
  message: string;
  stack: string | null;
  cause: PackedError | null;
  /** Of an AppError. */
  app: { code: ErrorCode; hint: string | null } | null;
};

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: null, cause: null, app: null };
  return {
    name: error.name,
    message: error.message,
    stack: error.stack ?? null,
    cause: error.cause === undefined ? null : packError(error.cause),
    app: error instanceof AppError ? { code: error.code, hint: error.hint } : null,
  };
}

/** The error again, with the stack of the thread that it was thrown on. */
export function unpackError({ name, message, stack, cause, app }: PackedError): Error {
  const from = cause === null ? {} : { cause: unpackError(cause) };
  const error =
    app === null
      ? new Error(message, from)
      : new AppError(app.code, message, { ...from, ...(app.hint === null ? {} : { hint: app.hint }) });
  error.name = name;
  if (stack !== null) error.stack = stack;
  return error;
}
