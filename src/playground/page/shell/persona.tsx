import { useEffect, useState } from 'preact/hooks';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';

/** Whose eyes the page looks through. Radio buttons, so arrow keys switch. */
export function Persona({ onPersona }: { onPersona: (id: string) => void }) {
  const { boot, me } = useApp();
  // The mark moves at once; the page follows when the server has answered as the other person.
  const [chosen, setChosen] = useState(me.id);
  useEffect(() => setChosen(me.id), [me.id]);
  const choose = (id: string) => {
    setChosen(id);
    onPersona(id);
  };
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
              checked={user.id === chosen}
              onChange={() => choose(user.id)}
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
