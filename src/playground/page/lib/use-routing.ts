import { useEffect } from 'preact/hooks';
import type { Place, State, Step } from './state.ts';

// The linked message is fetched first.
const REVEAL_MS = 400;

/** Keeps the address in step with the open place (`#/C123`, `#/app/home`), so that Back, Forward and reload work. */
export function useRouting({ boot, place }: State, dispatch: (step: Step) => void): (place: Place) => void {
  const hash = formatPlace(place);
  useEffect(() => {
    const linked = parsePermalink(location.search);
    if (linked) {
      history.replaceState(null, '', `/#/${linked.channel}`);
      dispatch({ type: 'went', place: { kind: 'channel', id: linked.channel } });
      if (linked.thread !== null)
        dispatch({ type: 'pane', pane: { kind: 'thread', channel: linked.channel, ts: linked.thread } });
      setTimeout(() => revealMessage(linked.ts), REVEAL_MS);
    }
    const follow = () => {
      const wanted = parsePlace(location.hash, new Set(boot?.channels.map(({ id }) => id)));
      if (wanted) dispatch({ type: 'went', place: wanted });
    };
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [boot?.users]);
  useEffect(() => {
    if (location.hash === '') history.replaceState(null, '', hash);
  }, [hash]);
  return (next) => {
    if (formatPlace(next) === location.hash) dispatch({ type: 'went', place: next });
    else location.hash = formatPlace(next);
  };
}

/** The server sends a followed permalink on as `/?channel=C123&ts=1.2&thread=1.0`. */
function parsePermalink(search: string): { channel: string; ts: string; thread: string | null } | null {
  const query = new URLSearchParams(search);
  const [channel, ts] = [query.get('channel'), query.get('ts')];
  return channel === null || ts === null ? null : { channel, ts, thread: query.get('thread') };
}

export function revealMessage(ts: string): void {
  const message = document.getElementById(`m-${ts}`);
  message?.scrollIntoView({ block: 'center' });
  message?.focus();
}

function formatPlace(place: Place): string {
  return place.kind === 'channel' ? `#/${place.id}` : `#/app/${place.tab}`;
}

function parsePlace(hash: string, channels: ReadonlySet<string>): Place | null {
  const [, first = '', tab = ''] = hash.split('/');
  if (channels.has(first)) return { kind: 'channel', id: first };
  if (first === 'app' && (tab === 'home' || tab === 'messages' || tab === 'about')) return { kind: 'home', tab };
  return null;
}
