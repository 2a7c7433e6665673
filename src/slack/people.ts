import type { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import type { Store } from '../store/types.ts';

/** Turns "@ml-oncall" or "@ana" into the id of a user group or user, from what was learned of the workspace. */
export type PeopleDirectory = {
  /** null where nobody is known by that handle (yet). */
  find(handle: string): string | null;
  /** Learns the workspace's groups and people; a failure is logged, and what was known stays. */
  refresh(): Promise<void>;
};

const SETTING = 'slack.people';

/** @param settings where handles are remembered, so that a restart knows them at once. */
export function createPeopleDirectory(client: WebClient, settings: Store['settings'], log: Log): PeopleDirectory {
  let known = readKnown(settings);
  return {
    find: (handle) => known.get(handle.replace(/^@/, '').toLowerCase()) ?? null,
    async refresh() {
      try {
        known = new Map([...(await listUsers(client)), ...(await listGroups(client))]);
        settings.set(SETTING, JSON.stringify([...known]));
      } catch (error) {
        log.warn({ err: error }, 'The workspace did not say who is who; names stay plain text');
      }
    },
  };
}

function readKnown(settings: Store['settings']): Map<string, string> {
  const text = settings.get(SETTING);
  return new Map(text === null ? [] : (JSON.parse(text) as [string, string][]));
}

async function listGroups(client: WebClient): Promise<[string, string][]> {
  const { usergroups = [] } = await client.usergroups.list();
  return usergroups.flatMap(({ handle, id }) => (handle && id ? [[handle.toLowerCase(), id] as [string, string]] : []));
}

async function listUsers(client: WebClient): Promise<[string, string][]> {
  const found: [string, string][] = [];
  let cursor: string | undefined;
  do {
    const page = await client.users.list({ limit: 200, ...(cursor ? { cursor } : {}) });
    for (const { id, name, deleted } of page.members ?? []) {
      if (id && name && !deleted) found.push([name.toLowerCase(), id]);
    }
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return found;
}
