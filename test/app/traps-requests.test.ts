import { describe, expect, test } from 'vitest';
import {
  ALERTS,
  ANA,
  ephemerals,
  eventually,
  makeEvent,
  makeGate,
  startApp,
  startInnerSlack,
  typeCommand,
} from './support.ts';

const MENTION = { type: 'app_mention', user: ANA, channel: ALERTS, ts: '1700000000.000100', text: 'status' };

describe('what happens to requests by default, and not here', () => {
  test('trap 5: an event that Slack sends twice is answered twice and handled once', async () => {
    const slack = await startInnerSlack();
    let handled = 0;
    const { app } = await startApp(slack, (bolt) => {
      bolt.event('app_mention', async () => {
        handled += 1;
      });
    });
    const event = makeEvent(MENTION);

    const answers = [await slack.send(event), await slack.send({ ...event, retry: { attempt: 1, reason: 'timeout' } })];

    expect(answers).toEqual(['answered', 'answered']);
    expect(handled).toBe(1);
    expect(app.health().requests.duplicates).toBe(1);
  });

  test('trap 5: one message that Slack announces under two event ids is handled once', async () => {
    const slack = await startInnerSlack();
    let handled = 0;
    await startApp(slack, (app) => {
      app.event('app_mention', async () => {
        handled += 1;
      });
    });

    await slack.send(makeEvent(MENTION, 'Ev0000001'));
    await slack.send(makeEvent(MENTION, 'Ev0000002'));
    await slack.send(makeEvent({ ...MENTION, ts: '1700000000.000200' }, 'Ev0000003'));

    expect(handled).toBe(2);
  });

  test('trap 5: an event whose listener failed gets its second chance', async () => {
    const slack = await startInnerSlack();
    let handled = 0;
    await startApp(slack, (app) => {
      app.event('app_mention', async () => {
        handled += 1;
        if (handled === 1) throw new Error('The database was busy');
      });
    });

    await slack.send(makeEvent(MENTION));
    await eventually(() => expect(ephemerals(slack)).toHaveLength(1));
    await slack.send({ ...makeEvent(MENTION), retry: { attempt: 1, reason: 'timeout' } });
    await slack.send({ ...makeEvent(MENTION), retry: { attempt: 2, reason: 'timeout' } });

    expect(handled).toBe(2);
  });

  test('trap 5: an event that was handled before a restart is not handled after it', async () => {
    const slack = await startInnerSlack();
    const handled: string[] = [];
    const register = (name: string) => (app: Parameters<Parameters<typeof startApp>[1]>[0]) => {
      app.event('app_mention', async () => void handled.push(name));
    };
    const first = await startApp(slack, register('first'));
    await slack.send(makeEvent(MENTION));
    await first.app.stop();

    await startApp(slack, register('second'), { seenEvents: first.store.seenEvents });
    await slack.send(makeEvent(MENTION));

    expect(handled).toEqual(['first']);
  });

  test('trap 6: a listener that throws before it answers is answered for, and its user is told', async () => {
    const slack = await startInnerSlack();
    const { logs } = await startApp(slack, (app) => {
      app.command('/mlmon', async () => {
        throw new Error('The database is locked');
      });
    });

    const { failure } = await typeCommand(slack);

    expect(failure).toBeNull();
    await eventually(() => expect(ephemerals(slack)).toEqual(['Something went wrong inside mlmon (reference ref-1)']));
    expect(JSON.stringify(logs)).not.toContain('unhandled error occurred');
  });

  test('a request that no listener wants is answered all the same', async () => {
    const slack = await startInnerSlack();
    const { logs } = await startApp(slack, () => {});

    expect((await typeCommand(slack)).failure).toBeNull();

    expect(logs.map(({ msg }) => msg)).toContain('No listener answered a request of Slack');
  });

  test('a listener that is too slow to answer is answered for in time, and shown up in the log', async () => {
    const slack = await startInnerSlack();
    const gate = makeGate();
    const { app, logs } = await startApp(
      slack,
      (bolt) => {
        bolt.command('/mlmon', async ({ ack }) => {
          await gate.opened;
          await ack();
        });
      },
      { timings: { lateAfterMs: 20 } },
    );

    expect((await typeCommand(slack)).failure).toBeNull();

    expect(logs.map(({ msg }) => msg)).toContain('A listener has not answered Slack in time');
    expect(app.health().requests).toMatchObject({ late: 1, inFlight: 1 });
    gate.open();
  });
});
