import type { PageMessage } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { formatWhen } from '../lib/dates.ts';
import { findUser, useApp } from '../lib/runtime.ts';

const FACES = 5;

export function Replies({ message }: { message: PageMessage }) {
  const app = useApp();
  const { channel, ts, replyCount, replyUsers, latestReplyTs } = message;
  return (
    <button type="button" class="replies" onClick={() => app.openThread(channel, ts)}>
      {replyUsers.slice(0, FACES).map((id) => (
        <Avatar key={id} user={findUser(app, id)} size="24" />
      ))}
      <b>{replyCount === 1 ? '1 reply' : `${replyCount} replies`}</b>
      {latestReplyTs !== null && (
        <span class="muted">Last reply {formatWhen(Number(latestReplyTs) * 1000, app.now, app.me.tz)}</span>
      )}
      <span class="sr">View thread</span>
      <Icon name="next" size="s" />
    </button>
  );
}
