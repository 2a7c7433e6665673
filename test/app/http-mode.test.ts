import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { ephemerals, eventually, makeApp, startApp, startInnerSlack, typeCommand } from './support.ts';

const SECRET = 'a-signing-secret-for-tests';

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startHttp(register: (app: App) => void, secret = SECRET) {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const slack = await startInnerSlack({ http: { url, signingSecret: secret } });
  const mode = { type: 'http', signingSecret: SECRET, port, bodyLimitBytes: 10_000 } as const;
  return { slack, url, port, ...(await startApp(slack, register, { mode })) };
}

describe('HTTP mode', () => {
  test('commands arrive by signed requests', async () => {
    const heard: string[] = [];
    const { slack, app } = await startHttp((bolt) => {
      bolt.command('/mlmon', async ({ ack, command }) => {
        heard.push(command.text);
        await ack();
      });
    });

    expect((await typeCommand(slack)).failure).toBeNull();

    expect(heard).toEqual(['status']);
    expect(app.health()).toMatchObject({ mode: 'http', isReachable: true });
  });

  test('a request with a wrong signature reaches no listener', async () => {
    const heard: string[] = [];
    const { slack } = await startHttp((app) => {
      app.command('/mlmon', async ({ command }) => void heard.push(command.text));
    }, 'another-secret');

    expect((await typeCommand(slack)).failure).not.toBeNull();

    expect(heard).toEqual([]);
  });

  test('a body over the limit is refused', async () => {
    const { url } = await startHttp(() => {});

    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(20_000) });

    expect(response.status).toBe(413);
  });

  test('trap 6: a listener that throws before it answers does not hold the request until it times out', async () => {
    const { slack } = await startHttp((app) => {
      app.command('/mlmon', async () => {
        throw new Error('The database is locked');
      });
    });

    expect((await typeCommand(slack)).failure).toBeNull();

    await eventually(() => expect(ephemerals(slack)).toEqual([expect.stringContaining('ref-1')]));
  });

  test('a port that is taken ends the start with its number', async () => {
    const { slack, port } = await startHttp(() => {});
    const { app } = makeApp(slack, () => {}, { mode: { type: 'http', signingSecret: SECRET, port } });

    await expect(app.start()).rejects.toMatchObject({ code: 'config', message: `Cannot listen on port ${port}` });
  });
});
