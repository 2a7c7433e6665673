import { Avatar } from '../avatar.tsx';
import { Mrkdwn } from '../blocks/text.tsx';
import { sendMessage } from '../composer/send.ts';
import { Icon } from '../icon.tsx';
import { encodeEntities } from '../lib/inline.ts';
import { useApp } from '../lib/runtime.ts';
import type { Pending } from '../lib/state.ts';

/** My message before the server has it: greyed, or with the reason it was refused and a way to try again. */
export function PendingMessage({ pending }: { pending: Pending }) {
  const app = useApp();
  return (
    <div class="msg is-sending" role="listitem" aria-label={pending.error === null ? 'Sending' : 'Not sent'}>
      <Avatar user={app.me} />
      <div class="msg-main">
        <div class="msg-head">
          <b class="msg-name">{app.me.realName}</b>
        </div>
        <div class="b txt">
          <Mrkdwn source={encodeEntities(pending.text)} />
        </div>
        {pending.error !== null && (
          <div class="msg-fail" role="status">
            <Icon name="warn" size="s" />
            <span>Not sent. {pending.error}</span>
            <button type="button" class="btn" onClick={() => void sendMessage(app, { ...pending, error: null })}>
              Try again
            </button>
            <button
              type="button"
              class="btn"
              onClick={() => app.dispatch({ type: 'settled', id: pending.id, error: null })}
            >
              Discard
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
