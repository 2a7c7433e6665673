import { useEffect, useRef, useState } from 'preact/hooks';
import { Listbox, useActive } from '../elements/listbox.tsx';
import type { Choice } from '../elements/use-options.ts';
import { readInline } from '../lib/inline.ts';
import { parseMrkdwn } from '../lib/mrkdwn.ts';
import type { App } from '../lib/runtime.ts';
import { findUser, useApp } from '../lib/runtime.ts';
import { revealMessage } from '../lib/use-routing.ts';
import { Popup } from '../popup.tsx';

const SHOWN = 8;

/** Goes to a channel, or to a loaded message that holds the words. */
export function Jump({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const [query, setQuery] = useState('');
  const anchor = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const rows = [...listPlaces(app), ...listMessages(app, query)].filter(
    (row) => row.group !== 'Go to' || row.label.toLowerCase().includes(query.trim().toLowerCase()),
  );
  const choices = { rows, status: rows.length === 0 ? 'No results' : null };
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    input.current?.focus();
    return () => before?.isConnected && before.focus();
  }, []);
  const take = ({ key }: Choice) => {
    onClose();
    const [place = '', ts] = key.split('@');
    if (place === 'home') app.go({ kind: 'home', tab: 'home' });
    else app.go({ kind: 'channel', id: place });
    if (ts !== undefined) requestAnimationFrame(() => requestAnimationFrame(() => revealMessage(ts)));
  };
  const active = useActive(choices, take);
  return (
    <div ref={anchor} class="search search-on">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={`Search ${app.boot.team.name}`}
        aria-expanded="true"
        aria-controls="jump-list"
        aria-autocomplete="list"
        aria-activedescendant={rows.length > 0 ? `jump-list-${active.at}` : undefined}
        autocomplete="off"
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          active.setActive(0);
        }}
        onBlur={onClose}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          else active.onKeyDown(event);
        }}
      />
      <Popup anchor={anchor} onClose={onClose} isWide>
        <Listbox
          id="jump-list"
          label="Results"
          choices={choices}
          active={active.at}
          chosen={new Set()}
          query={query}
          onChoose={take}
          onActive={active.setActive}
        />
      </Popup>
    </div>
  );
}

function listPlaces({ boot }: App): Choice[] {
  const places = boot.channels
    .filter(({ isIm }) => !isIm)
    .map(({ id, name, topic }) => ({ key: id, label: `#${name}`, note: topic, group: 'Go to', raw: id }));
  return [...places, { key: 'home', label: boot.bot.realName, note: 'App home', group: 'Go to', raw: 'home' }];
}

function listMessages(app: App, query: string): Choice[] {
  const wanted = query.trim().toLowerCase();
  if (wanted.length < 2) return [];
  const all = Object.values(app.state.messages)
    .flat()
    .filter(({ threadTs, ts }) => threadTs === null || threadTs === ts);
  const hits = all
    .filter(({ text }) => text.toLowerCase().includes(wanted))
    .slice(-SHOWN)
    .reverse();
  return hits.map(({ channel, ts, text, user }) => {
    const words = parseMrkdwn(text)
      .map((node) => (node.kind === 'pre' ? node.text : readInline(node.children)))
      .join(' ');
    return {
      key: `${channel}@${ts}`,
      label: words.replaceAll('\n', ' ').slice(0, 90),
      note: findUser(app, user)?.realName ?? '',
      group: 'Messages',
      raw: ts,
    };
  });
}
