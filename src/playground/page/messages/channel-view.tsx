import type { PageChannel } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { Composer } from '../composer/composer.tsx';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import { selectChannel } from '../lib/state.ts';
import { Failures } from '../shell/failures.tsx';
import { Head } from '../shell/head.tsx';
import { MessageList } from './message-list.tsx';

export function ChannelView({ id, onMenu }: { id: string; onMenu: () => void }) {
  const { boot } = useApp();
  const channel = boot.channels.find((candidate) => candidate.id === id);
  if (!channel) return null;
  const people = boot.users.filter((user) => !user.isBot);
  const count = people.length + (channel.isMember ? 1 : 0);
  const faces = (
    <span
      class="faces"
      role="img"
      aria-label={`${count} members${channel.isMember ? `, ${boot.bot.realName} among them` : ''}`}
    >
      {people.slice(0, 3).map((user) => (
        <Avatar key={user.id} user={user} size="20" />
      ))}
      {count}
    </span>
  );
  return (
    <main class="main" data-region="main">
      <Head onMenu={onMenu} end={faces}>
        <h1>
          <Icon name={channel.isPrivate ? 'lock' : 'hash'} size="s" />
          {channel.name}
        </h1>
        <span class="sub">{channel.topic}</span>
      </Head>
      <div class="head-line" />
      <ChannelBody channel={channel} label={`#${channel.name}`} />
    </main>
  );
}

/** Messages and composer of a channel or of the direct messages with the app. */
export function ChannelBody({
  channel,
  label,
  isPanel = false,
}: {
  channel: PageChannel;
  label: string;
  isPanel?: boolean;
}) {
  const { state } = useApp();
  const { id } = channel;
  return (
    <>
      <MessageList
        channel={id}
        label={`Messages in ${label}`}
        messages={selectChannel(state, id)}
        pending={state.pending.filter((row) => row.channel === id && row.threadTs === null)}
        isPanel={isPanel}
      />
      <Failures shows={(origin) => origin === null || (origin.kind === 'composer' && origin.channel === id)} />
      <Composer channel={channel} placeholder={`Message ${label}`} />
    </>
  );
}
