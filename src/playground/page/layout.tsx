import { useEffect, useState } from 'preact/hooks';
import { useApp } from './lib/runtime.ts';
import { ChannelView } from './messages/channel-view.tsx';
import { ThreadPane } from './messages/thread-pane.tsx';
import { AppView } from './shell/app-view.tsx';
import { Banner } from './shell/banner.tsx';
import { PayloadsPane } from './shell/payloads.tsx';
import { Rail } from './shell/rail.tsx';
import { Sidebar } from './shell/sidebar.tsx';
import { TopBar } from './shell/top-bar.tsx';

const REGIONS = '[data-region]';

export function Layout({ isInert, onPersona }: { isInert: boolean; onPersona: (id: string) => void }) {
  const { state } = useApp();
  const { place, pane } = state;
  const [isDrawer, setDrawer] = useState(false);
  useEffect(() => setDrawer(false), [place, pane]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F6') moveRegion(event);
      if (event.key === 'Escape') setDrawer(false);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const openMenu = () => setDrawer(true);
  return (
    <div class={`app${isDrawer ? ' drawer' : ''}`} inert={isInert}>
      <button type="button" class="skip" onClick={focusComposer}>
        Skip to the composer
      </button>
      <TopBar />
      <Rail />
      {isDrawer && (
        <button type="button" class="drawer-veil" aria-label="Close channel list" onClick={() => setDrawer(false)} />
      )}
      <div class={`work${pane ? ' has-pane' : ''}`}>
        <Sidebar onPersona={onPersona} />
        <div class="stage">
          <Banner />
          {place.kind === 'channel' ? (
            <ChannelView key={place.id} id={place.id} onMenu={openMenu} />
          ) : (
            <AppView tab={place.tab} onMenu={openMenu} />
          )}
        </div>
        {pane?.kind === 'thread' && <ThreadPane key={pane.ts} channel={pane.channel} ts={pane.ts} />}
        {pane?.kind === 'payloads' && <PayloadsPane />}
      </div>
    </div>
  );
}

function focusComposer(): void {
  document.getElementById('composer')?.focus();
}

/** F6 walks through the regions of the page, Shift+F6 back, as in desktop Slack. */
function moveRegion(event: KeyboardEvent): void {
  event.preventDefault();
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter((region) => region.offsetParent !== null);
  const now = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(now + (event.shiftKey ? -1 : 1) + regions.length) % regions.length];
  next?.querySelector<HTMLElement>('[aria-current], textarea, [tabindex="0"], button, a, input')?.focus();
}
