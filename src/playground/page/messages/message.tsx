import { useRef } from 'preact/hooks';
import type { PageMessage } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { formatFull, formatTime } from '../lib/dates.ts';
import { findUser, SurfaceContext, useApp } from '../lib/runtime.ts';
import { useSurfaceState } from '../lib/use-surface.ts';
import { Failures } from '../shell/failures.tsx';
import { MessageBody } from './message-body.tsx';
import { Reactions } from './reactions.tsx';
import { Replies } from './replies.tsx';
import { Tools } from './tools.tsx';

type Props = { message: PageMessage; isStop: boolean; place: 'channel' | 'thread' };

export function Message({ message, isStop, place }: Props) {
  const app = useApp();
  const node = useRef<HTMLDivElement>(null);
  const { ts, channel } = message;
  const user = findUser(app, message.user);
  const id = `${place}-${ts}`;
  const isEphemeral = message.ephemeralFor !== null;
  const updates = app.state.updates[ts] ?? 0;
  const surface = useSurfaceState({
    kind: 'message',
    container: { type: 'message', channel, ts },
    blocks: useAllBlocks(message),
    files: message.files,
  });
  return (
    <div
      ref={node}
      class={`msg${isEphemeral ? ' is-ephemeral' : ''}${updates > 0 ? ` is-updated is-updated-${updates % 2}` : ''}`}
      id={place === 'channel' ? `m-${ts}` : undefined}
      role="listitem"
      aria-labelledby={`${id}-by ${id}-at`}
      tabIndex={isStop ? 0 : -1}
      data-ts={ts}
    >
      {isEphemeral && (
        <div class="only-you">
          <Icon name="eye" size="s" />
          Only visible to you
        </div>
      )}
      <Avatar user={user} />
      <div class="msg-main">
        <div class="msg-head">
          <b class="msg-name" id={`${id}-by`}>
            {user?.realName ?? message.user}
          </b>
          {user?.isBot && <span class="app-badge">APP</span>}
          <time
            class="msg-time"
            id={`${id}-at`}
            dateTime={new Date(Number(ts) * 1000).toISOString()}
            title={formatFull(Number(ts) * 1000, app.me.tz)}
          >
            {formatTime(Number(ts) * 1000, app.me.tz)}
          </time>
          {place === 'channel' && message.isBroadcast && message.threadTs !== null && (
            <ThreadLink channel={channel} ts={message.threadTs} />
          )}
        </div>
        <SurfaceContext.Provider value={surface}>
          <MessageBody message={message} />
        </SurfaceContext.Provider>
        <Failures shows={(origin) => origin?.kind === 'message' && origin.ts === ts} />
        <Reactions message={message} />
        {place === 'channel' && message.replyCount > 0 && <Replies message={message} />}
      </div>
      {!isEphemeral && <Tools message={message} row={node} hasThread={place === 'channel'} />}
    </div>
  );
}

function ThreadLink({ channel, ts }: { channel: string; ts: string }) {
  const { openThread } = useApp();
  return (
    <button type="button" class="thread-link" onClick={() => openThread(channel, ts)}>
      replied to a thread
    </button>
  );
}

/** One list for the values of all elements; the identity changes only with the message. */
function useAllBlocks(message: PageMessage) {
  const kept = useRef<{ message: PageMessage; blocks: PageMessage['blocks'] } | null>(null);
  if (kept.current?.message !== message) {
    kept.current = {
      message,
      blocks: [...message.blocks, ...message.attachments.flatMap(({ blocks }) => blocks ?? [])],
    };
  }
  return kept.current.blocks;
}
