import { useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.tsx';
import { formatFull, formatTime, formatTokens } from '../lib/dates.ts';
import { nameEmoji } from '../lib/emoji.ts';
import type { Inline } from '../lib/inline.ts';
import { findUser, useApp } from '../lib/runtime.ts';
import { Popup } from '../popup.tsx';

/** Inline nodes as vnodes; nothing here ever becomes HTML text. */
export function InlineText({ nodes }: { nodes: readonly Inline[] }) {
  return (
    <>
      {nodes.map((node, index) => (
        <InlineNode key={index} node={node} />
      ))}
    </>
  );
}

function InlineNode({ node }: { node: Inline }) {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'break':
      return <br />;
    case 'code':
      return <code>{node.text}</code>;
    case 'bold':
      return <b>{<InlineText nodes={node.children} />}</b>;
    case 'italic':
      return <i>{<InlineText nodes={node.children} />}</i>;
    case 'strike':
      return <s>{<InlineText nodes={node.children} />}</s>;
    case 'link':
      return <Link href={node.href}>{<InlineText nodes={node.children} />}</Link>;
    case 'emoji':
      return <Emoji name={node.name} unicode={node.unicode} />;
    case 'date':
      return <DateText {...node} />;
    case 'broadcast':
      return <span class="mention mention-self">@{node.range}</span>;
    case 'user':
      return <UserMention id={node.id} label={node.label} />;
    case 'channel':
      return <ChannelMention id={node.id} label={node.label} />;
    case 'group':
      return <GroupMention id={node.id} label={node.label} />;
  }
}

export function Link({ href, children }: { href: string; children: preact.ComponentChildren }) {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

export function Emoji({ name, unicode }: { name: string; unicode: string }) {
  return (
    <span class="emoji" role="img" aria-label={nameEmoji(name)} title={`:${name}:`}>
      {unicode}
    </span>
  );
}

type DateProps = { timestamp: number; format: string; fallback: string; href: string | null };

export function DateText({ timestamp, format, fallback, href }: DateProps) {
  const { now, me } = useApp();
  const words = formatTokens(timestamp, format, now, me.tz) || fallback;
  const time = (
    <time dateTime={new Date(timestamp * 1000).toISOString()} title={formatFull(timestamp * 1000, me.tz)}>
      {words}
    </time>
  );
  return href === null ? time : <Link href={href}>{time}</Link>;
}

export function UserMention({ id, label }: { id: string; label: string | null }) {
  const app = useApp();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const user = findUser(app, id);
  const name = user?.realName ?? label ?? id;
  const close = () => setOpen(false);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        class={`mention${id === app.me.id ? ' mention-self' : ''}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !isOpen) return;
          event.stopPropagation();
          close();
        }}
      >
        @{name}
      </button>
      {isOpen && user && (
        <Popup anchor={anchor} onClose={close} class="profile">
          <Avatar user={user} size="52" />
          <span>
            <b>{user.realName}</b>
            <span class="muted">@{user.name}</span>
            <span class="muted">{user.isBot ? 'App' : `${formatTime(app.now, user.tz)} local time, ${user.tz}`}</span>
          </span>
        </Popup>
      )}
    </>
  );
}

export function ChannelMention({ id, label }: { id: string; label: string | null }) {
  const { boot, go } = useApp();
  const channel = boot.channels.find((candidate) => candidate.id === id);
  if (!channel) return <span class="mention">#{label ?? id}</span>;
  return (
    <button type="button" class="mention" onClick={() => go({ kind: 'channel', id })}>
      #{channel.name}
    </button>
  );
}

export function GroupMention({ id, label }: { id: string; label: string | null }) {
  const group = useApp().boot.userGroups.find((candidate) => candidate.id === id);
  const handle = (group?.handle ?? label ?? id).replace(/^@/, '');
  return (
    <span class="mention" title={group?.name}>
      @{handle}
    </span>
  );
}
