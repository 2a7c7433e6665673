import { expect, it } from 'vitest';
import { listElements, makeState, readInitial } from '../../src/playground/page/lib/view-state.ts';

const option = { text: { type: 'plain_text', text: 'A' }, value: 'a' };

it.each([
  [
    { type: 'plain_text_input', initial_value: 'x' },
    { type: 'plain_text_input', value: 'x' },
  ],
  [{ type: 'number_input' }, { type: 'number_input', value: null }],
  [
    { type: 'static_select', initial_option: option },
    { type: 'static_select', selected_option: option },
  ],
  [{ type: 'multi_external_select' }, { type: 'multi_external_select', selected_options: [] }],
  [
    { type: 'users_select', initial_user: 'U1' },
    { type: 'users_select', selected_user: 'U1' },
  ],
  [{ type: 'multi_channels_select' }, { type: 'multi_channels_select', selected_channels: [] }],
  [{ type: 'conversations_select' }, { type: 'conversations_select', selected_conversation: null }],
  [
    { type: 'checkboxes', initial_options: [option] },
    { type: 'checkboxes', selected_options: [option] },
  ],
  [{ type: 'radio_buttons' }, { type: 'radio_buttons', selected_option: null }],
  [
    { type: 'datepicker', initial_date: '2026-02-26' },
    { type: 'datepicker', selected_date: '2026-02-26' },
  ],
  [{ type: 'timepicker' }, { type: 'timepicker', selected_time: null }],
  [
    { type: 'datetimepicker', initial_date_time: 5 },
    { type: 'datetimepicker', selected_date_time: 5 },
  ],
  [{ type: 'button' }, null],
])('%j starts as Slack reports it', (element, value) => {
  expect(readInitial(element)).toEqual(value);
});

const name = (blockId: string, actionId: string, initial: string) => ({
  type: 'input',
  block_id: blockId,
  element: { type: 'plain_text_input', action_id: actionId, initial_value: initial },
});

it('keeps what was typed only where block_id and action_id are unchanged', () => {
  const typed = { a: { x: { type: 'plain_text_input', value: 'typed' } } };
  expect(makeState([name('a', 'x', 'new')], typed)).toEqual(typed);
  expect(makeState([name('a2', 'x', 'new')], typed)).toEqual({ a2: { x: { type: 'plain_text_input', value: 'new' } } });
});

it('finds elements in actions, accessories, inputs and containers', () => {
  const blocks = [
    { type: 'actions', block_id: 'b1', elements: [{ type: 'button', action_id: 'go' }] },
    { type: 'section', block_id: 'b2', accessory: { type: 'overflow', action_id: 'more' } },
    { type: 'container', child_blocks: [name('b3', 'in', '')] },
    { type: 'context', block_id: 'b4', elements: [{ type: 'mrkdwn', text: 'x' }] },
  ];
  expect(listElements(blocks).map(({ blockId, element }) => `${blockId}/${element.action_id}`)).toEqual([
    'b1/go',
    'b2/more',
    'b3/in',
  ]);
});
