import type { PageChannel, PageFile, PageMessage, PageUser, PageView, SlackBlock } from '../protocol.ts';
import type { AppIdentity, Channel, Message, StoredFile, User, View } from './types.ts';

/** What the shapes look up in the workspace. */
type Source = {
  readonly app: AppIdentity;
  readonly users: ReadonlyMap<string, User>;
  readonly files: ReadonlyMap<string, StoredFile>;
  timeline(channel: string): { replies(rootTs: string): readonly Message[] };
  isBotMember(channel: Channel): boolean;
};

export function toPageUser(user: User): PageUser {
  const { id, name, realName, isBot, tz } = user;
  return { id, name, realName, initial: realName.slice(0, 1).toUpperCase(), isBot, tz };
}

export function toPageChannel(world: Source, channel: Channel): PageChannel {
  const { id, isPrivate, topic } = channel;
  const name = channel.imUser === null ? channel.name : (world.users.get(world.app.botUserId)?.name ?? 'bot');
  return { id, name, isPrivate, isIm: channel.imUser !== null, isMember: world.isBotMember(channel), topic, unread: 0 };
}

export function toPageMessage(world: Source, message: Message): PageMessage {
  const replies = message.threadTs === null ? world.timeline(message.channel).replies(message.ts) : [];
  const fileIds = new Set([...message.files, ...findSlackFileIds([message.blocks, message.attachments])]);
  return {
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs,
    user: message.user,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    files: [...fileIds].flatMap((id) => world.files.get(id) ?? []).map(toPageFile),
    editedTs: message.edited?.ts ?? null,
    ephemeralFor: message.ephemeralFor,
    reactions: message.reactions.map(({ name, users }) => ({ name, users: [...users] })),
    replyCount: replies.length,
    replyUsers: [...new Set(replies.map((reply) => reply.user))],
    latestReplyTs: replies.at(-1)?.ts ?? null,
    isBroadcast: message.isBroadcast,
    metadata: message.metadata,
    appId: message.isFromApp ? world.app.appId : null,
  };
}

function toPageFile(file: StoredFile): PageFile {
  const { id, name, mimetype, width, height, altText } = file;
  return { id, name, mimetype, url: `/playground/files/${id}/${encodeURIComponent(name)}`, width, height, altText };
}

export function toPageView(view: View): PageView {
  const { id, hash, type, callbackId, blocks } = view;
  const [title, submit, close] = [view.title, view.submit, view.close].map((part) => readPlainText(part));
  return { id, hash, type, callbackId, title: title ?? '', submit: submit ?? null, close: close ?? null, blocks };
}

function readPlainText(part: Record<string, unknown> | null): string | null {
  return part !== null && typeof part.text === 'string' ? part.text : null;
}

/** Ids of the uploaded images that blocks point at, wherever they are nested. */
function findSlackFileIds(value: unknown): string[] {
  return findSlackFiles(value).flatMap(({ file }) => file.id ?? file.url?.match(/F[A-Z0-9]{8,}/)?.[0] ?? []);
}

type SlackFileReference = { pointer: string; file: { id?: string; url?: string } };

export function findSlackFiles(value: unknown, pointer = ''): SlackFileReference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => findSlackFiles(item, `${pointer}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as SlackBlock).flatMap(([key, child]) => {
    const at = `${pointer}/${key}`;
    if (key !== 'slack_file' || typeof child !== 'object' || child === null) return findSlackFiles(child, at);
    return [{ pointer: at, file: child as { id?: string; url?: string } }];
  });
}
