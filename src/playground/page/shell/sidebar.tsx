import type { ComponentChildren } from 'preact';
import type { PageChannel } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import type { Place } from '../lib/state.ts';
import { Persona } from './persona.tsx';
import { ThemeButton } from './top-bar.tsx';

export function Sidebar({ onPersona }: { onPersona: (id: string) => void }) {
  const { boot, state, dispatch } = useApp();
  const { place } = state;
  const channels = boot.channels.filter((channel) => !channel.isIm);
  const im = boot.channels.find((channel) => channel.isIm);
  return (
    <nav class="side" id="side" aria-label="Channels and apps" data-region="side">
      <div class="side-head">
        <b class="ws-name">{boot.team.name}</b>
        <span class="side-tools">
          <button
            type="button"
            class="ibtn"
            aria-label="Payloads"
            onClick={() => dispatch({ type: 'pane', pane: { kind: 'payloads' } })}
          >
            <Icon name="log" />
          </button>
          <ThemeButton />
        </span>
      </div>
      <div class="side-scroll">
        <Group id="side-channels" name="Channels">
          {channels.map((channel) => (
            <ChannelRow
              key={channel.id}
              channel={channel}
              isCurrent={place.kind === 'channel' && place.id === channel.id}
            />
          ))}
        </Group>
        <Group id="side-apps" name="Apps">
          <Row
            place={{ kind: 'home', tab: 'home' }}
            isCurrent={place.kind === 'home'}
            unread={im ? (state.unread[im.id] ?? 0) : 0}
            name={boot.bot.realName}
          >
            <Avatar user={boot.bot} size="20" />
          </Row>
        </Group>
      </div>
      <Persona onPersona={onPersona} />
    </nav>
  );
}

function Group({ id, name, children }: { id: string; name: string; children: ComponentChildren }) {
  return (
    <>
      <div class="side-sec">
        <Icon name="caretd" size="xs" />
        <span id={id}>{name}</span>
      </div>
      <ul class="side-list" aria-labelledby={id}>
        {children}
      </ul>
    </>
  );
}

function ChannelRow({ channel, isCurrent }: { channel: PageChannel; isCurrent: boolean }) {
  const { state } = useApp();
  return (
    <Row
      place={{ kind: 'channel', id: channel.id }}
      isCurrent={isCurrent}
      unread={isCurrent ? 0 : (state.unread[channel.id] ?? 0)}
      name={channel.name}
    >
      <Icon name={channel.isPrivate ? 'lock' : 'hash'} size="s" />
    </Row>
  );
}

type RowProps = { place: Place; isCurrent: boolean; unread: number; name: string; children: ComponentChildren };

function Row({ place, isCurrent, unread, name, children }: RowProps) {
  const { go } = useApp();
  return (
    <li>
      <button
        type="button"
        class={`side-item${unread > 0 ? ' unread' : ''}`}
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={unread > 0 ? `${name}, ${unread} unread` : undefined}
        onClick={() => go(place)}
      >
        {children}
        <span class="t">{name}</span>
        {unread > 0 && (
          <span class="pill" aria-hidden="true">
            {unread}
          </span>
        )}
      </button>
    </li>
  );
}
