import type { PageMessage } from '../../protocol.ts';
import { findEmoji, nameEmoji } from '../lib/emoji.ts';
import type { App } from '../lib/runtime.ts';
import { findUser, useApp } from '../lib/runtime.ts';
import { ReactButton } from './react-button.tsx';

export function Reactions({ message }: { message: PageMessage }) {
  const app = useApp();
  const { channel, ts, reactions } = message;
  if (reactions.length === 0) return null;
  const react = async (name: string) => app.track(await app.api.react({ channel, ts, name }), { kind: 'message', ts });
  return (
    <div class="reacts">
      {reactions.map(({ name, users }) => {
        const who = nameUsers(users, app);
        return (
          <button
            key={name}
            type="button"
            class="react"
            aria-pressed={users.includes(app.me.id)}
            aria-label={`${nameEmoji(name)}, ${users.length}, ${who}`}
            title={who}
            onClick={() => void react(name)}
          >
            <span class="emoji" aria-hidden="true">
              {findEmoji(name) ?? `:${name}:`}
            </span>
            {users.length}
          </button>
        );
      })}
      <ReactButton message={message} class="react" />
    </div>
  );
}

function nameUsers(ids: readonly string[], app: App): string {
  const names = ids.map((id) => (id === app.me.id ? 'you' : (findUser(app, id)?.realName ?? id)));
  return new Intl.ListFormat('en').format(names);
}
