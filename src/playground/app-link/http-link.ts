import { createHmac } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { AppLink, Delivery, Envelope } from './link.ts';

export type HttpApp = { url: string; signingSecret: string };

/** Delivers by signed POSTs to the app's request URL. Slack does not follow redirects; neither does this. */
export class HttpLink implements AppLink {
  readonly #app: HttpApp;
  readonly #clock: Clock;
  readonly #ackMs: number;
  readonly #abort = new AbortController();

  constructor(app: HttpApp, clock: Clock, ackMs: number) {
    this.#app = app;
    this.#clock = clock;
    this.#ackMs = ackMs;
  }

  isConnected(): boolean {
    return true;
  }

  async deliver(envelope: Envelope): Promise<Delivery> {
    const { body, contentType } = encodeBody(envelope);
    const deadline = AbortSignal.timeout(this.#ackMs);
    try {
      const response = await fetch(this.#app.url, {
        method: 'POST',
        body,
        headers: { 'content-type': contentType, ...this.#sign(body), ...makeRetryHeaders(envelope) },
        redirect: 'manual',
        signal: AbortSignal.any([deadline, this.#abort.signal]),
      });
      const text = await response.text();
      if (!response.ok) return { status: 'refused', httpStatus: response.status };
      return { status: 'answered', payload: decodeAnswer(text) };
    } catch {
      return { status: deadline.aborted ? 'timeout' : 'not_connected' };
    }
  }

  close(): void {
    this.#abort.abort();
  }

  /** Slack's v0 signature: HMAC-SHA256 over `v0:timestamp:body`. */
  #sign(body: string): Record<string, string> {
    const timestamp = String(Math.floor(this.#clock.now() / 1000));
    const digest = createHmac('sha256', this.#app.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  }
}

function encodeBody({ type, payload }: Envelope): { body: string; contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const contentType = 'application/x-www-form-urlencoded';
  if (type === 'interactive')
    return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), contentType };
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return { body: new URLSearchParams(fields).toString(), contentType };
}

function makeRetryHeaders({ retry }: Envelope): Record<string, string> {
  if (retry === undefined || retry.attempt === 0) return {};
  return { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };
}

/** JSON when it is JSON, else a plain text that becomes the reply to a command. */
function decodeAnswer(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
