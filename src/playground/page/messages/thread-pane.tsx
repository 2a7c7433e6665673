import { useEffect, useRef, useState } from 'preact/hooks';
import { Composer } from '../composer/composer.tsx';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import { selectThread } from '../lib/state.ts';
import { useScroll } from '../lib/use-scroll.ts';
import { moveInList } from './keys.ts';
import { Message } from './message.tsx';
import { PendingMessage } from './pending-message.tsx';

export function ThreadPane({ channel: id, ts }: { channel: string; ts: string }) {
  const { state, boot, dispatch } = useApp();
  const channel = boot.channels.find((candidate) => candidate.id === id);
  const { root, replies } = selectThread(state, id, ts);
  const pending = state.pending.filter((row) => row.channel === id && row.threadTs === ts);
  const { box } = useScroll(replies.length + pending.length, pending.length);
  const [isNarrow, setNarrow] = useState(() => matchMedia('(max-width: 1100px)').matches);
  const opener = useRef(document.activeElement as HTMLElement | null);
  useEffect(() => {
    const narrow = matchMedia('(max-width: 1100px)');
    const follow = () => setNarrow(narrow.matches);
    narrow.addEventListener('change', follow);
    return () => narrow.removeEventListener('change', follow);
  }, []);
  const close = () => {
    dispatch({ type: 'pane', pane: null });
    requestAnimationFrame(() => opener.current?.isConnected && opener.current.focus());
  };
  const name = channel?.isIm ? boot.bot.realName : `#${channel?.name ?? id}`;
  const Pane = isNarrow ? 'main' : 'aside';
  const Title = isNarrow ? 'h1' : 'h2';
  if (!channel) return null;
  return (
    <Pane class="pane" aria-label={`Thread in ${name}`} data-region="pane">
      <div class="head">
        {isNarrow && (
          <button type="button" class="ibtn" aria-label={`Back to ${name}`} onClick={close}>
            <Icon name="left" />
          </button>
        )}
        <Title>Thread</Title>
        <span class="sub">{name}</span>
        <span class="end">
          <button type="button" class="ibtn" aria-label="Close thread" onClick={close}>
            <Icon name="x" />
          </button>
        </span>
      </div>
      <div ref={box} class="scroll" tabIndex={0} role="region" aria-label="Thread messages">
        <div role="list" aria-label="Thread" aria-live="polite" class="messages" onKeyDown={moveInList}>
          {root && <Message message={root} isStop={replies.length === 0} place="thread" />}
          {replies.length > 0 && (
            <div class="day day-replies" role="listitem">
              <b>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</b>
            </div>
          )}
          {replies.map((reply, index) => (
            <Message key={reply.ts} message={reply} isStop={index === replies.length - 1} place="thread" />
          ))}
          {pending.map((row) => (
            <PendingMessage key={row.id} pending={row} />
          ))}
        </div>
      </div>
      <Composer channel={channel} threadTs={ts} placeholder="Reply to thread" onEscape={close} />
    </Pane>
  );
}
