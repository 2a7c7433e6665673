import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Core } from '../core.ts';
import { PageError } from '../page-error.ts';
import { streamEvents } from './events.ts';
import { makePerson, type Person } from './person.ts';
import { makeBoot, readMessages, readThread } from './reads.ts';
import { parseInput, type SHAPES } from './shapes.ts';

const BODY_LIMIT_BYTES = 1_000_000;

/** The routes of the browser page under /playground. */
export function makePageRoutes(core: Core): Hono {
  const routes = new Hono();
  routes.use(
    bodyLimit({ maxSize: BODY_LIMIT_BYTES, onError: (c) => refuse(c, 'too_large', 'This is too large', 413) }),
  );
  routes.onError((error, c) => answerError(core, c, error));
  addReads(routes, core);
  addActs(routes, core);
  return routes;
}

function addReads(routes: Hono, core: Core): void {
  routes.get('/health', (c) => c.json({ ok: true, isAppConnected: core.isAppConnected() }));
  routes.get('/boot', (c) => c.json(makeBoot(core, readUser(core, c))));
  routes.get('/events', (c) => streamEvents(core, c, readUser(core, c)));
  routes.get('/messages', (c) =>
    c.json(readMessages(core, readUser(core, c), c.req.query('channel') ?? '', c.req.query('before'))),
  );
  routes.get('/thread', (c) =>
    c.json(readThread(core, readUser(core, c), c.req.query('channel') ?? '', c.req.query('ts') ?? '')),
  );
  routes.get('/files/:id/:name', (c) => sendFile(core, c, c.req.param('id')));
}

function addActs(routes: Hono, core: Core): void {
  const post = <Name extends keyof typeof SHAPES>(
    path: string,
    name: Name,
    run: (person: Person, input: never) => unknown,
  ) => {
    routes.post(path, async (c) => {
      const person = makePerson(core, readActingUser(core, c));
      const answer = await run(person, parseInput(name, await c.req.json().catch(() => null)) as never);
      return c.json({ ok: true, ...toAnswer(answer) });
    });
  };
  post('/message', 'message', (person, input) => person.write(input));
  post('/command', 'command', (person, input) => person.command(input));
  post('/action', 'action', (person, input) => person.act(input));
  post('/options', 'options', (person, input) => person.options(input));
  post('/view/submit', 'submit', (person, input) => person.submit(input));
  post('/view/close', 'close', (person, input) => person.close(input));
  post('/react', 'react', (person, input) => person.react(input));
  post('/home', 'home', (person) => person.openHome());
}

/** What the page needs of an outcome: its failure travels as an event. */
function toAnswer(answer: unknown): Record<string, unknown> {
  if (typeof answer !== 'object' || answer === null) return {};
  if (!('requestId' in answer)) return answer as Record<string, unknown>;
  return { requestId: answer.requestId };
}

/** Event streams and images cannot carry a header, so reading accepts `?user=` too. */
function readUser(core: Core, c: Context): string {
  const id = c.req.header('x-playground-user') ?? c.req.query('user') ?? '';
  if (core.world.users.get(id)?.isBot === false) return id;
  const [first] = [...core.world.users.values()].filter((user) => !user.isBot);
  if (id === '' && first !== undefined) return first.id;
  throw new PageError('user_not_found', `There is nobody with the id "${id}"`, 404);
}

/** The header cannot be set by a foreign page without our consent, so acting demands it. */
function readActingUser(core: Core, c: Context): string {
  if (c.req.header('x-playground-user') === undefined)
    throw new PageError('no_user', 'The header x-playground-user is missing', 403);
  return readUser(core, c);
}

function sendFile(core: Core, c: Context, id: string): Response {
  const bytes = core.world.fileBytes.get(id);
  const file = core.world.files.get(id);
  if (bytes === undefined || file === undefined) return c.text('Not found', 404);
  const isImage = file.mimetype.startsWith('image/');
  c.header('content-type', isImage ? file.mimetype : 'application/octet-stream');
  if (!isImage) c.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
  return c.body(new Uint8Array(bytes));
}

function answerError(core: Core, c: Context, error: Error): Response {
  if (error instanceof PageError) return refuse(c, error.code, error.message, error.status);
  core.log.error({ err: error }, 'A request of the page failed');
  return refuse(c, 'internal', 'Something went wrong inside the local Slack', 500);
}

function refuse(c: Context, error: string, message: string, status: 400 | 403 | 404 | 413 | 500): Response {
  return c.json({ ok: false, error, message }, status);
}
