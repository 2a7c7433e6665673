import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PageMessage } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import { ReactButton } from './react-button.tsx';

const OVERHANG_PX = 18;

/** The toolbar that hangs over a message's upper edge, inside it where the list begins. */
export function Tools({
  message,
  row,
  hasThread,
}: {
  message: PageMessage;
  row: RefObject<HTMLDivElement | null>;
  hasThread: boolean;
}) {
  const { openThread, dispatch } = useApp();
  const { channel, ts, threadTs } = message;
  useEffect(() => {
    const node = row.current;
    if (!node) return;
    const place = () => {
      const top = node.closest('.scroll')?.getBoundingClientRect().top ?? 0;
      node.classList.toggle('is-top', node.getBoundingClientRect().top < top + OVERHANG_PX);
    };
    node.addEventListener('pointerenter', place);
    node.addEventListener('focusin', place);
    return () => {
      node.removeEventListener('pointerenter', place);
      node.removeEventListener('focusin', place);
    };
  }, []);
  return (
    <div class="tools" role="toolbar" aria-label="Message actions">
      <ReactButton message={message} class="ibtn ibtn-32" />
      {hasThread && (
        <button
          type="button"
          class="ibtn ibtn-32"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => openThread(channel, threadTs ?? ts)}
        >
          <Icon name="reply" />
        </button>
      )}
      <button
        type="button"
        class="ibtn ibtn-32"
        aria-label="Show payloads"
        title="Show payloads"
        onClick={() => dispatch({ type: 'pane', pane: { kind: 'payloads' } })}
      >
        <Icon name="log" />
      </button>
    </div>
  );
}
