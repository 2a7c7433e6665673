import type { App } from '../lib/runtime.ts';
import type { Pending } from '../lib/state.ts';

let count = 0;

/** What I typed, shown at once as "sending". The local Slack escapes it and links names, as a client does. */
export function makePending(channel: string, threadTs: string | null, text: string, isBroadcast: boolean): Pending {
  count += 1;
  return { id: `mine-${count}`, channel, threadTs, text, isBroadcast, error: null };
}

export async function sendMessage(app: App, pending: Pending): Promise<void> {
  const { id, channel, text, threadTs, isBroadcast } = pending;
  app.dispatch({ type: 'pending', pending });
  const answer = await app.api.post({ channel, text, ...(threadTs === null ? {} : { threadTs, isBroadcast }) });
  app.dispatch({
    type: 'settled',
    id,
    error: answer.ok ? null : (answer.message ?? answer.error ?? 'The local Slack refused it.'),
  });
}

/** A line that begins with "/" goes to the app as a command; it leaves no message behind. */
export async function sendCommand(app: App, channel: string, text: string): Promise<void> {
  app.track(await app.api.command({ channel, text }), { kind: 'composer', channel });
}
