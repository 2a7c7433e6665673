import { describe, expect, it } from 'vitest';
import type { State, Step } from '../../src/playground/page/lib/state.ts';
import {
  makeInitialState,
  originOf,
  reduce,
  selectChannel,
  selectThread,
} from '../../src/playground/page/lib/state.ts';
import type { Boot, PageMessage, PageView } from '../../src/playground/protocol.ts';

const user = (id: string) => ({ id, name: id.toLowerCase(), realName: id, initial: 'X', isBot: false, tz: 'UTC' });
const channel = (id: string, unread = 0) => ({
  id,
  name: id.toLowerCase(),
  isPrivate: false,
  isIm: false,
  isMember: true,
  topic: '',
  unread,
});
const BOOT: Boot = {
  team: { id: 'T', name: 'Team' },
  users: [user('ANA'), user('BEN')],
  userGroups: [],
  channels: [channel('C1'), channel('C2', 3)],
  commands: [],
  isAppConnected: true,
  bot: { ...user('BOT'), isBot: true },
  home: null,
  views: [],
};
const message = (ts: string, extra: Partial<PageMessage> = {}): PageMessage => ({
  channel: 'C1',
  ts,
  threadTs: null,
  user: 'BOT',
  text: ts,
  blocks: [],
  attachments: [],
  files: [],
  editedTs: null,
  ephemeralFor: null,
  reactions: [],
  replyCount: 0,
  replyUsers: [],
  latestReplyTs: null,
  isBroadcast: false,
  metadata: null,
  appId: null,
  ...extra,
});
const view = (id: string, hash = '1'): PageView => ({
  id,
  hash,
  type: 'modal',
  callbackId: '',
  title: id,
  submit: null,
  close: null,
  blocks: [],
});
const walk = (...steps: Step[]): State => steps.reduce(reduce, makeInitialState('ANA'));
const booted: Step = { type: 'booted', boot: BOOT, me: 'ANA' };
const event = (happened: Extract<Step, { type: 'event' }>['event']): Step => ({ type: 'event', event: happened });

describe('messages', () => {
  it('are kept in order of their time stamps, once each', () => {
    const state = walk(
      booted,
      event({ type: 'message', message: message('2.0') }),
      event({ type: 'message', message: message('1.0') }),
      event({ type: 'message', message: message('2.0', { text: 'again' }) }),
    );
    expect(selectChannel(state, 'C1').map(({ text }) => text)).toEqual(['1.0', 'again']);
  });

  it('replies stay in their thread unless they are broadcast', () => {
    const reply = message('2.0', { threadTs: '1.0' });
    const loud = message('3.0', { threadTs: '1.0', isBroadcast: true });
    const state = walk(booted, ...[message('1.0'), reply, loud].map((one) => event({ type: 'message', message: one })));
    expect(selectChannel(state, 'C1').map(({ ts }) => ts)).toEqual(['1.0', '3.0']);
    expect(selectThread(state, 'C1', '1.0').replies.map(({ ts }) => ts)).toEqual(['2.0', '3.0']);
  });

  it('flash only when their content changed', () => {
    const arrived = event({ type: 'message', message: message('1.0') });
    const reacted = event({
      type: 'message_changed',
      message: message('1.0', { reactions: [{ name: 'eyes', users: ['ANA'] }] }),
    });
    const edited = event({ type: 'message_changed', message: message('1.0', { text: 'new' }) });
    expect(walk(booted, arrived, reacted).updates).toEqual({});
    expect(walk(booted, arrived, reacted, edited).updates).toEqual({ '1.0': 1 });
  });

  it('go when they are deleted', () => {
    const state = walk(
      booted,
      event({ type: 'message', message: message('1.0') }),
      event({ type: 'message_deleted', channel: 'C1', ts: '1.0' }),
    );
    expect(selectChannel(state, 'C1')).toEqual([]);
  });

  it('that only Ana may see are not shown to Ben', () => {
    const hidden = event({ type: 'ephemeral', message: message('1.0', { ephemeralFor: 'ANA' }) });
    expect(selectChannel(walk(booted, hidden), 'C1')).toHaveLength(1);
    expect(selectChannel(walk(booted, hidden, { ...booted, me: 'BEN' }), 'C1')).toEqual([]);
  });

  it('that only I see are replaced or taken away', () => {
    const shown = event({ type: 'ephemeral', message: message('1.0', { ephemeralFor: 'ANA' }) });
    const replaced = event({
      type: 'ephemeral_replaced',
      ts: '1.0',
      message: message('1.0', { ephemeralFor: 'ANA', text: 'new' }),
    });
    expect(selectChannel(walk(booted, shown, replaced), 'C1').map(({ text }) => text)).toEqual(['new']);
    expect(
      selectChannel(walk(booted, shown, event({ type: 'ephemeral_replaced', ts: '1.0', message: null })), 'C1'),
    ).toEqual([]);
  });
});

describe('my own message', () => {
  const pending: Step = {
    type: 'pending',
    pending: { id: 'p1', channel: 'C1', threadTs: null, text: 'hi', isBroadcast: false, error: null },
  };

  it('is pending until the server shows it, whichever comes first', () => {
    const arrived = event({ type: 'message', message: message('1.0', { user: 'ANA' }) });
    const settled: Step = { type: 'settled', id: 'p1', error: null };
    expect(walk(booted, pending, arrived).pending).toEqual([]);
    expect(walk(booted, pending, settled, arrived).pending).toEqual([]);
  });

  it('stays with the reason when it was refused', () => {
    expect(walk(booted, pending, { type: 'settled', id: 'p1', error: 'no' }).pending[0]?.error).toBe('no');
  });
});

describe('unread counts', () => {
  it('grow in channels that are not open and vanish on opening', () => {
    const elsewhere = event({ type: 'message', message: message('1.0', { channel: 'C2' }) });
    const here = event({ type: 'message', message: message('1.0') });
    const state = walk(booted, elsewhere, here);
    expect(state.unread).toEqual({ C1: 0, C2: 4 });
    expect(reduce(state, { type: 'went', place: { kind: 'channel', id: 'C2' } }).unread.C2).toBe(0);
  });
});

describe('views', () => {
  const opened = (id: string, stackDepth: number) => event({ type: 'view_opened', view: view(id), stackDepth });

  it('stack up to the depth the server says', () => {
    const state = walk(booted, opened('V1', 1), opened('V2', 2));
    expect(state.views.map(({ id }) => id)).toEqual(['V1', 'V2']);
    expect(reduce(state, event({ type: 'views_closed', stackDepth: 1 })).views.map(({ id }) => id)).toEqual(['V1']);
  });

  it('are updated in place', () => {
    const state = walk(booted, opened('V1', 1), event({ type: 'view_updated', view: view('V1', '2') }));
    expect(state.views.map(({ hash }) => hash)).toEqual(['2']);
  });
});

describe('failures', () => {
  const failed = event({ type: 'failure', message: 'no answer', requestId: 'r1' });
  const requested: Step = { type: 'requested', requestId: 'r1', origin: { kind: 'message', ts: '1.0' } };

  it.each([
    ['before', [failed, requested]],
    ['after', [requested, failed]],
  ])('find the message they came from when they arrive %s the answer', (_, steps) => {
    const state = walk(booted, ...steps);
    expect(state.failures.map((failure) => originOf(state, failure))).toEqual([{ kind: 'message', ts: '1.0' }]);
  });
});

it('another person sees no modal, draft or channel of the one before', () => {
  const state = walk(
    booted,
    event({ type: 'view_opened', view: view('V1'), stackDepth: 1 }),
    event({ type: 'message', message: message('1.0') }),
    { ...booted, me: 'BEN' },
  );
  expect([state.views, state.messages]).toEqual([[], {}]);
});

describe('what events did while messages were loaded', () => {
  const [old, other] = [message('1.000000'), message('2.000000')];
  const load = (state: State, messages: PageMessage[], asked: readonly PageMessage[]): State =>
    reduce(state, { type: 'loaded', channel: 'C1', messages, hasMore: false, isWhole: true, asked });
  const before = load(walk(booted), [old, other], []);
  const asked = before.messages.C1!;

  it('keeps a message that came', () => {
    const came = message('3.000000');
    const state = reduce(before, event({ type: 'message', message: came }));
    expect(load(state, [old, other], asked).messages.C1).toEqual([old, other, came]);
  });

  it('keeps a change', () => {
    const changed = message('2.000000', { text: 'changed', editedTs: '2.500000' });
    const state = reduce(before, event({ type: 'message_changed', message: changed }));
    expect(load(state, [old, other], asked).messages.C1).toEqual([old, changed]);
  });

  it('does not bring back what was deleted', () => {
    const state = reduce(before, event({ type: 'message_deleted', channel: 'C1', ts: other.ts }));
    expect(load(state, [old, other], asked).messages.C1).toEqual([old]);
  });

  it('drops what was there before and is there no more', () => {
    expect(load(before, [old], asked).messages.C1).toEqual([old]);
  });
});
