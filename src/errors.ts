import { randomBytes } from 'node:crypto';

/** What kind of failure it is; callers branch on it and Slack and the command line word it. */
export type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'conflict'
  | 'not_allowed'
  | 'locked'
  | 'config'
  | 'reference_not_found'
  | 'dataset_not_found'
  | 'permission_denied'
  | 'metric_not_supported'
  | 'compute_unavailable'
  | 'timeout'
  | 'cancelled'
  | 'delivery'
  | 'internal';

/**
 * A failure that a person can act on. `message` says what failed in words for the user, `hint` the next step;
 * `cause` is for the log alone.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint ?? null;
  }
}

/** A statement that gives more rows than may be fetched; one of fewer slices or columns gives fewer. */
export class TooManyRowsError extends AppError {
  constructor(maxRows: number) {
    super('invalid_input', `Cannot fetch the result: it has more than ${maxRows} rows`, {
      hint: 'Aggregate in SQL, or take a shorter window or fewer columns.',
    });
    this.name = 'TooManyRowsError';
  }
}

/** A notification that could not be delivered; `isPermanent` ends the attempts, `retryAfterMs` is the receiver's own wish. */
export class DeliveryError extends AppError {
  readonly isPermanent: boolean;
  readonly retryAfterMs: number | null;
  /** true when the receiver may have accepted the message although no answer came back. */
  readonly isUnclear: boolean;

  constructor(
    message: string,
    options: { isPermanent: boolean; isUnclear?: boolean; retryAfterMs?: number; cause?: unknown; hint?: string },
  ) {
    super('delivery', message, options);
    this.name = 'DeliveryError';
    this.isPermanent = options.isPermanent;
    this.isUnclear = options.isUnclear ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** What SQLite and Node say of the machine around them, by the beginning of their code; nothing of a transaction is kept. */
const MACHINE_FAULTS: readonly { code: RegExp; as: ErrorCode; message: string; hint: string }[] = [
  {
    code: /^SQLITE_(BUSY|LOCKED)/,
    as: 'locked',
    message: "Another program holds mlmon's database",
    hint: 'Let it end, or close it, and try again; MLMON_DB or --db names the file',
  },
  {
    code: /^SQLITE_FULL/,
    as: 'config',
    message: "The disk of mlmon's database is full",
    hint: 'Make room there and try again; what was stored before is kept',
  },
  {
    code: /^SQLITE_(READONLY|PERM|CANTOPEN|IOERR)/,
    as: 'config',
    message: "mlmon's database cannot be read or written",
    hint: 'Check the disk, and that the user of mlmon may write the file and its folder; MLMON_DB or --db names it',
  },
  {
    code: /^SQLITE_(CORRUPT|NOTADB)/,
    as: 'config',
    message: "mlmon's database is damaged",
    hint: 'Check the disk, and put the newest file of `mlmon backup` in its place',
  },
  {
    code: /^EADDRINUSE$/,
    as: 'conflict',
    message: 'Another program listens on port',
    hint: 'Let it end, or take another port: --port, and MLMON_PORT of the bot',
  },
  {
    code: /^ENOSPC$/,
    as: 'config',
    message: 'The disk is full',
    hint: 'Make room there and try again',
  },
];

/** Anything that was thrown, as an AppError: an unknown failure becomes `internal` and keeps its cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const fault = MACHINE_FAULTS.find((one) => one.code.test(code));
  if (fault !== undefined) {
    const port = error instanceof Error && 'port' in error ? ` ${error.port}` : '';
    return new AppError(fault.as, `${fault.message}${port}`, { cause: error, hint: fault.hint });
  }
  return new AppError('internal', 'Something went wrong inside mlmon', { cause: error });
}

const references = new WeakMap<object, string>();

/**
 * A short id that stands both in the user's message and in the log line, so that one finds the other. A failure keeps its
 * id through every place that it passes; `isNew` where it is told for the first time.
 */
export function referenceOf(error: unknown): { referenceId: string; isNew: boolean } {
  const isObject = typeof error === 'object' && error !== null;
  const known = isObject ? references.get(error) : undefined;
  const referenceId = known ?? randomBytes(4).toString('hex');
  if (isObject) references.set(error, referenceId);
  return { referenceId, isNew: known === undefined };
}
