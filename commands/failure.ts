import type { Context } from '../src/context.ts';
import { makeReferenceId, toAppError } from '../src/errors.ts';
import type { Message } from '../views/blocks.ts';
import { renderError } from '../views/replies.ts';

/** Logs the cause under a fresh reference id and returns the words for the user. */
export function describeFailure(ctx: Context, error: unknown, about: Record<string, string>): Message {
  const referenceId = makeReferenceId();
  const known = toAppError(error);
  const level = known.code === 'internal' ? 'error' : 'info';
  ctx.log[level]({ err: error, referenceId, ...about }, known.message);
  return renderError(known, referenceId);
}
