/** A request's body as Slack sends it; what is in it depends on what happened. */
export type RequestBody = Readonly<Record<string, unknown>>;

export type RequestKind = 'event' | 'command' | 'action' | 'shortcut' | 'options' | 'view' | 'other';

export function requestKind(body: RequestBody): RequestKind {
  if (typeof body.event === 'object' && body.event !== null) return 'event';
  if (typeof body.command === 'string') return 'command';
  switch (body.type) {
    case 'block_actions':
    case 'interactive_message':
    case 'workflow_step_edit':
      return 'action';
    case 'shortcut':
    case 'message_action':
      return 'shortcut';
    case 'block_suggestion':
      return 'options';
    case 'view_submission':
    case 'view_closed':
      return 'view';
    default:
      return 'other';
  }
}

/**
 * What two copies of one request have in common, or null. A message is known by its place: Slack has been seen to
 * announce one message by several events with ids of their own.
 */
export function findRequestId(body: RequestBody, properties: RequestBody | undefined): string | null {
  const event = body.event as RequestBody | undefined;
  if (event && (event.type === 'message' || event.type === 'app_mention')) {
    const { type, subtype, channel, ts } = event as Readonly<Record<string, string>>;
    if (channel && ts) return ['message', type, subtype ?? '', channel, ts].join(':');
  }
  const id = body.event_id ?? (requestKind(body) === 'options' ? undefined : body.trigger_id);
  if (typeof id === 'string') return id;
  const envelope = properties?.envelopeId;
  return typeof envelope === 'string' ? envelope : null;
}

/** Where the person who caused the request is, for an answer that only they see. */
export type Whereabouts = {
  userId: string | null;
  channelId: string | null;
  threadTs: string | null;
  responseUrl: string | null;
  isHome: boolean;
};

export function findWhereabouts(body: RequestBody): Whereabouts {
  const event = asRecord(body.event);
  const container = asRecord(body.container);
  const message = asRecord(body.message);
  const view = asRecord(body.view);
  return {
    userId: asText(asRecord(body.user).id ?? body.user_id ?? event.user),
    channelId: asText(asRecord(body.channel).id ?? body.channel_id ?? event.channel ?? container.channel_id),
    threadTs: asText(event.thread_ts ?? message.thread_ts),
    responseUrl: asText(body.response_url),
    isHome: view.type === 'home' || event.tab === 'home',
  };
}

/** The first input of a dialog, where an error can stand without losing what was typed. */
export function findFirstInput(body: RequestBody): string | null {
  const blocks = asRecord(body.view).blocks;
  if (!Array.isArray(blocks)) return null;
  const input = blocks.map(asRecord).find((block) => block.type === 'input');
  return asText(input?.block_id);
}

function asRecord(value: unknown): RequestBody {
  return typeof value === 'object' && value !== null ? (value as RequestBody) : {};
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
