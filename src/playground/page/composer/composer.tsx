import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageChannel } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import type { Suggestion } from '../lib/completion.ts';
import { findUsage, suggest } from '../lib/completion.ts';
import { useApp } from '../lib/runtime.ts';
import { EmojiPicker } from '../messages/react-button.tsx';
import { Popup } from '../popup.tsx';
import { Completion } from './completion.tsx';
import { makePending, sendCommand, sendMessage } from './send.ts';

type Props = { channel: PageChannel; placeholder: string; threadTs?: string; onEscape?: () => void };

/** The text box of a channel or thread. Enter sends, Shift+Enter breaks the line, "/" completes commands. */
export function Composer({ channel, placeholder, threadTs, onEscape }: Props) {
  const app = useApp();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [isAlso, setAlso] = useState(false);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const isThread = threadTs !== undefined;
  const boxId = isThread ? 'composer-thread' : 'composer';
  const rows = isThread || closedFor === text ? [] : suggest(app.boot.commands, text);
  const usage = isThread || rows.length > 0 ? null : findUsage(app.boot.commands, text);
  const at = Math.min(active, Math.max(0, rows.length - 1));

  useLayoutEffect(() => grow(box.current), [text]);
  useEffect(() => {
    if (isThread || matchMedia('(hover: hover)').matches) box.current?.focus({ preventScroll: true });
  }, []);

  const write = (next: string) => {
    setText(next);
    setActive(0);
    box.current?.focus();
  };
  const send = () => {
    const typed = text.trim();
    if (typed === '') return;
    setText('');
    setClosedFor(null);
    if (typed.startsWith('/') && !isThread) void sendCommand(app, channel.id, typed);
    else void sendMessage(app, makePending(channel.id, threadTs ?? null, typed, isAlso));
    setAlso(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (rows.length > 0 && moveCompletion(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && onEscape && text === '') onEscape();
    else if (event.key === 'ArrowUp' && text === '') focusNewest(event);
  };
  const moveCompletion = (event: KeyboardEvent): boolean => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 };
    const to = moves[event.key];
    const row = rows[at];
    if (to !== undefined) setActive((to + rows.length) % rows.length);
    else if (event.key === 'Tab' && !event.shiftKey && row) fill(row);
    else if (event.key === 'Escape') setClosedFor(text);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const fill = (row: Suggestion) => write(row.fill);

  return (
    <div class="composer-wrap" data-region={isThread ? undefined : 'composer'}>
      {rows.length > 0 && (
        <Completion id={`${boxId}-list`} rows={rows} active={at} text={text} onChoose={fill} onActive={setActive} />
      )}
      {usage && <Usage row={usage} />}
      <div class="composer">
        <textarea
          ref={box}
          id={boxId}
          class={text.startsWith('/') && !isThread ? 'cmd' : ''}
          rows={1}
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          aria-haspopup={isThread ? undefined : 'listbox'}
          aria-controls={rows.length > 0 ? `${boxId}-list` : undefined}
          aria-activedescendant={rows.length > 0 ? `${boxId}-list-${at}` : undefined}
          aria-autocomplete={isThread ? undefined : 'list'}
          spellcheck={!text.startsWith('/')}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        {isThread && !channel.isIm && (
          <label class="choice also">
            <input type="checkbox" checked={isAlso} onChange={(event) => setAlso(event.currentTarget.checked)} />
            <span>Also send to #{channel.name}</span>
          </label>
        )}
        <div class="composer-bar">
          <InsertEmoji onInsert={(unicode) => write(`${text}${unicode}`)} />
          <button
            type="button"
            class="ibtn"
            aria-label="Mention someone"
            title="Mention someone"
            onClick={() => write(`${text}${text === '' || text.endsWith(' ') ? '' : ' '}@`)}
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
                onClick={() => write(text.startsWith('/') ? text : '/')}
              >
                <Icon name="slash" />
              </button>
            </>
          )}
          <span class="end">
            <span class="tip">
              {isThread
                ? 'Commands work in channels'
                : text.startsWith('/')
                  ? ''
                  : text === ''
                    ? ''
                    : 'Shift + Enter for a new line'}
            </span>
            <button type="button" class="send" aria-label="Send" disabled={text.trim() === ''} onClick={send}>
              <Icon name="send" size="s" />
            </button>
          </span>
        </div>
      </div>
    </div>
  );
}

function Usage({ row }: { row: Suggestion }) {
  return (
    <div class="complete usage" role="note">
      <b>{row.label}</b> <span class="a">{row.args}</span>
      <span class="h">{row.help}</span>
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
          <EmojiPicker
            onClose={close}
            onChoose={(_, unicode) => {
              setOpen(false);
              onInsert(unicode);
            }}
          />
        </Popup>
      )}
    </>
  );
}

function grow(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}

function focusNewest(event: KeyboardEvent): void {
  const rows = (event.target as HTMLElement).closest('.main, .pane')?.querySelectorAll<HTMLElement>('.msg[tabindex]');
  const newest = rows?.[rows.length - 1];
  if (!newest) return;
  event.preventDefault();
  newest.focus();
}
