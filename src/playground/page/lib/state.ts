import type { Boot, PageEvent, PageMessage, PageView, TrafficEntry } from '../../protocol.ts';

export type Place = { kind: 'channel'; id: string } | { kind: 'home'; tab: 'home' | 'messages' | 'about' };
export type Pane = { kind: 'thread'; channel: string; ts: string } | { kind: 'payloads' } | null;
/** A message of mine on its way; `error` is set when the server refused it. */
export type Pending = {
  id: string;
  channel: string;
  threadTs: string | null;
  text: string;
  isBroadcast: boolean;
  error: string | null;
};
/** What a request was made from, so that a failure shows where the reader looks. */
export type Origin =
  | { kind: 'message'; ts: string }
  | { kind: 'view'; id: string }
  | { kind: 'composer'; channel: string };
export type Failure = { id: number; message: string; requestId: string | null; origin: Origin | null };
export type Link = 'connecting' | 'live' | 'lost';

export type State = {
  boot: Boot | null;
  me: string;
  place: Place;
  pane: Pane;
  messages: Record<string, PageMessage[]>;
  hasMore: Record<string, boolean>;
  ephemerals: PageMessage[];
  pending: Pending[];
  failures: Failure[];
  requests: Record<string, Origin>;
  views: PageView[];
  home: PageView | null;
  traffic: TrafficEntry[];
  unread: Record<string, number>;
  /** ts -> how often the message changed in place; a new value starts the flash again. */
  updates: Record<string, number>;
  link: Link;
};

export type Step =
  | { type: 'booted'; boot: Boot; me: string }
  | { type: 'link'; link: Link }
  | { type: 'went'; place: Place }
  | { type: 'pane'; pane: Pane }
  | {
      type: 'loaded';
      channel: string;
      messages: PageMessage[];
      hasMore: boolean | null;
      isWhole: boolean;
      /** What was there when it was asked for. */
      asked: readonly PageMessage[];
    }
  | { type: 'pending'; pending: Pending }
  | { type: 'settled'; id: string; error: string | null }
  | { type: 'requested'; requestId: string; origin: Origin }
  | { type: 'failed'; message: string; origin: Origin | null }
  | { type: 'dismissed'; id: number }
  | { type: 'event'; event: PageEvent };

const TRAFFIC_KEPT = 200;

export function makeInitialState(me: string): State {
  return {
    boot: null,
    me,
    place: { kind: 'home', tab: 'home' },
    pane: null,
    messages: {},
    hasMore: {},
    ephemerals: [],
    pending: [],
    failures: [],
    requests: {},
    views: [],
    home: null,
    traffic: [],
    unread: {},
    updates: {},
    link: 'connecting',
  };
}

/** The page's only way to change: pure, so that tests can walk through any order of events. */
export function reduce(state: State, step: Step): State {
  switch (step.type) {
    case 'booted':
      return boot(state, step.boot, step.me);
    case 'link':
      return state.link === step.link ? state : { ...state, link: step.link };
    case 'went':
      return markRead(
        { ...state, place: step.place, pane: state.pane?.kind === 'thread' ? null : state.pane },
        step.place,
      );
    case 'pane':
      return { ...state, pane: step.pane };
    case 'loaded':
      return load(state, step);
    case 'pending':
      return { ...state, pending: [...state.pending.filter(({ id }) => id !== step.pending.id), step.pending] };
    case 'settled':
      return settle(state, step.id, step.error);
    case 'requested':
      return { ...state, requests: { ...state.requests, [step.requestId]: step.origin } };
    case 'failed':
      return fail(state, step.message, null, step.origin);
    case 'dismissed':
      return { ...state, failures: state.failures.filter(({ id }) => id !== step.id) };
    case 'event':
      return reduceEvent(state, step.event);
  }
}

function boot(state: State, next: Boot, me: string): State {
  const isOther = me !== state.me || state.boot === null;
  const unread = Object.fromEntries(next.channels.map((channel) => [channel.id, channel.unread]));
  const fresh = { ...state, boot: next, me, home: next.home, views: next.views, unread };
  if (!isOther) return markRead(fresh, state.place);
  const channel = next.channels.find((candidate) => candidate.id === placeChannel(state)) ?? pickChannel(next);
  const place: Place =
    state.boot !== null && state.place.kind === 'home'
      ? state.place
      : channel
        ? { kind: 'channel', id: channel.id }
        : state.place;
  return markRead({ ...fresh, messages: {}, hasMore: {}, pending: [], failures: [], place }, place);
}

function pickChannel(next: Boot): { id: string } | undefined {
  const open = next.channels.filter((channel) => !channel.isIm);
  return open.find((channel) => channel.isMember) ?? open[0];
}

function placeChannel(state: State): string | null {
  return state.place.kind === 'channel' ? state.place.id : null;
}

/** What events brought or took away while the answer was on its way is newer than the answer. */
function load(state: State, step: Extract<Step, { type: 'loaded' }>): State {
  const before = state.messages[step.channel] ?? [];
  const asked = new Map(step.asked.map((message) => [message.ts, message]));
  const there = new Set(before.map(({ ts }) => ts));
  const kept = step.isWhole
    ? before.filter((message) => message.threadTs !== null && message.threadTs !== message.ts)
    : before;
  const loaded = step.messages.filter(({ ts }) => there.has(ts) || !asked.has(ts));
  const came = before.filter((message) => asked.get(message.ts) !== message);
  const messages = { ...state.messages, [step.channel]: mergeMessages(mergeMessages(kept, loaded), came) };
  const hasMore = step.hasMore === null ? state.hasMore : { ...state.hasMore, [step.channel]: step.hasMore };
  return { ...state, messages, hasMore };
}

/** Union by ts, later wins, oldest first. ts are compared as text: Slack pads them. */
export function mergeMessages(before: readonly PageMessage[], added: readonly PageMessage[]): PageMessage[] {
  const byTs = new Map([...before, ...added].map((message) => [message.ts, message]));
  return [...byTs.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

function settle(state: State, id: string, error: string | null): State {
  if (error === null) return { ...state, pending: state.pending.filter((row) => row.id !== id) };
  return { ...state, pending: state.pending.map((row) => (row.id === id ? { ...row, error } : row)) };
}

function fail(state: State, message: string, requestId: string | null, origin: Origin | null): State {
  const id = (state.failures.at(-1)?.id ?? 0) + 1;
  const others = state.failures.filter((failure) => failure.message !== message || failure.requestId !== requestId);
  return { ...state, failures: [...others, { id, message, requestId, origin }].slice(-5) };
}

/** Where a failure belongs: the place its request came from, once both are known. */
export function originOf(state: State, failure: Failure): Origin | null {
  return failure.origin ?? (failure.requestId === null ? null : (state.requests[failure.requestId] ?? null));
}

function markRead(state: State, place: Place): State {
  if (place.kind !== 'channel') return state;
  return { ...state, unread: { ...state.unread, [place.id]: 0 } };
}

function reduceEvent(state: State, event: PageEvent): State {
  switch (event.type) {
    case 'message':
      return receive(state, event.message);
    case 'message_changed':
      return change(state, event.message);
    case 'message_deleted': {
      const kept = (state.messages[event.channel] ?? []).filter((message) => message.ts !== event.ts);
      return { ...state, messages: { ...state.messages, [event.channel]: kept } };
    }
    case 'ephemeral':
      return { ...state, ephemerals: mergeMessages(state.ephemerals, [event.message]) };
    case 'ephemeral_replaced': {
      const others = state.ephemerals.filter((message) => message.ts !== event.ts);
      return { ...state, ephemerals: event.message ? mergeMessages(others, [event.message]) : others };
    }
    case 'view_opened':
      return { ...state, views: [...state.views.slice(0, event.stackDepth - 1), event.view] };
    case 'view_updated':
      if (event.view.type === 'home') return { ...state, home: event.view };
      return { ...state, views: state.views.map((view) => (view.id === event.view.id ? event.view : view)) };
    case 'views_closed':
      return { ...state, views: state.views.slice(0, event.stackDepth) };
    case 'home':
      return { ...state, home: event.view };
    case 'channel':
      return withChannel(state, event);
    case 'app':
      return state.boot ? { ...state, boot: { ...state.boot, isAppConnected: event.isConnected } } : state;
    case 'failure':
      return fail(state, event.message, event.requestId, null);
    case 'traffic':
      return { ...state, traffic: [...state.traffic, event.entry].slice(-TRAFFIC_KEPT) };
  }
}

function receive(state: State, message: PageMessage): State {
  const { channel } = message;
  const messages = { ...state.messages, [channel]: mergeMessages(state.messages[channel] ?? [], [message]) };
  const mine =
    message.user === state.me
      ? state.pending.find((row) => row.channel === channel && row.threadTs === message.threadTs && row.error === null)
      : undefined;
  const pending = mine ? state.pending.filter((row) => row !== mine) : state.pending;
  const isReply = message.threadTs !== null && message.threadTs !== message.ts && !message.isBroadcast;
  const isSeen = isReply || message.user === state.me || isOpen(state, channel);
  const unread = isSeen ? state.unread : { ...state.unread, [channel]: (state.unread[channel] ?? 0) + 1 };
  return { ...state, messages, pending, unread };
}

function isOpen(state: State, channel: string): boolean {
  if (state.place.kind === 'channel') return state.place.id === channel;
  const opened = state.boot?.channels.find((candidate) => candidate.id === channel);
  return state.place.tab === 'messages' && opened?.isIm === true;
}

function change(state: State, message: PageMessage): State {
  const list = state.messages[message.channel] ?? [];
  const before = list.find(({ ts }) => ts === message.ts);
  const messages = { ...state.messages, [message.channel]: mergeMessages(list, [message]) };
  if (!before || readContent(before) === readContent(message)) return { ...state, messages };
  return { ...state, messages, updates: { ...state.updates, [message.ts]: (state.updates[message.ts] ?? 0) + 1 } };
}

/** Reactions and reply counts do not make a message "updated". */
function readContent({ text, blocks, attachments }: PageMessage): string {
  return JSON.stringify([text, blocks, attachments]);
}

function withChannel(state: State, event: Extract<PageEvent, { type: 'channel' }>): State {
  if (!state.boot) return state;
  const others = state.boot.channels.filter(({ id }) => id !== event.channel.id);
  const channels = [...others, event.channel].sort((a, b) => a.name.localeCompare(b.name));
  return { ...state, boot: { ...state.boot, channels } };
}

/** The channel's own list: roots and broadcasts, with what only I can see. */
export function selectChannel(state: State, channel: string): PageMessage[] {
  const roots = (state.messages[channel] ?? []).filter(
    (message) => message.threadTs === null || message.threadTs === message.ts || message.isBroadcast,
  );
  return mergeMessages(
    roots,
    selectEphemerals(state, channel).filter(({ threadTs }) => threadTs === null),
  );
}

export function selectThread(
  state: State,
  channel: string,
  ts: string,
): { root: PageMessage | null; replies: PageMessage[] } {
  const all = state.messages[channel] ?? [];
  const replies = all.filter((message) => message.threadTs === ts && message.ts !== ts);
  const mine = selectEphemerals(state, channel).filter(({ threadTs }) => threadTs === ts);
  return { root: all.find((message) => message.ts === ts) ?? null, replies: mergeMessages(replies, mine) };
}

function selectEphemerals(state: State, channel: string): PageMessage[] {
  return state.ephemerals.filter((message) => message.channel === channel && message.ephemeralFor === state.me);
}
