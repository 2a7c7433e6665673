import type { AnyBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import { toUserError } from '../slack/errors.ts';
import { findFirstInput, findWhereabouts, type RequestBody, requestKind, type Whereabouts } from './request-body.ts';
import type { RequestState } from './requests.ts';

export type FailureMessage = { text: string; blocks?: AnyBlock[] };

/** Logs the cause under a fresh reference id and returns the words for the user, which hold that id. */
export type DescribeFailure = (error: unknown, about: Record<string, string>) => FailureMessage;

export type FailureHandlerOptions = {
  describeFailure: DescribeFailure;
  stateOf(body: object): RequestState | null;
  client: WebClient;
  log: Log;
};

/** What a listener threw reaches its user in words, wherever that user is. Never throws. */
export function createFailureHandler(options: FailureHandlerOptions) {
  return async (error: unknown, body: RequestBody): Promise<void> => {
    const state = options.stateOf(body);
    if (state !== null) state.hasFailed = true;
    const cause = unwrapError(error);
    const { userId, channelId } = findWhereabouts(body);
    const about = { request: requestKind(body), ...(userId ? { userId } : {}), ...(channelId ? { channelId } : {}) };
    const message = options.describeFailure(toUserError(cause) ?? cause, about);
    try {
      await tell(options, body, state, message);
    } catch (problem) {
      options.log.error({ err: problem, ...about }, 'A user could not be told about a failure');
    }
  };
}

async function tell(
  { client }: FailureHandlerOptions,
  body: RequestBody,
  state: RequestState | null,
  message: FailureMessage,
): Promise<void> {
  const kind = requestKind(body);
  if (state !== null && !state.isAcknowledged) {
    await state.acknowledge(
      kind === 'view' ? answerDialog(body, message) : kind === 'options' ? { options: [] } : undefined,
    );
    if (kind === 'view' || kind === 'options') return;
  }
  const where = findWhereabouts(body);
  if (where.responseUrl !== null && (await respond(where.responseUrl, message))) return;
  await tellByMessage(client, where, message);
}

/** The error under the first input keeps what was typed; a dialog without inputs shows it in its place. */
function answerDialog(body: RequestBody, message: FailureMessage): unknown {
  if (body.type === 'view_closed') return undefined;
  const input = findFirstInput(body);
  if (input !== null) return { response_action: 'errors', errors: { [input]: message.text.slice(0, 2000) } };
  const view = {
    type: 'modal',
    title: { type: 'plain_text', text: 'That did not work' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: toBlocks(message),
  };
  return { response_action: 'update', view };
}

async function respond(url: string, message: FailureMessage): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...message, response_type: 'ephemeral', replace_original: false }),
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function tellByMessage(client: WebClient, where: Whereabouts, message: FailureMessage): Promise<void> {
  const { userId, channelId, threadTs } = where;
  if (userId === null) return;
  const content = { text: message.text, blocks: toBlocks(message) };
  if (where.isHome) await client.views.publish({ user_id: userId, view: { type: 'home', blocks: content.blocks } });
  else if (channelId !== null) {
    const thread = threadTs === null ? {} : { thread_ts: threadTs };
    await client.chat.postEphemeral({ channel: channelId, user: userId, ...thread, ...content });
  } else await client.chat.postMessage({ channel: userId, ...content });
}

function toBlocks(message: FailureMessage): AnyBlock[] {
  return message.blocks ?? [{ type: 'section', text: { type: 'plain_text', text: message.text.slice(0, 3000) } }];
}

/** What was really thrown: Bolt wraps errors of one listener, and of several at once, in its own. */
export function unwrapError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { original, originals } = error as { original?: unknown; originals?: readonly unknown[] };
  const isBolt = 'code' in error && String(error.code).startsWith('slack_bolt_');
  if (!isBolt) return error;
  return original ?? originals?.[0] ?? error;
}
