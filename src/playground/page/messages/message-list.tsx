import { useState } from 'preact/hooks';
import type { PageMessage } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { formatDay, keyOfDay } from '../lib/dates.ts';
import { useApp } from '../lib/runtime.ts';
import type { Pending } from '../lib/state.ts';
import { useScroll } from '../lib/use-scroll.ts';
import { moveInList } from './keys.ts';
import { Message } from './message.tsx';
import { PendingMessage } from './pending-message.tsx';

type Props = { channel: string; label: string; messages: PageMessage[]; pending: Pending[]; isPanel: boolean };

/** Oldest above, newest below, day by day. Stays at the bottom for a reader who is there. */
export function MessageList({ channel, label, messages, pending, isPanel }: Props) {
  const { state, me, now } = useApp();
  const { box, isAway, goDown } = useScroll(messages.length + pending.length, pending.length);
  const [focused, setFocused] = useState<string | null>(null);
  const stop = messages.some(({ ts }) => ts === focused) ? focused : (messages.at(-1)?.ts ?? null);
  const panel = isPanel ? { id: 'panel', role: 'tabpanel' as const, 'aria-labelledby': 'tab-messages' } : {};
  return (
    <div class="list-wrap">
      <div ref={box} class="scroll" {...panel} tabIndex={-1}>
        {state.hasMore[channel] && <Earlier channel={channel} before={messages[0]?.ts} />}
        {messages.length === 0 && pending.length === 0 && state.hasMore[channel] !== undefined && (
          <p class="empty">Nothing here yet. Say something, or type / for the app's commands.</p>
        )}
        <div
          role="list"
          aria-label={label}
          aria-live="polite"
          class="messages"
          onKeyDown={moveInList}
          onFocusIn={(event) => setFocused(readTs(event.target as HTMLElement))}
        >
          {messages.map((message, index) => (
            <DayAndMessage
              key={message.ts}
              message={message}
              before={messages[index - 1]}
              tz={me.tz}
              now={now}
              isStop={message.ts === stop}
            />
          ))}
          {pending.map((row) => (
            <PendingMessage key={row.id} pending={row} />
          ))}
        </div>
      </div>
      {isAway && (
        <button type="button" class="new-pill" onClick={goDown}>
          <Icon name="arrowdown" size="s" />
          New messages
        </button>
      )}
    </div>
  );
}

type RowProps = { message: PageMessage; before: PageMessage | undefined; tz: string; now: number; isStop: boolean };

function DayAndMessage({ message, before, tz, now, isStop }: RowProps) {
  const at = Number(message.ts) * 1000;
  const isNewDay = !before || keyOfDay(Number(before.ts) * 1000, tz) !== keyOfDay(at, tz);
  return (
    <>
      {isNewDay && (
        <div class="day" role="listitem">
          <b>{formatDay(at, now, tz)}</b>
        </div>
      )}
      <Message message={message} isStop={isStop} place="channel" />
    </>
  );
}

function Earlier({ channel, before }: { channel: string; before: string | undefined }) {
  const { api, dispatch, state } = useApp();
  const [isBusy, setBusy] = useState(false);
  const load = async () => {
    setBusy(true);
    const asked = state.messages[channel] ?? [];
    try {
      const { messages, hasMore } = await api.messages(channel, before);
      dispatch({ type: 'loaded', channel, messages, hasMore, isWhole: false, asked });
    } catch {
      dispatch({ type: 'failed', message: 'Could not load earlier messages.', origin: { kind: 'composer', channel } });
    }
    setBusy(false);
  };
  return (
    <p class="earlier">
      <button type="button" class="btn" aria-busy={isBusy} onClick={() => void load()}>
        Show earlier messages
      </button>
    </p>
  );
}

function readTs(target: HTMLElement): string | null {
  return target.closest<HTMLElement>('.msg')?.dataset.ts ?? null;
}
