import { describe, expect, test } from 'vitest';
import { eventually, makeApp, startApp, startInnerSlack, typeCommand } from './support.ts';

describe('starting', () => {
  test('a token that Slack refuses ends the start with the name of the setting', async () => {
    const slack = await startInnerSlack();
    const { app } = makeApp(slack, () => {}, { token: 'xoxb-wrong' });

    await expect(app.start()).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });

  test('an app token that Slack refuses ends the start with the name of the setting', async () => {
    const slack = await startInnerSlack();
    const { app } = makeApp(slack, () => {}, { mode: { type: 'socket', appToken: 'xapp-wrong' } });

    await expect(app.start()).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('SLACK_APP_TOKEN'),
    });
  });

  test('an unreachable Slack is waited for', async () => {
    const slack = await startInnerSlack();
    slack.core.failures.add({ method: 'auth.test', kind: '500', times: 3 });
    const { app, logs } = makeApp(slack, (bolt) => bolt.command('/mlmon', async ({ ack }) => await ack()));

    await app.start();

    expect(logs.map(({ msg }) => msg)).toContain('Slack cannot be reached, mlmon keeps trying');
    expect((await typeCommand(slack)).failure).toBeNull();
  });

  test('a start that waits for Slack can be stopped', async () => {
    const { app } = makeApp({ apiUrl: 'http://127.0.0.1:9/api/' }, () => {});
    const started = app.start();

    await app.stop();

    await expect(started).resolves.toBeUndefined();
  });

  test('a start that waits for a connection can be stopped', async () => {
    const slack = await startInnerSlack();
    slack.core.failures.add({ method: 'apps.connections.open', kind: '500', times: 999 });
    const { app } = makeApp(slack, () => {});
    const started = app.start();
    await eventually(() => expect(app.health().connections).toHaveLength(1));

    await app.stop();

    await expect(started).resolves.toBeUndefined();
  });

  test('a passing trouble of Slack is no refusal of the token', async () => {
    const slack = await startInnerSlack();
    slack.core.failures.add({ method: 'auth.test', kind: 'error:internal_error' });
    const { app } = makeApp(slack, () => {});

    await app.start();

    expect(app.health().isReachable).toBe(true);
  });

  test('a token that is revoked while mlmon runs is reported, not retried for ever', async () => {
    const slack = await startInnerSlack();
    const { fatal } = await startApp(slack, () => {});
    await eventually(() => expect(slack.core.socketMode.connectionCount()).toBe(2));
    slack.core.failures.add({ method: 'apps.connections.open', kind: 'error:account_inactive', times: 99 });

    slack.core.socketMode.cut();

    await eventually(() => expect(fatal).not.toEqual([]));
    expect(fatal[0]).toMatchObject({ data: { error: 'account_inactive' } });
  });

  test('two connections stand, and health tells when Slack was heard last', async () => {
    const slack = await startInnerSlack();
    const { app } = await startApp(slack, (bolt) => bolt.command('/mlmon', async ({ ack }) => await ack()));

    await eventually(() =>
      expect(app.health().connections.map(({ state }) => state)).toEqual(['connected', 'connected']),
    );
    await typeCommand(slack);

    expect(app.health()).toMatchObject({ mode: 'socket', isReachable: true, silentMs: expect.any(Number) });
  });
});
