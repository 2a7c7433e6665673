import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageMessage } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { nameEmoji, searchEmoji } from '../lib/emoji.ts';
import { useApp } from '../lib/runtime.ts';
import { Popup } from '../popup.tsx';

const FAVOURITES = [
  '+1',
  'eyes',
  'white_check_mark',
  'tada',
  'heart',
  'thinking_face',
  'raised_hands',
  'rocket',
  'fire',
  'bell',
  'zzz',
  'pray',
];
const SHOWN = 48;

/** Opens a small picker; the chosen emoji is added, or taken back. */
export function ReactButton({ message, class: css }: { message: PageMessage; class: string }) {
  const app = useApp();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { channel, ts } = message;
  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  const choose = async (name: string) => {
    close();
    app.track(await app.api.react({ channel, ts, name }), { kind: 'message', ts });
  };
  return (
    <>
      <button
        ref={anchor}
        type="button"
        class={css}
        aria-label="Add a reaction"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title="Add a reaction"
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="react" size={css === 'react' ? 's' : ''} />
      </button>
      {isOpen && (
        <Popup anchor={anchor} onClose={() => setOpen(false)} class="picker">
          <EmojiPicker onChoose={(name) => void choose(name)} onClose={close} />
        </Popup>
      )}
    </>
  );
}

export function EmojiPicker({
  onChoose,
  onClose,
}: {
  onChoose: (name: string, unicode: string) => void;
  onClose: () => void;
}) {
  const [query, setQuery] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const rows =
    query.trim() === '' ? FAVOURITES.flatMap((name) => searchEmoji(name, 1)) : searchEmoji(query.trim(), SHOWN);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <div role="dialog" aria-label="Choose an emoji" onKeyDown={onKeyDown}>
      <input
        ref={input}
        class="input"
        type="search"
        aria-label="Search emoji"
        placeholder="Search emoji"
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <div class="emoji-grid">
        {rows.map(({ name, unicode }) => (
          <button
            key={name}
            type="button"
            class="ibtn ibtn-32"
            aria-label={nameEmoji(name)}
            title={`:${name}:`}
            onClick={() => onChoose(name, unicode)}
          >
            {unicode}
          </button>
        ))}
        {rows.length === 0 && <p class="empty">No emoji of that name.</p>}
      </div>
    </div>
  );
}
