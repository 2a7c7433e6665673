import type {
  Boot,
  MessagesAnswer,
  OptionsAnswer,
  PageEvent,
  PostAction,
  PostAnswer,
  PostCommand,
  PostMessage,
  PostOptions,
  PostReact,
  PostViewClose,
  PostViewSubmit,
  ViewSubmitAnswer,
} from '../../protocol.ts';
import { backOffMs, createEventReader } from './sse.ts';
import type { Link } from './state.ts';

/** Everything the page asks of the local Slack, as one user. Network faults become answers with `ok: false`. */
export type Api = {
  boot(): Promise<Boot>;
  messages(channel: string, before?: string): Promise<MessagesAnswer>;
  thread(channel: string, ts: string): Promise<MessagesAnswer>;
  post(body: PostMessage): Promise<PostAnswer>;
  command(body: PostCommand): Promise<PostAnswer>;
  action(body: PostAction): Promise<PostAnswer>;
  options(body: PostOptions): Promise<OptionsAnswer>;
  submit(body: PostViewSubmit): Promise<ViewSubmitAnswer>;
  close(body: PostViewClose): Promise<PostAnswer>;
  react(body: PostReact): Promise<PostAnswer>;
  openHome(): Promise<PostAnswer>;
  listen(onEvent: (event: PageEvent) => void, onLink: (link: Link) => void): () => void;
};

const UNREACHABLE = 'The local Slack does not answer. Is the playground still running?';

export function createApi(user: string): Api {
  const headers = { 'x-playground-user': user };
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`/playground/${path}`, { headers });
    if (!answer.ok) throw new Error(`The local Slack answered ${answer.status} to ${path}`);
    return (await answer.json()) as T;
  };
  const post = async <T extends { ok: boolean }>(path: string, body: unknown): Promise<T | PostAnswer> => {
    try {
      const answer = await fetch(`/playground/${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as T;
    } catch {
      return { ok: false, error: 'unreachable', message: UNREACHABLE };
    }
  };
  return {
    boot: () => get('boot'),
    messages: (channel, before) =>
      get(`messages?${new URLSearchParams({ channel, ...(before === undefined ? {} : { before }) })}`),
    thread: (channel, ts) => get(`thread?${new URLSearchParams({ channel, ts })}`),
    post: (body) => post('message', body),
    command: (body) => post('command', body),
    action: (body) => post('action', body),
    options: async (body) => (await post<{ ok: boolean }>('options', body)) as OptionsAnswer,
    submit: async (body) => asSubmitAnswer(await post<ViewSubmitAnswer>('view/submit', body)),
    close: (body) => post('view/close', body),
    react: (body) => post('react', body),
    openHome: () => post('home', {}),
    listen: (onEvent, onLink) => listen(headers, onEvent, onLink),
  };
}

function asSubmitAnswer(answer: ViewSubmitAnswer | PostAnswer): ViewSubmitAnswer {
  if (answer.ok || 'errors' in answer || 'failure' in answer) return answer;
  return {
    ok: false,
    failure: ('message' in answer && answer.message) || 'We had some trouble connecting. Try again?',
  };
}

/** Server-sent events over fetch, because EventSource cannot name the user in a header. Reconnects for ever. */
function listen(
  headers: Record<string, string>,
  onEvent: (event: PageEvent) => void,
  onLink: (link: Link) => void,
): () => void {
  const stop = new AbortController();
  const run = async () => {
    for (let failures = 0; !stop.signal.aborted; failures += 1) {
      try {
        const answer = await fetch('/playground/events', { headers, signal: stop.signal });
        if (answer.ok && answer.body) {
          failures = -1;
          onLink('live');
          await readStream(answer.body, (data) => onEvent(JSON.parse(data) as PageEvent));
        }
      } catch {
        // Refused or cut: the loop below waits and tries again.
      }
      if (stop.signal.aborted) return;
      onLink('lost');
      await sleep(backOffMs(Math.max(0, failures)));
    }
  };
  void run();
  return () => stop.abort();
}

async function readStream(body: ReadableStream<Uint8Array>, onData: (data: string) => void): Promise<void> {
  const read = createEventReader(onData);
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    read(value);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
