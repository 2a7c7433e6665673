import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';
import { Args } from './args.ts';
import { readArguments } from './body.ts';
import type { ApiMethod } from './method.ts';
import { METHODS } from './methods.ts';

type Env = { Bindings: HttpBindings };

/** The Web API under /api/. Every answer is 200 with `ok`, but 429 and the failures that a test asked for. */
export function makeApiRoutes(core: Core): Hono<Env> {
  const routes = new Hono<Env>();
  routes.all('/:method', (c) => answerCall(core, c, c.req.param('method')));
  return routes;
}

async function answerCall(core: Core, c: Context<Env>, name: string): Promise<Response> {
  const startedAt = core.world.clock.now();
  let args: Record<string, unknown> = {};
  let answer: Record<string, unknown>;
  try {
    args = await readArguments(c);
    const method = METHODS[name];
    if (method === undefined) throw new SlackError('unknown_method', { req_method: name });
    checkToken(core, method, readToken(c, args));
    const failure = core.failures.next(name, args);
    if (failure !== null && failure !== 'drop_after_accept') return await failCall(core, c, failure);
    const waitSeconds = core.rates.take(method.tier, makeRateKey(name, method, args));
    if (waitSeconds > 0) return refuseRate(c, waitSeconds);
    answer = { ok: true, ...(await method.run(core, new Args(args))) };
    if (failure === 'drop_after_accept') return dropConnection(c);
  } catch (error) {
    answer = makeRefusal(core, error);
  }
  core.logTraffic({
    direction: 'from_app',
    what: name,
    payload: { args: hideToken(args), answer },
    ms: core.world.clock.now() - startedAt,
  });
  return c.json(answer);
}

function makeRefusal(core: Core, error: unknown): Record<string, unknown> {
  if (error instanceof SlackError) return { ok: false, error: error.code, ...error.extra };
  core.log.error({ err: error }, 'A call to the local Slack failed');
  return { ok: false, error: 'fatal_error' };
}

function makeRateKey(name: string, method: ApiMethod, args: Record<string, unknown>): string {
  return method.tier === 'post' ? `${name}:${String(args.channel)}` : name;
}

function readToken(c: Context, args: Record<string, unknown>): string | null {
  const header = c.req.header('authorization');
  if (header !== undefined) return header.replace(/^Bearer\s+/i, '');
  return typeof args.token === 'string' ? args.token : null;
}

/** @throws SlackError not_authed, invalid_auth, not_allowed_token_type. */
function checkToken(core: Core, method: ApiMethod, token: string | null): void {
  if (method.token === 'none') return;
  const { botToken, appToken } = core.world.app;
  if (token === null) throw new SlackError('not_authed');
  if (token !== botToken && token !== appToken) throw new SlackError('invalid_auth');
  const wanted = method.token === 'bot' ? botToken : appToken;
  if (token !== wanted) throw new SlackError('not_allowed_token_type');
}

function hideToken({ token: _token, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

function refuseRate(c: Context, seconds: number): Response {
  c.header('Retry-After', String(seconds));
  return c.json({ ok: false, error: 'ratelimited' }, 429);
}

async function failCall(core: Core, c: Context<Env>, kind: string): Promise<Response> {
  if (kind === '429') return refuseRate(c, 1);
  if (kind === '500') return c.text('Internal Server Error', 500);
  if (kind === 'hang') return core.hang();
  return c.json({ ok: false, error: kind.slice('error:'.length) });
}

function dropConnection(c: Context<Env>): Response {
  c.env.incoming.socket.destroy();
  return new Response(null);
}
