import type { Core } from '../core.ts';
import { toSlackMessage, toSlackView } from '../world/slack-shapes.ts';
import type { Channel, Message, View } from '../world/types.ts';
import { keepState } from '../world/view-state.ts';

type Json = Record<string, unknown>;

/** The fields that every interactive payload begins with. */
export function makeEnvelopeFields(core: Core, userId: string): Json {
  const { team, app, users } = core.world;
  const user = users.get(userId);
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: userId, username: user?.name, name: user?.name, team_id: team.id },
    api_app_id: app.appId,
    token: 'playground-verification',
    enterprise: null,
    is_enterprise_install: false,
  };
}

function describeChannel(channel: Channel): { id: string; name: string } {
  if (channel.imUser !== null) return { id: channel.id, name: 'directmessage' };
  return { id: channel.id, name: channel.isPrivate ? 'privategroup' : channel.name };
}

export function makeCommandPayload(
  core: Core,
  input: { userId: string; channel: Channel; command: string; text: string },
): Json {
  const { team, app, users } = core.world;
  const { id, name } = describeChannel(input.channel);
  const target = { channel: id, userId: input.userId, threadTs: null, original: null };
  return {
    token: 'playground-verification',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: id,
    channel_name: name,
    user_id: input.userId,
    user_name: users.get(input.userId)?.name,
    command: input.command,
    text: input.text,
    api_app_id: app.appId,
    is_enterprise_install: 'false',
    response_url: core.responseUrls.make(core.baseUrl(), 'commands', target),
    trigger_id: core.triggers.make(input.userId),
  };
}

export type ActionInput = { userId: string; action: Json };

export function makeMessageActionPayload(
  core: Core,
  input: ActionInput & { message: Message; state: Json | undefined },
): Json {
  const { message, userId } = input;
  const isEphemeral = message.ephemeralFor !== null;
  const channel = core.world.channels.get(message.channel);
  const target = { channel: message.channel, userId, threadTs: message.threadTs, original: message };
  return {
    type: 'block_actions',
    ...makeEnvelopeFields(core, userId),
    container: makeContainer(message, input.action),
    trigger_id: core.triggers.make(userId),
    ...(channel === undefined ? {} : { channel: describeChannel(channel) }),
    ...(isEphemeral ? {} : { message: toSlackMessage(core.world, message) }),
    state: { values: keepState(message.blocks, (input.state ?? {}) as Parameters<typeof keepState>[1]) },
    response_url: core.responseUrls.make(core.baseUrl(), 'actions', target),
    actions: [input.action],
  };
}

function makeContainer(message: Message, action: Json): Json {
  const attachment = message.attachments.findIndex((item) =>
    item.blocks?.some((block) => block.block_id === action.block_id),
  );
  return {
    type: attachment < 0 ? 'message' : 'message_attachment',
    message_ts: message.ts,
    ...(attachment < 0 ? {} : { attachment_id: attachment + 1 }),
    channel_id: message.channel,
    is_ephemeral: message.ephemeralFor !== null,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(attachment < 0 ? {} : { is_app_unfurl: false }),
  };
}

export function makeViewActionPayload(core: Core, input: ActionInput & { view: View }): Json {
  return {
    type: 'block_actions',
    ...makeEnvelopeFields(core, input.userId),
    container: { type: 'view', view_id: input.view.id },
    trigger_id: core.triggers.make(input.userId),
    view: toSlackView(core.world, input.view),
    actions: [input.action],
  };
}

export function makeViewSubmissionPayload(core: Core, userId: string, view: View): Json {
  return {
    type: 'view_submission',
    ...makeEnvelopeFields(core, userId),
    trigger_id: core.triggers.make(userId),
    view: toSlackView(core.world, view),
    response_urls: makeChosenResponseUrls(core, userId, view),
  };
}

/** A conversation select with response_url_enabled gives the app an address in the chosen channel. */
function makeChosenResponseUrls(core: Core, userId: string, view: View): Json[] {
  return view.blocks.flatMap((block) => {
    const element = block.element as Json | undefined;
    if (element?.response_url_enabled !== true) return [];
    const value = view.state[block.block_id ?? '']?.[String(element.action_id)];
    const channel = value?.selected_conversation ?? value?.selected_channel;
    if (typeof channel !== 'string') return [];
    const target = { channel, userId, threadTs: null, original: null };
    const response_url = core.responseUrls.make(core.baseUrl(), 'actions', target);
    return [{ block_id: block.block_id, action_id: element.action_id, channel_id: channel, response_url }];
  });
}

export function makeViewClosedPayload(core: Core, view: View, isCleared: boolean): Json {
  return {
    type: 'view_closed',
    ...makeEnvelopeFields(core, view.userId),
    view: toSlackView(core.world, view),
    is_cleared: isCleared,
  };
}

export function makeShortcutPayload(core: Core, userId: string, callbackId: string): Json {
  return {
    type: 'shortcut',
    ...makeEnvelopeFields(core, userId),
    action_ts: core.world.nextTs(),
    callback_id: callbackId,
    trigger_id: core.triggers.make(userId),
  };
}

export function makeMessageShortcutPayload(core: Core, userId: string, callbackId: string, message: Message): Json {
  const channel = core.world.channels.get(message.channel);
  const target = {
    channel: message.channel,
    userId,
    threadTs: message.threadTs,
    original: message.isFromApp ? message : null,
  };
  return {
    type: 'message_action',
    ...makeEnvelopeFields(core, userId),
    action_ts: core.world.nextTs(),
    callback_id: callbackId,
    trigger_id: core.triggers.make(userId),
    response_url: core.responseUrls.make(core.baseUrl(), 'actions', target),
    message_ts: message.ts,
    ...(channel === undefined ? {} : { channel: describeChannel(channel) }),
    message: toSlackMessage(core.world, message),
  };
}
