import { expect, test } from 'vitest';
import { validateMessage, validateView } from '../../src/playground/validate/index.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const option = (value: string) => ({ text: plain(value), value });

test('validateMessage() accepts what an alert is made of', () => {
  const blocks = [
    { type: 'header', text: plain('Drift') },
    {
      type: 'section',
      block_id: 's1',
      text: { type: 'mrkdwn', text: '*FIRING*' },
      fields: [{ type: 'mrkdwn', text: 'a' }],
    },
    { type: 'image', alt_text: 'A chart', slack_file: { id: 'F0123456789' } },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'owner' }] },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'ack', text: plain('Acknowledge'), style: 'primary', value: '1' },
        { type: 'overflow', action_id: 'more', options: [option('a'), option('b')] },
        { type: 'static_select', action_id: 'snooze', placeholder: plain('Snooze'), options: [option('1h')] },
      ],
    },
  ];
  expect(
    validateMessage({ text: 'x', blocks, attachments: [{ color: '#a30200', blocks: [{ type: 'divider' }] }] }),
  ).toEqual([]);
});

test('validateMessage() accepts tables, charts, rich text and cards', () => {
  const rows = [
    [
      { type: 'raw_text', text: 'model' },
      { type: 'raw_text', text: 'psi' },
    ],
    [
      { type: 'raw_text', text: 'churn' },
      { type: 'raw_number', value: 0.2, text: '0.20' },
    ],
  ];
  const point = (label: string, value: number) => ({ label, value });
  const series = [{ name: 'psi', data: [point('Mon', 1), point('Tue', 2)] }];
  const chart = { type: 'line', series, axis_config: { categories: ['Mon', 'Tue'], y_label: 'PSI' } };
  const blocks = [
    { type: 'data_table', caption: 'Models', rows, page_size: 5 },
    { type: 'data_visualization', title: 'PSI by day', chart },
    rich('hello'),
    { type: 'card', title: { type: 'mrkdwn', text: 'churn' } },
    { type: 'container', title: plain('More'), is_collapsible: true, child_blocks: [rich('inside')] },
    { type: 'plan', title: 'Retrain', tasks: [{ type: 'task_card', task_id: 't', title: 'Fit', status: 'pending' }] },
  ];
  expect(validateMessage({ blocks })).toEqual([]);
});

test('validateView() accepts a modal with every kind of input and a home tab', () => {
  const input = (element: Record<string, unknown>) => ({ type: 'input', label: plain('L'), element });
  const blocks = [
    input({ type: 'plain_text_input', action_id: 'a', min_length: 1, max_length: 20 }),
    input({ type: 'number_input', action_id: 'a', is_decimal_allowed: true, min_value: '0', max_value: '1' }),
    input({ type: 'datepicker', action_id: 'a', initial_date: '2026-11-22' }),
    input({ type: 'datetimepicker', action_id: 'a', initial_date_time: 1_700_000_000 }),
    input({ type: 'external_select', action_id: 'a', min_query_length: 0 }),
    input({ type: 'checkboxes', action_id: 'a', options: [option('x')], initial_options: [option('x')] }),
    input({ type: 'conversations_select', action_id: 'a', response_url_enabled: true }),
    input({ type: 'file_input', action_id: 'a', max_files: 2 }),
    { type: 'alert', text: plain('Careful'), level: 'warning' },
  ];
  expect(validateView({ type: 'modal', title: plain('T'), submit: plain('Save'), blocks })).toEqual([]);
  expect(validateView({ type: 'home', blocks: [{ type: 'divider' }] })).toEqual([]);
});
