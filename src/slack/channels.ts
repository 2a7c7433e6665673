import type { WebClient } from '@slack/web-api';
import { DeliveryError } from '../errors.ts';
import type { Store } from '../store/types.ts';

/** Turns a channel as a person writes it into the id that Slack's methods want. */
export type ChannelDirectory = {
  /**
   * `C…`, `G…`, `D…` and `<#C…|name>` are ids already; `#name` and `name` are looked up and remembered.
   * @throws DeliveryError (permanent) when there is no such channel, or WebAPI errors of the lookup.
   */
  resolve(channel: string): Promise<string>;
  /** The remembered id is wrong: the next `resolve` looks again. Returns whether there was one to forget. */
  forget(channel: string): boolean;
};

const ID = /^[CGDU][A-Z0-9]{7,}$/;
const ESCAPED = /^<#([A-Z0-9]+)(?:\|[^>]*)?>$/;

export function createChannelDirectory(client: WebClient, settings: Store['settings']): ChannelDirectory {
  const lookups = new Map<string, Promise<string>>();

  async function lookUp(name: string): Promise<string> {
    const id = await findChannel(client, name);
    if (id === null) throw unknownChannel(name);
    settings.set(settingOf(name), id);
    return id;
  }

  return {
    async resolve(channel) {
      const known = asChannelId(channel);
      if (known !== null) return known;
      const name = nameOf(channel);
      const remembered = settings.get(settingOf(name));
      if (remembered) return remembered;
      // Listing every channel is slow and rate limited: whoever asks for the same name meanwhile shares the lookup.
      const lookup = lookups.get(name) ?? lookUp(name).finally(() => lookups.delete(name));
      lookups.set(name, lookup);
      return await lookup;
    },
    forget(channel) {
      if (asChannelId(channel) !== null) return false;
      const setting = settingOf(nameOf(channel));
      if (!settings.get(setting)) return false;
      settings.set(setting, '');
      return true;
    },
  };
}

/** The id of a channel where it was written as one or looked up before; null otherwise. */
export function knownChannelId(settings: Pick<Store['settings'], 'get'>, channel: string): string | null {
  return asChannelId(channel) ?? (settings.get(settingOf(nameOf(channel))) || null);
}

/** The id in what a person or a slash command wrote, or null where it is a name. */
function asChannelId(channel: string): string | null {
  const escaped = ESCAPED.exec(channel)?.[1];
  if (escaped !== undefined) return escaped;
  return ID.test(channel) ? channel : null;
}

async function findChannel(client: WebClient, name: string): Promise<string | null> {
  let cursor: string | undefined;
  do {
    const page = await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    const found = page.channels?.find((channel) => channel.name === name || channel.name_normalized === name);
    if (found?.id) return found.id;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return null;
}

function nameOf(channel: string): string {
  return channel.replace(/^#/, '').toLowerCase();
}

function settingOf(name: string): string {
  return `slack.channel.${name}`;
}

function unknownChannel(name: string): DeliveryError {
  return new DeliveryError(`Cannot find the Slack channel #${name}`, {
    isPermanent: true,
    hint: 'Check the name; for a private channel type /invite @mlmon there first',
  });
}
