import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Json = Record<string, unknown>;
export type Received = Json & { type?: string; command?: string };
/** What the app answers to a payload; undefined acknowledges, 'hang' never answers. */
export type Answer = (payload: Received) => Json | 'hang' | undefined;

/** An app that Slack calls by HTTP: keeps every payload and answers as the test says. */
export async function startAppDouble() {
  const received: Received[] = [];
  let answer: Answer = () => undefined;
  const server = createServer(async (request, response) => {
    const payload = decode(await text(request), request.headers['content-type'] ?? '');
    received.push(payload);
    const reply = answer(payload);
    if (reply === 'hang') return;
    response.setHeader('content-type', 'application/json');
    response.end(reply === undefined ? '' : JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    received,
    answerWith: (next: Answer) => {
      answer = next;
    },
    /** Payloads of one type (or commands), oldest first. */
    ofType: (type: string) => received.filter((payload) => payload.type === type || payload.command === type),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function decode(body: string, contentType: string): Received {
  if (contentType.includes('json')) return JSON.parse(body) as Received;
  const form = Object.fromEntries(new URLSearchParams(body));
  return (typeof form.payload === 'string' ? JSON.parse(form.payload) : form) as Received;
}
