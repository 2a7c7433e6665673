/**
 * What the browser page and the local Slack say to each other. The page knows nothing else of the server:
 * it reads `GET /playground/boot` and `GET /playground/messages`, listens to `GET /playground/events` (server-sent
 * events, one PageEvent a message) and posts JSON to the `/playground/*` routes below. Every request names the
 * acting user by the header `x-playground-user`.
 */

/** Block Kit as Slack carries it. The page renders what it knows and names what it does not. */
export type SlackBlock = { type: string; block_id?: string; [key: string]: unknown };
export type SlackAttachment = { color?: string; fallback?: string; blocks?: SlackBlock[]; text?: string };

export type PageUser = { id: string; name: string; realName: string; initial: string; isBot: boolean; tz: string };
export type PageChannel = {
  id: string;
  name: string;
  isPrivate: boolean;
  isIm: boolean;
  isMember: boolean;
  topic: string;
  unread: number;
};

/** A subcommand for the composer's completion. */
export type PageCompletion = { text: string; args: string; help: string };
export type PageCommand = { command: string; description: string; usageHint: string; completions: PageCompletion[] };

export type PageFile = {
  id: string;
  name: string;
  mimetype: string;
  url: string;
  width: number | null;
  height: number | null;
  altText: string | null;
};

export type PageMessage = {
  channel: string;
  ts: string;
  threadTs: string | null;
  user: string;
  text: string;
  blocks: SlackBlock[];
  attachments: SlackAttachment[];
  files: PageFile[];
  editedTs: string | null;
  /** Set on an ephemeral message: it is shown to this user only and is gone after a reload. */
  ephemeralFor: string | null;
  reactions: { name: string; users: string[] }[];
  replyCount: number;
  replyUsers: string[];
  latestReplyTs: string | null;
  isBroadcast: boolean;
  metadata: unknown;
  appId: string | null;
};

/** A modal or home tab as it stands now. `id` and `hash` are Slack's. */
export type PageView = {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  callbackId: string;
  title: string;
  submit: string | null;
  close: string | null;
  blocks: SlackBlock[];
};

export type Boot = {
  team: { id: string; name: string };
  users: PageUser[];
  userGroups: { id: string; handle: string; name: string }[];
  channels: PageChannel[];
  commands: PageCommand[];
  /** true while an app is connected by Socket Mode or HTTP. */
  isAppConnected: boolean;
  bot: PageUser;
  home: PageView | null;
  /** Modals that are still open for this user, lowest first: a reload shows them again. */
  views: PageView[];
};

export type PageEvent =
  | { type: 'message'; message: PageMessage }
  | { type: 'message_changed'; message: PageMessage }
  | { type: 'message_deleted'; channel: string; ts: string }
  | { type: 'ephemeral'; message: PageMessage }
  /** A response_url call with replace_original or delete_original on an ephemeral message. */
  | { type: 'ephemeral_replaced'; ts: string; message: PageMessage | null }
  | { type: 'view_opened'; view: PageView; stackDepth: number }
  | { type: 'view_updated'; view: PageView }
  | { type: 'views_closed'; stackDepth: number }
  | { type: 'home'; view: PageView }
  | { type: 'channel'; channel: PageChannel }
  | { type: 'app'; isConnected: boolean }
  /** What the app answered to a click or a command when it did not answer in time, worded as Slack does. */
  | { type: 'failure'; message: string; requestId: string | null }
  /** One request of the traffic log: what was sent to the app and what it answered. */
  | { type: 'traffic'; entry: TrafficEntry };

export type TrafficEntry = {
  at: number;
  direction: 'to_app' | 'from_app';
  what: string;
  payload: unknown;
  ms: number | null;
};

/** POST /playground/message */
export type PostMessage = { channel: string; text: string; threadTs?: string; isBroadcast?: boolean };
/** POST /playground/command: `text` is the whole line, e.g. "/mlmon status". */
export type PostCommand = { channel: string; text: string };
/** An interactive element's new value, as it goes into `actions[0]` and into view state. */
export type ActionValue = { type: string; action_id: string; block_id: string; [key: string]: unknown };
/** POST /playground/action: a click or selection in a message or a view. */
export type PostAction = {
  container: { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };
  action: ActionValue;
  /** Values of a view's inputs so far: block_id -> action_id -> value. */
  state?: ViewState;
};
export type ViewState = Record<string, Record<string, { type: string; [key: string]: unknown }>>;
/** POST /playground/options: choices of an external select. */
export type PostOptions = { container: PostAction['container']; block_id: string; action_id: string; value: string };
export type OptionsAnswer = {
  options?: { text: { text: string }; value: string }[];
  option_groups?: { label: { text: string }; options: { text: { text: string }; value: string }[] }[];
};
/** POST /playground/view/submit and /playground/view/close */
export type PostViewSubmit = { viewId: string; state: ViewState };
/** `errors` by block_id keeps the modal open. */
export type ViewSubmitAnswer = { ok: boolean; errors?: Record<string, string>; failure?: string };
export type PostViewClose = { viewId: string; isCleared: boolean };
/** POST /playground/react: adds the reaction, or takes it back. */
export type PostReact = { channel: string; ts: string; name: string };
/** POST /playground/home: the user opened the app's home tab. */
/** GET /playground/messages?channel=C&before=TS: newest 100, oldest first; GET /playground/thread?channel=C&ts=TS: root and replies. */
export type MessagesAnswer = { messages: PageMessage[]; hasMore: boolean };
/** Every POST answers 200 { ok: true, requestId } or 4xx { ok: false, error, message }. */
export type PostAnswer = { ok: boolean; requestId?: string; error?: string; message?: string };
