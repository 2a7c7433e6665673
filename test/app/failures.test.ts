import { describe, expect, test } from 'vitest';
import { unwrapError } from '../../src/app/failures.ts';
import { AppError } from '../../src/errors.ts';
import { ALERTS, ANA, ephemerals, eventually, makeEvent, startApp, startInnerSlack, typeCommand } from './support.ts';

const MODAL = {
  type: 'modal' as const,
  callback_id: 'setup',
  title: { type: 'plain_text' as const, text: 'Set up' },
  submit: { type: 'plain_text' as const, text: 'Save' },
};
const INPUT = {
  type: 'input' as const,
  block_id: 'limit',
  label: { type: 'plain_text' as const, text: 'Limit' },
  element: { type: 'plain_text_input' as const, action_id: 'value' },
};
const WORDS = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Really?' } };

async function submitModal(blocks: (typeof INPUT | typeof WORDS)[]) {
  const slack = await startInnerSlack();
  await startApp(slack, (app) => {
    app.command('/mlmon', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: { ...MODAL, blocks } });
    });
    app.view('setup', async () => {
      throw new AppError('conflict', 'Cannot save: somebody else saved this monitor');
    });
  });
  await typeCommand(slack);
  await eventually(() => expect(slack.core.world.views.size).toBe(1));
  const [view] = [...slack.core.world.views.values()];
  const state = { limit: { value: { type: 'plain_text_input', value: '0.2' } } };
  const answer = await slack.ana.submit({ viewId: view!.id, state });
  return { slack, answer };
}

describe('a failure reaches the person who caused it', () => {
  test('in a dialog under its first input, where nothing typed is lost', async () => {
    const { answer } = await submitModal([WORDS, INPUT]);

    const error = 'Cannot save: somebody else saved this monitor (reference ref-1)';
    expect(answer).toMatchObject({ ok: false, errors: { limit: error } });
  });

  test('in a dialog without inputs in its place', async () => {
    const { slack } = await submitModal([WORDS]);

    const [view] = [...slack.core.world.views.values()];
    expect(JSON.stringify(view?.blocks)).toContain('somebody else saved this monitor (reference ref-1)');
  });

  test('after a mention in the channel, seen by them alone', async () => {
    const slack = await startInnerSlack();
    await startApp(slack, (app) => {
      app.event('app_mention', async () => {
        throw new AppError('not_found', 'Cannot find the model churn');
      });
    });

    await slack.send(
      makeEvent({ type: 'app_mention', user: ANA, channel: ALERTS, ts: '1700000000.000100', text: 'x' }),
    );

    await eventually(() => expect(ephemerals(slack)).toEqual(['Cannot find the model churn (reference ref-1)']));
    expect([...slack.core.world.ephemerals.values()][0]).toMatchObject({ channel: ALERTS, ephemeralFor: ANA });
  });

  test('on their home tab where there is no channel', async () => {
    const slack = await startInnerSlack();
    await startApp(slack, (app) => {
      app.event('app_home_opened', async () => {
        throw new Error('no rows');
      });
    });

    slack.ana.openHome();

    await eventually(() => expect([...slack.core.world.views.values()]).toMatchObject([{ type: 'home', userId: ANA }]));
    expect(JSON.stringify([...slack.core.world.views.values()])).toContain('reference ref-1');
  });

  test('says in words what Slack refused, and what to do', async () => {
    const slack = await startInnerSlack();
    const errors: unknown[] = [];
    await startApp(
      slack,
      (app) => {
        app.command('/mlmon', async ({ ack, client }) => {
          await ack();
          await client.chat.postMessage({ channel: 'C0GENERAL1', text: 'hello' });
        });
      },
      {
        describeFailure: (error) => {
          errors.push(error);
          return { text: 'words' };
        },
      },
    );

    await typeCommand(slack);

    await eventually(() => expect(ephemerals(slack)).toEqual(['words']));
    expect(errors).toMatchObject([{ code: 'delivery', hint: 'Type /invite @mlmon in the channel' }]);
  });
});

describe('unwrapError()', () => {
  test("finds what was thrown inside Bolt's own errors", () => {
    const cause = new Error('cause');
    const one = Object.assign(new Error('one'), { code: 'slack_bolt_unknown_error', original: cause });
    const many = Object.assign(new Error('many'), {
      code: 'slack_bolt_multiple_listener_error',
      originals: [cause, one],
    });

    expect([unwrapError(one), unwrapError(many), unwrapError(cause), unwrapError('text')]).toEqual([
      cause,
      cause,
      cause,
      'text',
    ]);
  });
});
