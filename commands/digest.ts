import { previewDigest, setDigest } from '../src/digest/verbs.ts';
import { AppError } from '../src/errors.ts';
import { renderDigestPreview, renderDigestSet } from '../views/digest.ts';
import type { Command } from './command.ts';

const WORDS = ['on', 'off', 'daily', 'weekly', 'monthly'] as const;
type Word = (typeof WORDS)[number];

export const digest: Command = {
  name: 'digest',
  args: '[on, off, daily, weekly or monthly] [at 09:00]',
  summary: "This channel's summary as it would be now, or when it is posted",
  examples: ['/mlmon digest', '/mlmon digest weekly', '/mlmon digest daily at 08:30', '/mlmon digest off'],
  async run({ ctx, args, userId, channelId, reply }) {
    const wish = parseWish(args);
    if (wish === null) return reply(renderDigestPreview(previewDigest(ctx, channelId)));
    const { plan, nextAt } = setDigest(ctx, { channelId, by: userId, ...wish });
    return reply(renderDigestSet(plan, nextAt));
  },
};

/** "weekly at 8:30", in any order; null where nothing was asked for. @throws AppError invalid_input */
function parseWish(args: readonly string[]): { cadence: Word | null; time: string | null } | null {
  const words = args.map((word) => word.toLowerCase()).filter((word) => word !== 'at');
  if (words.length === 0) return null;
  const times = words.filter((word) => /^\d{1,2}:\d{2}$/.test(word));
  const cadences = words.filter((word): word is Word => (WORDS as readonly string[]).includes(word));
  const strange = words.find((word) => !times.includes(word) && !(cadences as readonly string[]).includes(word));
  if (strange !== undefined) throw refuse(`"${strange}" is neither a cadence nor a time`);
  if (times.length > 1 || cadences.length > 1) throw refuse('more than one was named');
  const time = times[0]?.padStart(5, '0') ?? null;
  if (time !== null && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw refuse(`"${times[0]}" is no time of day`);
  return { cadence: cadences[0] ?? null, time };
}

function refuse(what: string): AppError {
  return new AppError('invalid_input', `Cannot change the digest: ${what}`, {
    hint: 'Type `/mlmon digest daily at 09:00`, with `weekly`, `monthly`, `on` or `off` for `daily`',
  });
}
