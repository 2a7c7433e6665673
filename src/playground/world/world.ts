import type { Clock } from '../../clock.ts';
import type { PageEvent, PageMessage } from '../protocol.ts';
import { Hub } from './hub.ts';
import { toPageChannel, toPageMessage } from './page-shapes.ts';
import { Timeline } from './timeline.ts';
import type { AppIdentity, Channel, Message, StoredFile, Team, User, UserGroup, View, WorkspaceSeed } from './types.ts';

export type NewMessage = Pick<Message, 'channel' | 'user' | 'text'> & Partial<Message>;

/** Everything the workspace holds. All changes go through here, so that every open page hears of them. */
export class World {
  readonly clock: Clock;
  readonly hub = new Hub();
  readonly team: Team;
  readonly app: AppIdentity;
  readonly users = new Map<string, User>();
  readonly userGroups: UserGroup[];
  readonly channels = new Map<string, Channel>();
  readonly files = new Map<string, StoredFile>();
  readonly fileBytes = new Map<string, Uint8Array>();
  readonly views = new Map<string, View>();
  /** Open modals of a person, the lowest first. */
  readonly stacks = new Map<string, string[]>();
  readonly homes = new Map<string, string>();
  readonly ephemerals = new Map<string, Message>();
  /** Called after every change that a snapshot keeps. */
  onChange: () => void = () => {};
  readonly #timelines = new Map<string, Timeline>();
  #lastTsMicros = 0;

  constructor(clock: Clock, seed: WorkspaceSeed) {
    this.clock = clock;
    this.team = seed.team;
    this.app = seed.app;
    this.userGroups = seed.userGroups;
    for (const user of seed.users) this.users.set(user.id, user);
    for (const channel of seed.channels) this.channels.set(channel.id, channel);
    for (const user of seed.users) if (!user.isBot && this.findIm(user.id) === undefined) this.openIm(user.id);
  }

  /** A time stamp later than every one given before, also while the clock stands still. */
  nextTs(): string {
    this.#lastTsMicros = Math.max(this.#lastTsMicros + 1, this.clock.now() * 1000);
    return formatTs(this.#lastTsMicros);
  }

  reserveTs(ts: string): void {
    this.#lastTsMicros = Math.max(this.#lastTsMicros, Math.round(Number(ts) * 1_000_000));
  }

  timeline(channel: string): Timeline {
    let timeline = this.#timelines.get(channel);
    if (timeline === undefined) {
      timeline = new Timeline();
      this.#timelines.set(channel, timeline);
    }
    return timeline;
  }

  /** A message that everybody sees or, after addEphemeral, one person. */
  findMessage(channel: string, ts: string): Message | undefined {
    return this.timeline(channel).get(ts) ?? this.ephemerals.get(ts);
  }

  addMessage(draft: NewMessage): Message {
    const message = this.#complete(draft);
    this.timeline(message.channel).add(message);
    this.#tell(message.channel, { type: 'message', message: this.toPage(message) });
    this.#touchRoot(message);
    this.onChange();
    return message;
  }

  addEphemeral(draft: NewMessage & { ephemeralFor: string }): Message {
    const message = this.#complete(draft);
    this.ephemerals.set(message.ts, message);
    this.hub.emit({ type: 'ephemeral', message: this.toPage(message) }, draft.ephemeralFor);
    return message;
  }

  changeMessage(message: Message, changes: Partial<Message>): void {
    Object.assign(message, changes);
    this.#tell(message.channel, { type: 'message_changed', message: this.toPage(message) });
    this.onChange();
  }

  replaceEphemeral(message: Message, changes: Partial<Message> | null): void {
    if (changes === null) this.ephemerals.delete(message.ts);
    else Object.assign(message, changes);
    const page = changes === null ? null : this.toPage(message);
    this.hub.emit({ type: 'ephemeral_replaced', ts: message.ts, message: page }, message.ephemeralFor);
  }

  /** Slack keeps a stone in place of a root that has replies. */
  removeMessage(message: Message): void {
    const timeline = this.timeline(message.channel);
    if (timeline.replies(message.ts).length > 0) {
      const gone = { subtype: 'tombstone', text: 'This message was deleted.', blocks: [], attachments: [], files: [] };
      this.changeMessage(message, gone);
      return;
    }
    timeline.remove(message.ts);
    this.#tell(message.channel, { type: 'message_deleted', channel: message.channel, ts: message.ts });
    this.#touchRoot(message);
    this.onChange();
  }

  changeChannel(channel: Channel, changes: Partial<Channel>): void {
    Object.assign(channel, changes);
    this.hub.emit({ type: 'channel', channel: toPageChannel(this, channel) });
    this.onChange();
  }

  findChannelByName(name: string): Channel | undefined {
    const bare = name.replace(/^#/, '');
    return [...this.channels.values()].find((channel) => channel.imUser === null && channel.name === bare);
  }

  findUserByName(name: string): User | undefined {
    const bare = name.replace(/^@/, '').toLowerCase();
    return [...this.users.values()].find((user) => user.name === bare || user.id === name);
  }

  findIm(userId: string): Channel | undefined {
    return [...this.channels.values()].find((channel) => channel.imUser === userId);
  }

  openIm(userId: string): Channel {
    const known = this.findIm(userId);
    if (known !== undefined) return known;
    const members = [userId, this.app.botUserId];
    const id = `D${userId.slice(1)}`;
    const channel: Channel = { id, name: '', isPrivate: true, imUser: userId, topic: '', members };
    this.channels.set(id, channel);
    return channel;
  }

  isBotMember(channel: Channel): boolean {
    return channel.members.includes(this.app.botUserId);
  }

  toPage(message: Message): PageMessage {
    return toPageMessage(this, message);
  }

  /** A direct conversation is nobody else's. */
  #tell(channel: string, event: PageEvent): void {
    this.hub.emit(event, this.channels.get(channel)?.imUser ?? null);
  }

  #complete(draft: NewMessage): Message {
    return {
      isFromApp: draft.user === this.app.botUserId,
      subtype: null,
      blocks: [],
      attachments: [],
      files: [],
      threadTs: null,
      isBroadcast: false,
      edited: null,
      ephemeralFor: null,
      metadata: null,
      reactions: [],
      ...draft,
      ts: draft.ts ?? this.nextTs(),
    };
  }

  /** The root shows the number of its replies, so it changes with each of them. */
  #touchRoot(reply: Message): void {
    if (reply.threadTs === null) return;
    const root = this.timeline(reply.channel).get(reply.threadTs);
    if (root !== undefined) this.#tell(root.channel, { type: 'message_changed', message: this.toPage(root) });
  }
}

/** Microseconds as Slack writes a time stamp: seconds, a point, six digits. */
function formatTs(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(Math.round(micros - seconds * 1_000_000)).padStart(6, '0')}`;
}
