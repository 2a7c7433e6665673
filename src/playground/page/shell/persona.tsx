import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';

/** Whose eyes the page looks through. Radio buttons, so arrow keys switch. */
export function Persona({ onPersona }: { onPersona: (id: string) => void }) {
  const { boot, me } = useApp();
  return (
    <fieldset class="persona">
      <legend>You are acting as</legend>
      {boot.users
        .filter((user) => !user.isBot)
        .map((user) => (
          <label key={user.id}>
            <input
              type="radio"
              name="me"
              value={user.id}
              checked={user.id === me.id}
              onChange={() => onPersona(user.id)}
            />
            <span class="persona-row">
              <Avatar user={user} size="20" />
              <span class="t">
                {user.realName} <small>@{user.name}</small>
              </span>
              <Icon name="check" size="s" />
            </span>
          </label>
        ))}
    </fieldset>
  );
}
