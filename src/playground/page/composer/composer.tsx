import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageChannel } from '../../protocol.ts';
import type { Suggestion } from '../lib/completion.ts';
import { useApp } from '../lib/runtime.ts';
import { Completion } from './completion.tsx';
import { ComposerBar } from './composer-bar.tsx';
import { makePending, sendCommand, sendMessage } from './send.ts';
import { useCompletion } from './use-completion.ts';

type Props = { channel: PageChannel; placeholder: string; threadTs?: string; onEscape?: () => void };

/** The text box of a channel or thread. Enter sends, Shift+Enter breaks the line, "/" completes commands. */
export function Composer({ channel, placeholder, threadTs, onEscape }: Props) {
  const app = useApp();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [isAlso, setAlso] = useState(false);
  const isThread = threadTs !== undefined;
  const isCommand = text.startsWith('/') && !isThread;
  const boxId = isThread ? 'composer-thread' : 'composer';

  const type = (next: string) => {
    setText(next);
    completion.setActive(0);
  };
  const write = (next: string) => {
    type(next);
    box.current?.focus();
  };
  const completion = useCompletion(text, !isThread, (row) => write(row.fill));
  const { rows, at, usage } = completion;

  useLayoutEffect(() => grow(box.current), [text]);
  useEffect(() => {
    if (isThread || matchMedia('(hover: hover)').matches) box.current?.focus({ preventScroll: true });
  }, []);

  const send = () => {
    const typed = text.trim();
    if (typed === '') return;
    setText('');
    setAlso(false);
    if (isCommand) void sendCommand(app, channel.id, typed);
    else void sendMessage(app, makePending(channel.id, threadTs ?? null, typed, isAlso));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || completion.onKeyDown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && text === '') onEscape?.();
    else if (event.key === 'ArrowUp' && text === '') focusNewest(event);
  };

  return (
    <div class="composer-wrap" data-region={isThread ? undefined : 'composer'}>
      {rows.length > 0 && (
        <Completion
          id={`${boxId}-list`}
          rows={rows}
          active={at}
          text={text}
          onChoose={(row) => write(row.fill)}
          onActive={completion.setActive}
        />
      )}
      {usage && <Usage row={usage} />}
      <div class="composer">
        <textarea
          ref={box}
          id={boxId}
          class={isCommand ? 'cmd' : ''}
          rows={1}
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          aria-haspopup={isThread ? undefined : 'listbox'}
          aria-controls={rows.length > 0 ? `${boxId}-list` : undefined}
          aria-activedescendant={rows.length > 0 ? `${boxId}-list-${at}` : undefined}
          aria-autocomplete={isThread ? undefined : 'list'}
          spellcheck={!isCommand}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {isThread && !channel.isIm && (
          <label class="choice also">
            <input type="checkbox" checked={isAlso} onChange={(event) => setAlso(event.currentTarget.checked)} />
            <span>Also send to #{channel.name}</span>
          </label>
        )}
        <ComposerBar text={text} isThread={isThread} onWrite={write} onSend={send} />
      </div>
    </div>
  );
}

/** How the chosen subcommand goes on, while its arguments are typed. */
function Usage({ row }: { row: Suggestion }) {
  return (
    <div class="complete usage" role="note">
      <b>{row.label}</b> <span class="a">{row.args}</span>
      <span class="h">{row.help}</span>
    </div>
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
