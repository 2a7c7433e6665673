import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { Layout } from './layout.tsx';
import { createApi } from './lib/api.ts';
import type { App, Picture } from './lib/runtime.ts';
import { AppContext } from './lib/runtime.ts';
import type { State, Step } from './lib/state.ts';
import { makeInitialState, reduce } from './lib/state.ts';
import { readStored, writeStored } from './lib/theme.ts';
import { useRouting } from './lib/use-routing.ts';
import type { Asked } from './overlays/confirm.tsx';
import { Overlays } from './overlays/index.tsx';

const ME_KEY = 'playground-user';
const TICK_MS = 30_000;

/** Connects, keeps the state, and gives everything below it the app's means. */
export function Root() {
  const [user, setUser] = useState(() => readStored(ME_KEY) ?? '');
  const [state, dispatch] = useReducer<State, Step, string>(reduce, user, makeInitialState);
  const [fault, setFault] = useState<string | null>(null);
  const api = useMemo(() => createApi(user), [user]);
  const now = useNow();

  const start = useCallback(async () => {
    try {
      // A remembered person may be gone with an older workspace: then anybody will do.
      const boot = await api
        .boot()
        .catch((error: unknown) => (user === '' ? Promise.reject(error) : createApi('').boot()));
      const me = boot.users.find(({ id }) => id === user) ?? boot.users.find((candidate) => !candidate.isBot);
      setFault(null);
      if (me && me.id !== user) setUser(me.id);
      else if (me) dispatch({ type: 'booted', boot, me: me.id });
    } catch {
      setFault('The local Slack does not answer yet. Trying again…');
    }
  }, [api, user]);

  useEffect(() => {
    void start();
    return api.listen(
      (event) => dispatch({ type: 'event', event }),
      (link) => {
        dispatch({ type: 'link', link });
        // After a gap nothing can be trusted: ask for everything again.
        if (link === 'live') void start();
      },
    );
  }, [start]);

  const becomeUser = (id: string) => {
    writeStored(ME_KEY, id);
    setUser(id);
  };
  const me = state.boot?.users.find(({ id }) => id === state.me);
  if (!state.boot || !me) {
    return (
      <p class="boot" role="status">
        {fault ?? 'Opening the playground…'}
      </p>
    );
  }
  return <Ready state={state} dispatch={dispatch} api={api} now={now} me={me} onPersona={becomeUser} />;
}

type ReadyProps = Pick<App, 'state' | 'dispatch' | 'api' | 'now' | 'me'> & { onPersona: (id: string) => void };

function Ready({ state, dispatch, api, now, me, onPersona }: ReadyProps) {
  const [picture, setPicture] = useState<Picture | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const go = useRouting(state, dispatch);
  const app: App = {
    state,
    boot: state.boot as NonNullable<State['boot']>,
    me,
    now,
    api,
    dispatch,
    go,
    openThread: (channel, ts) => dispatch({ type: 'pane', pane: { kind: 'thread', channel, ts } }),
    showPicture: setPicture,
    askConfirm: (confirm) =>
      new Promise((resolve) => {
        setAsked({
          confirm,
          answer: (isYes) => {
            setAsked(null);
            resolve(isYes);
          },
        });
      }),
    track: (answer, origin) => {
      if (answer.requestId !== undefined) dispatch({ type: 'requested', requestId: answer.requestId, origin });
      if (!answer.ok)
        dispatch({ type: 'failed', message: answer.message ?? answer.error ?? 'That did not work.', origin });
    },
  };
  useLoading(app);
  const isCovered = state.views.length > 0 || picture !== null || asked !== null;
  return (
    <AppContext.Provider value={app}>
      <Layout isInert={isCovered} onPersona={onPersona} />
      <Overlays picture={picture} onPictureClosed={() => setPicture(null)} asked={asked} />
    </AppContext.Provider>
  );
}

/** Fetches what is on screen: a channel's newest messages, an open thread, the home tab. Again after every (re)boot. */
function useLoading({ state, boot, api, dispatch }: App): void {
  const { place, pane, me } = state;
  const im = boot.channels.find((channel) => channel.isIm);
  const channel = place.kind === 'channel' ? place.id : place.tab === 'messages' ? (im?.id ?? null) : null;
  const booted = useRef(boot);
  // The identity of `boot` changes with channel events too; only its users list is new after a real boot.
  if (booted.current.users !== boot.users) booted.current = boot;
  const epoch = booted.current.users;
  useEffect(() => {
    if (channel === null) return;
    const asked = state.messages[channel] ?? [];
    api.messages(channel).then(
      ({ messages, hasMore }) => dispatch({ type: 'loaded', channel, messages, hasMore, isWhole: true, asked }),
      () =>
        dispatch({
          type: 'failed',
          message: 'Could not load this channel. It is tried again when the connection is back.',
          origin: null,
        }),
    );
  }, [channel, epoch, me]);
  const thread = pane?.kind === 'thread' ? pane : null;
  useEffect(() => {
    if (!thread) return;
    const asked = state.messages[thread.channel] ?? [];
    const { channel: parent, ts } = thread;
    api.thread(parent, ts).then(
      ({ messages }) => dispatch({ type: 'loaded', channel: parent, messages, hasMore: null, isWhole: false, asked }),
      () => dispatch({ type: 'failed', message: 'Could not load this thread.', origin: null }),
    );
  }, [thread?.channel, thread?.ts, epoch, me]);
  const isHome = place.kind === 'home' && place.tab === 'home';
  useEffect(() => {
    if (isHome) void api.openHome();
  }, [isHome, me, boot.isAppConnected]);
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
