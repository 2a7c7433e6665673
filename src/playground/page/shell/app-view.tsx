import type { PageView } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { Blocks } from '../blocks/index.tsx';
import { SurfaceContext, useApp } from '../lib/runtime.ts';
import { useSurfaceState } from '../lib/use-surface.ts';
import { ChannelBody } from '../messages/channel-view.tsx';
import { Failures } from './failures.tsx';
import { Head, Tabs } from './head.tsx';

const TABS = [
  { id: 'home', name: 'Home' },
  { id: 'messages', name: 'Messages' },
  { id: 'about', name: 'About' },
];

export function AppView({ tab, onMenu }: { tab: 'home' | 'messages' | 'about'; onMenu: () => void }) {
  const { boot, go, state } = useApp();
  const im = boot.channels.find((channel) => channel.isIm);
  return (
    <main class="main" data-region="main">
      <Head onMenu={onMenu}>
        <Avatar user={boot.bot} size="24" />
        <h1>{boot.bot.realName}</h1>
        <span class="app-badge">APP</span>
      </Head>
      <Tabs
        label={boot.bot.realName}
        tabs={TABS}
        current={tab}
        onTab={(id) => go({ kind: 'home', tab: id as typeof tab })}
      />
      {tab === 'messages' &&
        (im ? (
          <ChannelBody key={im.id} channel={im} label={boot.bot.realName} isPanel />
        ) : (
          <Empty words="No direct messages yet." />
        ))}
      {tab === 'about' && <About />}
      {tab === 'home' &&
        (state.home ? (
          <Home key={state.home.id} view={state.home} />
        ) : (
          <Empty
            words={boot.isAppConnected ? 'Waiting for the app to publish its home tab…' : 'The app is not connected.'}
          />
        ))}
    </main>
  );
}

function Empty({ words }: { words: string }) {
  return (
    <div class="scroll home" id="panel" role="tabpanel" aria-labelledby="tab-home" tabIndex={0}>
      <p class="empty">{words}</p>
    </div>
  );
}

function Home({ view }: { view: PageView }) {
  const surface = useSurfaceState({ kind: 'home', container: { type: 'view', viewId: view.id }, blocks: view.blocks });
  return (
    <div class="scroll home" id="panel" role="tabpanel" aria-labelledby="tab-home" tabIndex={0}>
      <div class="home-in">
        <SurfaceContext.Provider value={surface}>
          <Blocks blocks={view.blocks} />
        </SurfaceContext.Provider>
        <Failures shows={(origin) => origin?.kind === 'view' && origin.id === view.id} />
      </div>
    </div>
  );
}

function About() {
  const { boot } = useApp();
  return (
    <div class="scroll home" id="panel" role="tabpanel" aria-labelledby="tab-about" tabIndex={0}>
      <div class="home-in">
        {boot.commands.map((command) => (
          <section key={command.command}>
            <h2 class="b-header">{command.command}</h2>
            <p class="muted">{command.description}</p>
            <dl class="commands">
              {command.completions.map((row) => (
                <div key={row.text}>
                  <dt>
                    <b>{row.text}</b> <span class="muted">{row.args}</span>
                  </dt>
                  <dd>{row.help}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}
