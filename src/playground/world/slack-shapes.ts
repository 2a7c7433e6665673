import type { Channel, Message, StoredFile, User, UserGroup, View } from './types.ts';
import type { World } from './world.ts';

type Json = Record<string, unknown>;

/** A message as the Web API and the interaction payloads carry it. */
export function toSlackMessage(world: World, message: Message, options: { hasMetadata?: boolean } = {}): Json {
  const { app, team } = world;
  const bot = message.isFromApp ? { bot_id: app.botId, app_id: app.appId, bot_profile: makeBotProfile(world) } : {};
  return {
    type: 'message',
    ...(message.subtype === null ? {} : { subtype: message.subtype }),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...bot,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments.map(toAttachment) } : {}),
    ...(message.files.length > 0 ? { files: message.files.flatMap((id) => toFile(world, id)) } : {}),
    ...(message.edited === null ? {} : { edited: message.edited }),
    ...(message.reactions.length > 0 ? { reactions: message.reactions.map(toReaction) } : {}),
    ...makeThreadFields(world, message),
    ...(options.hasMetadata === true && message.metadata !== null ? { metadata: message.metadata } : {}),
  };
}

function toFile(world: World, id: string): Json[] {
  const file = world.files.get(id);
  return file === undefined ? [] : [toSlackFile(file, '')];
}

/** Slack gives a hexadecimal colour back without its sign. */
function toAttachment(attachment: Message['attachments'][number]): Json {
  const color = attachment.color?.replace(/^#/, '');
  return color === undefined ? attachment : { ...attachment, color };
}

function toReaction({ name, users }: Message['reactions'][number]): Json {
  return { name, users, count: users.length };
}

function makeBotProfile({ app, users, team }: World): Json {
  return { id: app.botId, app_id: app.appId, name: users.get(app.botUserId)?.name, deleted: false, team_id: team.id };
}

function makeThreadFields(world: World, message: Message): Json {
  if (message.threadTs !== null) {
    return { thread_ts: message.threadTs, ...(message.isBroadcast ? { subtype: 'thread_broadcast' } : {}) };
  }
  const replies = world.timeline(message.channel).replies(message.ts);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
  };
}

export function toSlackUser(world: World, user: User): Json {
  return {
    id: user.id,
    team_id: world.team.id,
    name: user.name,
    real_name: user.realName,
    deleted: false,
    tz: user.tz,
    profile: { real_name: user.realName, display_name: user.realName.split(' ')[0], team: world.team.id },
    is_bot: user.isBot,
    is_app_user: false,
    is_admin: false,
  };
}

export function toSlackChannel(world: World, channel: Channel): Json {
  if (channel.imUser !== null) {
    return { id: channel.id, is_im: true, is_channel: false, user: channel.imUser, is_archived: false, created: 0 };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: false,
    is_general: channel.name === 'general',
    is_member: world.isBotMember(channel),
    num_members: channel.members.length,
    created: 0,
    creator: channel.members[0],
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

export function toSlackUserGroup(world: World, group: UserGroup): Json {
  return {
    id: group.id,
    team_id: world.team.id,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    users: group.users,
  };
}

/** A file as files.info tells it: type and thumbnails are empty until it has been processed. */
export function toSlackFile(file: StoredFile, baseUrl: string): Json {
  const isProcessed = file.stage === 'processed';
  const extension = file.name.includes('.') ? file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase() : '';
  const url = `${baseUrl}/files-pri/${file.id}/${encodeURIComponent(file.name)}`;
  const shares = groupShares(file);
  return {
    id: file.id,
    created: Math.floor(file.createdAt / 1000),
    timestamp: Math.floor(file.createdAt / 1000),
    name: file.name,
    title: file.title,
    mimetype: isProcessed ? file.mimetype : '',
    filetype: isProcessed ? extension : '',
    pretty_type: isProcessed ? extension.toUpperCase() : '',
    user: file.user,
    size: file.length,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    alt_txt: file.altText ?? undefined,
    url_private: url,
    url_private_download: `${url}?download=1`,
    permalink: url,
    channels: file.shares.map((share) => share.channel),
    shares: { public: shares },
    ...(isProcessed && file.width !== null
      ? {
          original_w: file.width,
          original_h: file.height,
          thumb_64: url,
          thumb_360: url,
          thumb_360_w: Math.min(360, file.width),
        }
      : {}),
  };
}

export function toSlackView(world: World, view: View): Json {
  const { team, app } = world;
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.state },
    hash: view.hash,
    title: view.title,
    clear_on_close: view.isClearedOnClose,
    notify_on_close: view.isNotifiedOnClose,
    close: view.close,
    submit: view.submit,
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: app.appId,
    external_id: view.externalId,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}

function groupShares(file: StoredFile): Record<string, { ts: string }[]> {
  const shares: Record<string, { ts: string }[]> = {};
  for (const { channel, ts } of file.shares) shares[channel] = [...(shares[channel] ?? []), { ts }];
  return shares;
}
