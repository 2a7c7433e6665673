import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { eventually, makeGate, startApp, startInnerSlack, typeCommand } from './support.ts';

describe('what Slack connections do by default, and not here', () => {
  test('trap 1: a listener that calls a dead API hears so at once, not after a hundred retries', async () => {
    const slack = await startInnerSlack();
    let calls = 0;
    slack.core.failures.add({ method: 'conversations.info', kind: '500', times: 999, where: () => ++calls > 0 });
    const results: unknown[] = [];
    await startApp(slack, (app) => {
      app.command('/mlmon', async ({ ack, client }) => {
        await ack();
        results.push(await client.conversations.info({ channel: 'C1' }).catch((error: unknown) => error));
      });
    });

    await typeCommand(slack);

    await eventually(() => expect(results).toHaveLength(1));
    expect(results[0]).toMatchObject({ code: 'slack_webapi_http_error' });
    expect(calls).toBe(2);
  });

  test('trap 2: connections come back after an outage that outlasts any small number of retries', async () => {
    const slack = await startInnerSlack();
    const heard: string[] = [];
    const { app } = await startApp(slack, (bolt) => {
      bolt.command('/mlmon', async ({ ack, command }) => {
        heard.push(command.text);
        await ack();
      });
    });
    await eventually(() => expect(slack.core.socketMode.connectionCount()).toBe(2));
    slack.core.failures.add({ method: 'apps.connections.open', kind: '500', times: 12 });

    slack.core.socketMode.cut();
    await eventually(() => expect(slack.core.socketMode.connectionCount()).toBe(0));

    await eventually(() => expect(slack.core.socketMode.connectionCount()).toBe(2));
    expect((await typeCommand(slack, '/mlmon back')).failure).toBeNull();
    expect(heard).toEqual(['back']);
    expect(app.health().isReachable).toBe(true);
  });

  test('trap 3: a payload without an event is answered and dispatched, and nothing is left unhandled', async () => {
    const slack = await startInnerSlack();
    const heard: string[] = [];
    await startApp(slack, (app) => {
      app.event('app_rate_limited', async ({ event }) => void heard.push(event.type));
    });
    const payload = {
      type: 'app_rate_limited',
      team_id: 'T0PLAYGRND',
      minute_rate_limited: 1,
      api_app_id: 'A0MLMON001',
    };

    expect(await slack.send({ type: 'events_api', payload, acceptsResponse: false })).toBe('answered');

    expect(heard).toEqual(['app_rate_limited']);
  });

  test('trap 4: no command is lost while Slack refreshes the connections', async () => {
    const slack = await startInnerSlack({ timings: { connectionLifetimeMs: 1_000, disconnectGraceMs: 100 } });
    await startApp(slack, (app) => app.command('/mlmon', async ({ ack }) => await ack()), {
      timings: { staggerMs: 500 },
    });
    await eventually(() => expect(slack.core.socketMode.connectionCount()).toBe(2));

    const failures: (string | null)[] = [];
    for (let i = 0; i < 60; i += 1) {
      failures.push((await typeCommand(slack)).failure);
      await delay(20);
    }

    expect(failures.filter((failure) => failure !== null)).toEqual([]);
  });

  test('trap 7: stopping waits for running listeners, and closes every connection', async () => {
    const slack = await startInnerSlack();
    const gate = makeGate();
    const order: string[] = [];
    const rig = await startApp(slack, (app) => {
      app.command('/mlmon', async ({ ack }) => {
        await ack();
        await gate.opened;
        order.push('listener done');
      });
    });
    await typeCommand(slack);

    const stopped = rig.app.stop().then(() => order.push('stopped'));
    setImmediate(gate.open);
    await stopped;

    expect(order).toEqual(['listener done', 'stopped']);
    await eventually(() => expect(slack.core.socketMode.connectionCount()).toBe(0));
    expect(rig.app.health().isReachable).toBe(false);
  });
});
