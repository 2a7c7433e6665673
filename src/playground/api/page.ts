import { SlackError } from '../slack-error.ts';
import type { Args } from './args.ts';

export type Slice<T> = { items: T[]; hasMore: boolean; nextCursor: string };

/** One page of a list by `cursor` and `limit`. A cursor is opaque to the caller and refused when it is not ours. */
export function paginate<T>(items: readonly T[], args: Args, limits: { fallback: number; max: number }): Slice<T> {
  const limit = args.integer('limit', limits.fallback, { min: 1, max: limits.max });
  const start = readCursor(args.text('cursor'));
  const hasMore = start + limit < items.length;
  const nextCursor = hasMore ? Buffer.from(`next:${start + limit}`).toString('base64') : '';
  return { items: items.slice(start, start + limit), hasMore, nextCursor };
}

function readCursor(cursor: string | null): number {
  if (cursor === null) return 0;
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  if (match === null) throw new SlackError('invalid_cursor');
  return Number(match[1]);
}
