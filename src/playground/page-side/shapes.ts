import * as z from 'zod';
import { PageError } from '../page-error.ts';

const ID = z.string().min(1).max(255);
const TEXT = z.string().max(40_000);
const VALUE = z.looseObject({ type: z.string() });
const STATE = z.record(z.string(), z.record(z.string(), VALUE));
const CONTAINER = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), channel: ID, ts: ID }),
  z.object({ type: z.literal('view'), viewId: ID }),
]);

/** What the page may post, by route. */
export const SHAPES = {
  message: z.object({ channel: ID, text: TEXT, threadTs: ID.optional(), isBroadcast: z.boolean().optional() }),
  command: z.object({ channel: ID, text: TEXT }),
  action: z.object({
    container: CONTAINER,
    action: z.looseObject({ type: z.string(), action_id: ID, block_id: ID }),
    state: STATE.optional(),
  }),
  options: z.object({ container: CONTAINER, block_id: ID, action_id: ID, value: TEXT }),
  submit: z.object({ viewId: ID, state: STATE }),
  close: z.object({ viewId: ID, isCleared: z.boolean() }),
  react: z.object({ channel: ID, ts: ID, name: z.string().regex(/^:?[a-z0-9_+'-]+:?$/) }),
  home: z.unknown(),
} as const;

/** @throws PageError invalid_input naming the field. */
export function parseInput(name: keyof typeof SHAPES, value: unknown): unknown {
  const parsed = SHAPES[name].safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PageError(
    'invalid_input',
    `Cannot read ${issue?.path.join('.') || 'the request'}: ${issue?.message ?? 'wrong shape'}`,
  );
}
