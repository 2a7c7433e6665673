import { useState } from 'preact/hooks';
import type { TrafficEntry } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { formatTime } from '../lib/dates.ts';
import { useApp } from '../lib/runtime.ts';

/** Everything that went between the local Slack and the app, newest first. */
export function PayloadsPane() {
  const { state, dispatch, boot, me } = useApp();
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const rows = state.traffic.filter(({ what }) => what.toLowerCase().includes(wanted)).reverse();
  return (
    <aside
      class="pane"
      aria-label="Payloads"
      data-region="pane"
      onKeyDown={(event) => event.key === 'Escape' && dispatch({ type: 'pane', pane: null })}
    >
      <div class="head">
        <h2>Payloads</h2>
        <span class="sub">to and from {boot.bot.realName}</span>
        <span class="end">
          <button
            type="button"
            class="ibtn"
            aria-label="Close payloads"
            onClick={() => dispatch({ type: 'pane', pane: null })}
          >
            <Icon name="x" />
          </button>
        </span>
      </div>
      <div class="traffic-bar">
        <input
          class="input"
          type="search"
          aria-label="Filter payloads"
          placeholder="Filter, for example views.open"
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Requests, newest first">
        {rows.length === 0 && (
          <p class="empty">
            {wanted
              ? 'Nothing matches.'
              : 'Nothing yet. Click a button or send a command, and what Slack and the app say to each other appears here.'}
          </p>
        )}
        {rows.map((entry, index) => (
          <Entry key={rows.length - index} entry={entry} tz={me.tz} />
        ))}
      </div>
    </aside>
  );
}

function Entry({ entry, tz }: { entry: TrafficEntry; tz: string }) {
  const isToApp = entry.direction === 'to_app';
  return (
    <details class="traffic">
      <summary>
        <span class={isToApp ? 'dir dir-to' : 'dir'}>
          <Icon name={isToApp ? 'right' : 'left'} size="s" />
        </span>
        <span class="sr">{isToApp ? 'To the app: ' : 'From the app: '}</span>
        <b>{entry.what}</b>
        <span class="muted">
          {entry.ms !== null && `${Math.round(entry.ms)} ms · `}
          {formatTime(entry.at, tz, true)}
        </span>
      </summary>
      <pre tabIndex={0}>{JSON.stringify(entry.payload, null, 2)}</pre>
    </details>
  );
}
