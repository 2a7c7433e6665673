import type { SlackAttachment, SlackBlock, ViewState } from '../protocol.ts';

export type User = {
  id: string;
  name: string;
  realName: string;
  tz: string;
  isBot: boolean;
};

export type UserGroup = { id: string; handle: string; name: string; users: string[] };

export type Channel = {
  id: string;
  name: string;
  isPrivate: boolean;
  /** The person of a direct conversation with the bot; null for a channel. */
  imUser: string | null;
  topic: string;
  members: string[];
};

export type Team = { id: string; name: string; domain: string };

/** The one app of the workspace and the two tokens that open its doors. */
export type AppIdentity = {
  appId: string;
  botId: string;
  botUserId: string;
  botToken: string;
  appToken: string;
};

export type Metadata = { event_type: string; event_payload: Record<string, unknown> };

export type Message = {
  channel: string;
  ts: string;
  user: string;
  /** true when the app sent it. */
  isFromApp: boolean;
  subtype: string | null;
  text: string;
  blocks: SlackBlock[];
  attachments: SlackAttachment[];
  files: string[];
  threadTs: string | null;
  isBroadcast: boolean;
  edited: { user: string; ts: string } | null;
  ephemeralFor: string | null;
  metadata: Metadata | null;
  reactions: { name: string; users: string[] }[];
};

export type Content = Pick<Message, 'text' | 'blocks' | 'attachments'>;

/** Where uploaded files appear once they have been processed. */
export type Share = { channel: string; threadTs: string | null; content: Content };

export type StoredFile = {
  id: string;
  name: string;
  title: string;
  altText: string | null;
  createdAt: number;
  /** Bytes announced by files.getUploadURLExternal. */
  length: number;
  user: string;
  mimetype: string;
  width: number | null;
  height: number | null;
  /** announced -> uploaded -> completed -> processed. */
  stage: 'announced' | 'uploaded' | 'completed' | 'processed';
  shares: { channel: string; ts: string }[];
};

export type View = {
  id: string;
  type: 'modal' | 'home';
  userId: string;
  hash: string;
  callbackId: string;
  externalId: string;
  privateMetadata: string;
  title: Record<string, unknown> | null;
  submit: Record<string, unknown> | null;
  close: Record<string, unknown> | null;
  isClearedOnClose: boolean;
  isNotifiedOnClose: boolean;
  blocks: SlackBlock[];
  state: ViewState;
  rootViewId: string;
  previousViewId: string | null;
};

export type WorkspaceSeed = {
  team: Team;
  app: AppIdentity;
  users: User[];
  userGroups: UserGroup[];
  channels: Channel[];
};

export type { SlackAttachment, SlackBlock, ViewState };
