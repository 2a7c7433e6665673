import { useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { EmojiPicker } from '../messages/react-button.tsx';
import { Popup } from '../popup.tsx';

type Props = { text: string; isThread: boolean; onWrite: (text: string) => void; onSend: () => void };

/** The row below the text box. */
export function ComposerBar({ text, isThread, onWrite, onSend }: Props) {
  const gap = text === '' || /\s$/.test(text) ? '' : ' ';
  const tip = isThread
    ? 'Commands work in channels'
    : text === '' || text.startsWith('/')
      ? ''
      : 'Shift + Enter for a new line';
  return (
    <div class="composer-bar">
      <InsertEmoji onInsert={(unicode) => onWrite(`${text}${unicode}`)} />
      <button
        type="button"
        class="ibtn"
        aria-label="Mention someone"
        title="Mention someone"
        onClick={() => onWrite(`${text}${gap}@`)}
      >
        <Icon name="at" />
      </button>
      {!isThread && (
        <>
          <span class="sep" />
          <button
            type="button"
            class="ibtn"
            aria-label="Slash commands"
            title="Slash commands"
            onClick={() => onWrite(text.startsWith('/') ? text : '/')}
          >
            <Icon name="slash" />
          </button>
        </>
      )}
      <span class="end">
        <span class="tip">{tip}</span>
        <button type="button" class="send" aria-label="Send" disabled={text.trim() === ''} onClick={onSend}>
          <Icon name="send" size="s" />
        </button>
      </span>
    </div>
  );
}

function InsertEmoji({ onInsert }: { onInsert: (unicode: string) => void }) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  const choose = (unicode: string) => {
    setOpen(false);
    onInsert(unicode);
  };
  return (
    <>
      <button
        ref={anchor}
        type="button"
        class="ibtn"
        aria-label="Emoji"
        title="Emoji"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="smile" />
      </button>
      {isOpen && (
        <Popup anchor={anchor} onClose={() => setOpen(false)} class="picker">
          <EmojiPicker onClose={close} onChoose={(_, unicode) => choose(unicode)} />
        </Popup>
      )}
    </>
  );
}
