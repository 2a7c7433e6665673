import type { ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import { ALERTS, ANA, BEN, type Bench, openBench, plain, refusal, refusalData } from './support/client.ts';
import { connect } from './support/socket.ts';

const input = (block_id: string, element: object) => ({ type: 'input', block_id, label: plain('L'), element });
const text = (block_id: string, extra: object = {}) =>
  input(block_id, { type: 'plain_text_input', action_id: 'a', ...extra });
const modal = (extra: object = {}) =>
  ({
    type: 'modal',
    title: plain('T'),
    submit: plain('Save'),
    callback_id: 'cb',
    blocks: [text('b')],
    ...extra,
  }) as ModalView;
const value = (entry: string | null) => ({ type: 'plain_text_input', value: entry });

/** A fresh trigger, as a click would give it. */
async function makeTrigger({ playground }: Bench): Promise<string> {
  const { heard, client } = await connect(playground);
  await playground.as(ANA).shortcut('go');
  await client.disconnect();
  return String(heard[0]?.body.trigger_id);
}

async function openModal(bench: Bench, extra: object = {}): Promise<string> {
  const answer = await bench.client.views.open({ trigger_id: await makeTrigger(bench), view: modal(extra) });
  return answer.view?.id ?? '';
}

test('a trigger opens one view, within three seconds', async () => {
  const bench = await openBench();
  const { client, clock } = bench;
  const trigger_id = await makeTrigger(bench);
  const opened = await client.views.open({ trigger_id, view: modal({ private_metadata: 'p' }) });
  expect(opened.view).toMatchObject({
    type: 'modal',
    private_metadata: 'p',
    state: { values: { b: { a: { type: 'plain_text_input', value: null } } } },
  });
  expect(await refusal(client.views.open({ trigger_id, view: modal() }))).toBe('exchanged_trigger_id');
  const late = await makeTrigger(bench);
  clock.advance(3001);
  expect(await refusal(client.views.open({ trigger_id: late, view: modal() }))).toBe('expired_trigger_id');
  expect(await refusal(client.views.open({ trigger_id: 'made.up', view: modal() }))).toBe('invalid_trigger_id');
});

test('a view that is refused says where, and leaves the trigger usable', async () => {
  const bench = await openBench();
  const trigger_id = await makeTrigger(bench);
  const data = await refusalData(
    bench.client.views.open({ trigger_id, view: modal({ title: plain('x'.repeat(25)) }) }),
  );
  expect(data).toMatchObject({ error: 'invalid_arguments' });
  expect(data.response_metadata).toMatchObject({
    messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
  });
  expect((await bench.client.views.open({ trigger_id, view: modal() })).ok).toBe(true);
});

test('three views stack, the fourth is refused', async () => {
  const bench = await openBench();
  const ids = [await openModal(bench), await openModal(bench), await openModal(bench)];
  expect(bench.playground.state.views.get(ids[2] ?? '')).toMatchObject({ rootViewId: ids[0], previousViewId: ids[1] });
  expect(await refusal(bench.client.views.push({ trigger_id: await makeTrigger(bench), view: modal() }))).toBe(
    'push_limit_reached',
  );
});

test('views.update keeps what was entered under the same ids and refuses an old hash', async () => {
  const bench = await openBench();
  const { client, playground } = bench;
  const id = await openModal(bench, { external_id: 'mine' });
  const view = playground.state.views.get(id);
  const hash = view?.hash ?? '';
  await connect(playground);
  const action = { type: 'plain_text_input', block_id: 'b', action_id: 'a', value: 'typed' };
  await playground.as(ANA).act({ container: { type: 'view', viewId: id }, action });
  await client.views.update({ external_id: 'mine', hash, view: modal({ blocks: [text('b'), text('c')] }) });
  expect(view?.state).toEqual({ b: { a: expect.objectContaining({ value: 'typed' }) }, c: { a: value(null) } });
  expect(await refusal(client.views.update({ view_id: id, hash, view: modal() }))).toBe('hash_conflict');
  expect(await refusal(client.views.update({ view_id: 'V404', view: modal() }))).toBe('not_found');
});

test('an external_id is taken once', async () => {
  const bench = await openBench();
  await openModal(bench, { external_id: 'mine' });
  expect(
    await refusal(
      bench.client.views.open({ trigger_id: await makeTrigger(bench), view: modal({ external_id: 'mine' }) }),
    ),
  ).toBe('duplicate_external_id');
});

test('the form refuses what Slack refuses before the app hears of it', async () => {
  const bench = await openBench();
  const blocks = [
    text('need'),
    text('long', { min_length: 3 }),
    input('count', { type: 'number_input', action_id: 'a', is_decimal_allowed: false, min_value: '1', max_value: '9' }),
    input('mail', { type: 'email_text_input', action_id: 'a' }),
    { ...text('free'), optional: true },
  ];
  const viewId = await openModal(bench, { blocks });
  const { heard } = await connect(bench.playground);
  const state = {
    long: { a: value('ab') },
    count: { a: { type: 'number_input', value: '1.5' } },
    mail: { a: { type: 'email_text_input', value: 'ana' } },
  };
  const answer = await bench.playground.as(ANA).submit({ viewId, state });
  expect(answer).toEqual({
    ok: false,
    errors: {
      need: 'Please complete this required field.',
      long: 'Please enter at least 3 characters.',
      count: 'Please enter a whole number.',
      mail: 'Please enter a valid email address.',
    },
  });
  expect(heard).toEqual([]);
});

test.each([
  ['nothing closes the one view', undefined, 1],
  ['clear closes all', { response_action: 'clear' }, 0],
  ['push opens another on top', { response_action: 'push', view: modal() }, 3],
  ['update replaces it', { response_action: 'update', view: modal({ title: plain('New') }) }, 2],
])('a submission answered with %s', async (_name, payload, depth) => {
  const bench = await openBench();
  await openModal(bench);
  const viewId = await openModal(bench);
  const { heard } = await connect(bench.playground, ({ ack }) => ack(payload));
  expect(await bench.playground.as(ANA).submit({ viewId, state: { b: { a: value('x') } } })).toEqual({ ok: true });
  expect(bench.playground.state.stacks.get(ANA)).toHaveLength(depth);
  expect(heard[0]?.body).toMatchObject({
    type: 'view_submission',
    view: { id: viewId, callback_id: 'cb', state: { values: { b: { a: value('x') } } } },
    response_urls: [],
  });
});

test('errors keep the modal open; errors for a block that is no input are the app failing', async () => {
  const bench = await openBench();
  const viewId = await openModal(bench);
  const answers = [
    { response_action: 'errors', errors: { b: 'No' } },
    { response_action: 'errors', errors: { zzz: 'No' } },
  ];
  await connect(bench.playground, ({ ack }) => ack(answers.shift()));
  const submit = () => bench.playground.as(ANA).submit({ viewId, state: { b: { a: value('x') } } });
  expect(await submit()).toEqual({ ok: false, errors: { b: 'No' } });
  expect(await submit()).toEqual({ ok: false, failure: 'We had some trouble connecting. Try again?' });
  expect(bench.playground.state.stacks.get(ANA)).toEqual([viewId]);
});

test('an app hears of a closed view only when it asked to', async () => {
  const bench = await openBench();
  const loud = await openModal(bench, { notify_on_close: true });
  const quiet = await openModal(bench);
  const { heard } = await connect(bench.playground);
  await bench.playground.as(ANA).close({ viewId: quiet, isCleared: false });
  await bench.playground.as(ANA).close({ viewId: loud, isCleared: true });
  const closed = heard.filter(({ body }) => body.type === 'view_closed');
  expect(closed.map(({ body }) => body)).toMatchObject([{ is_cleared: true, view: { id: loud } }]);
});

test('nobody submits the view of another person', async () => {
  const bench = await openBench();
  const viewId = await openModal(bench);
  await expect(bench.playground.as(BEN).submit({ viewId, state: {} })).rejects.toThrow('This view is closed');
});

test('views.publish keeps one home tab for each person, and app_home_opened carries it', async () => {
  const { client, playground } = await openBench();
  const { heard } = await connect(playground);
  const view = { type: 'home' as const, blocks: [{ type: 'divider' as const }] };
  const first = await client.views.publish({ user_id: ANA, view });
  const second = await client.views.publish({ user_id: ANA, view, hash: first.view?.hash ?? '' });
  expect(second.view?.id).toBe(first.view?.id);
  expect(await refusal(client.views.publish({ user_id: ANA, view, hash: first.view?.hash ?? '' }))).toBe(
    'hash_conflict',
  );
  await client.chat.postMessage({ channel: ALERTS, text: 'x' });
  playground.as(ANA).openHome();
  await expect
    .poll(() => heard[0]?.body)
    .toMatchObject({ event: { type: 'app_home_opened', user: ANA, tab: 'home', view: { id: first.view?.id } } });
});

test('an external select asks the app for choices', async () => {
  const bench = await openBench();
  const blocks = [input('model', { type: 'external_select', action_id: 'pick', min_query_length: 2 })];
  const viewId = await openModal(bench, { blocks });
  const { heard } = await connect(bench.playground, ({ ack }) =>
    ack({ options: [{ text: plain('churn'), value: 'churn' }] }),
  );
  const ask = (query: string) =>
    bench.playground
      .as(ANA)
      .options({ container: { type: 'view', viewId }, block_id: 'model', action_id: 'pick', value: query });
  expect(await ask('ch')).toEqual({ options: [{ text: plain('churn'), value: 'churn' }] });
  expect(heard[0]?.body).toMatchObject({
    type: 'block_suggestion',
    action_id: 'pick',
    block_id: 'model',
    value: 'ch',
    view: { id: viewId },
  });
  await expect(ask('c')).rejects.toThrow('Type at least 2 characters');
});
