import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { makeApiRoutes } from './api/routes.ts';
import { applyResponse } from './app-link/apply-response.ts';
import type { Core } from './core.ts';
import { makeGuard } from './page-side/guard.ts';
import { makePageRoutes } from './page-side/routes.ts';
import { CONTENT_SECURITY_POLICY, servePage } from './page-side/static.ts';
import { SlackError } from './slack-error.ts';

type Env = { Bindings: HttpBindings };

const API_BODY_LIMIT_BYTES = 4_000_000;
const UPLOAD_LIMIT_BYTES = 100_000_000;

/** All doors of the local Slack behind one guard. */
export function makeHttpApp(core: Core, options: { pageDir: string; readPort: () => number }): Hono<Env> {
  const app = new Hono<Env>();
  app.use(makeGuard(options.readPort));
  app.use(async (c, next) => {
    await next();
    c.header('content-security-policy', CONTENT_SECURITY_POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
  });
  app.use(
    '/api/*',
    bodyLimit({
      maxSize: API_BODY_LIMIT_BYTES,
      onError: (c) => c.json({ ok: false, error: 'request_too_large' }, 413),
    }),
  );
  app.route('/api', makeApiRoutes(core));
  app.route('/playground', makePageRoutes(core));
  addFileRoutes(app, core);
  app.post('/commands/:secret', (c) => answerResponse(core, c, c.req.param('secret')));
  app.post('/actions/:secret', (c) => answerResponse(core, c, c.req.param('secret')));
  app.get('/archives/:channel/:message', (c) => openPermalink(c, c.req.param('channel'), c.req.param('message')));
  app.get('*', (c) => servePage(c, options.pageDir));
  return app;
}

function addFileRoutes(app: Hono<Env>, core: Core): void {
  app.post('/upload/v1/:secret', bodyLimit({ maxSize: UPLOAD_LIMIT_BYTES }), async (c) => {
    const file = core.uploads.receive(c.req.param('secret'), await readUpload(c));
    return file === null ? c.text('Bad upload', 400) : c.text(`OK - ${file.length}`);
  });
  app.get('/files-pri/:id/:name', (c) => {
    const bytes = core.world.fileBytes.get(c.req.param('id'));
    const isAllowed = c.req.header('authorization') === `Bearer ${core.world.app.botToken}`;
    if (bytes === undefined || !isAllowed) return c.text('Not found', 404);
    c.header('content-type', core.world.files.get(c.req.param('id'))?.mimetype || 'application/octet-stream');
    return c.body(new Uint8Array(bytes));
  });
}

/** Slack takes the raw bytes or a form with one file. */
async function readUpload(c: Context): Promise<Uint8Array> {
  if (!(c.req.header('content-type') ?? '').startsWith('multipart/form-data'))
    return new Uint8Array(await c.req.arrayBuffer());
  const file = Object.values(await c.req.parseBody()).find((value) => value instanceof File);
  return file === undefined ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
}

async function answerResponse(core: Core, c: Context, secret: string): Promise<Response> {
  const text = await c.req.text();
  try {
    const target = core.responseUrls.take(secret);
    const body = JSON.parse(text) as Record<string, unknown>;
    applyResponse(core, target, body);
    core.logTraffic({ direction: 'from_app', what: 'response_url', payload: body, ms: null });
    return c.text('ok');
  } catch (error) {
    if (error instanceof SyntaxError) return c.json({ ok: false, error: 'invalid_payload' }, 400);
    if (!(error instanceof SlackError)) throw error;
    const isGone = error.code === 'expired_url' || error.code === 'used_url';
    return c.json({ ok: false, error: error.code, ...error.extra }, isGone ? 404 : 400);
  }
}

/** A permalink opens the page at its message. */
function openPermalink(c: Context, channel: string, message: string): Response {
  const digits = message.replace(/^p/, '');
  const ts = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  const query = new URLSearchParams({ channel, ts });
  const thread = c.req.query('thread_ts');
  if (thread !== undefined) query.set('thread', thread);
  return c.redirect(`/?${query}`);
}

/** Listens on the loopback address only. @throws when the port is taken. */
export function listen(app: Hono<Env>, core: Core, port: number): Promise<{ server: Server; port: number }> {
  const server = createAdaptorServer({ fetch: app.fetch, autoCleanupIncoming: false }) as Server;
  server.on('upgrade', (request, socket, head) => core.socketMode.handleUpgrade(request, socket, head));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
}
