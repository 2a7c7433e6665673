import { useEffect } from 'preact/hooks';
import type { Place, State, Step } from './state.ts';

/** Keeps the address in step with the open place (`#/C123`, `#/app/home`), so that Back, Forward and reload work. */
export function useRouting({ boot, place }: State, dispatch: (step: Step) => void): (place: Place) => void {
  const hash = formatPlace(place);
  useEffect(() => {
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

function formatPlace(place: Place): string {
  return place.kind === 'channel' ? `#/${place.id}` : `#/app/${place.tab}`;
}

function parsePlace(hash: string, channels: ReadonlySet<string>): Place | null {
  const [, first = '', tab = ''] = hash.split('/');
  if (channels.has(first)) return { kind: 'channel', id: first };
  if (first === 'app' && (tab === 'home' || tab === 'messages' || tab === 'about')) return { kind: 'home', tab };
  return null;
}
