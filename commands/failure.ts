import type { Context } from '../src/context.ts';
import { referenceOf, toAppError } from '../src/errors.ts';
import type { Message } from '../views/blocks.ts';
import { renderError } from '../views/replies.ts';

/** Logs who met a failure under its reference id, with its cause where that was not logged yet; gives the words for the user. */
export function describeFailure(ctx: Context, error: unknown, about: Record<string, string>): Message {
  const { referenceId, isNew } = referenceOf(error);
  const known = toAppError(error);
  const level = known.code === 'internal' ? 'error' : 'info';
  ctx.log[level]({ ...(isNew ? { err: error } : {}), referenceId, ...about }, known.message);
  return renderError(known, referenceId);
}
