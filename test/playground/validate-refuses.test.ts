import { expect, test } from 'vitest';
import { validateMessage, validateView } from '../../src/playground/validate/index.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const button = (extra: object = {}) => ({ type: 'button', action_id: 'a', text: plain(5), ...extra });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const option = (length: number) => ({ text: plain(length), value: 'v' });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const cell = (length = 1) => ({ type: 'raw_text', text: 'x'.repeat(length) });
const table = (rows: number, columns: number, length = 1) => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => cell(length))),
});
const dataTable = (rows: unknown[]) => ({ type: 'data_table', caption: 'c', rows });
const chart = (over: object) => ({
  type: 'data_visualization',
  title: 't',
  chart: {
    type: 'line',
    axis_config: { categories: ['a'] },
    series: [{ name: 's', data: [{ label: 'a', value: 1 }] }],
    ...over,
  },
});

/** One block that Slack refuses, and where. */
const REFUSED: [string, unknown, string][] = [
  ['an unknown block', { type: 'nonsense' }, '/blocks/0/type'],
  ['no type', {}, '/blocks/0/type'],
  ['a block that is no object', 7, '/blocks/0'],
  ['an unknown key', { type: 'divider', colour: 'red' }, '/blocks/0'],
  ['an alert outside a modal', { type: 'alert', text: plain(3) }, '/blocks/0/type'],
  ['a long block_id', { type: 'divider', block_id: 'x'.repeat(256) }, '/blocks/0/block_id'],
  ['a header of 151', { type: 'header', text: plain(151) }, '/blocks/0/text/text'],
  ['a header with markup', { type: 'header', text: mrkdwn(3) }, '/blocks/0/text/type'],
  ['a section of 3001', { type: 'section', text: mrkdwn(3001) }, '/blocks/0/text/text'],
  ['an empty section text', { type: 'section', text: mrkdwn(0) }, '/blocks/0/text/text'],
  ['a section without text', { type: 'section' }, '/blocks/0'],
  ['11 fields', { type: 'section', fields: times(11, () => mrkdwn(1)) }, '/blocks/0/fields'],
  ['a field of 2001', { type: 'section', fields: [mrkdwn(2001)] }, '/blocks/0/fields/0/text'],
  [
    'an input as accessory',
    { type: 'section', text: mrkdwn(1), accessory: { type: 'plain_text_input' } },
    '/blocks/0/accessory/type',
  ],
  ['11 context elements', { type: 'context', elements: times(11, () => mrkdwn(1)) }, '/blocks/0/elements'],
  ['26 buttons', actions(...times(26, (n) => button({ action_id: `a${n}` }))), '/blocks/0/elements'],
  ['no buttons', actions(), '/blocks/0/elements'],
  ['a button of 76', actions(button({ text: plain(76) })), '/blocks/0/elements/0/text/text'],
  ['a button with markup', actions(button({ text: mrkdwn(3) })), '/blocks/0/elements/0/text/type'],
  ['a button value of 2001', actions(button({ value: 'x'.repeat(2001) })), '/blocks/0/elements/0/value'],
  ['a green button', actions(button({ style: 'green' })), '/blocks/0/elements/0/style'],
  ['an action_id of 256', actions(button({ action_id: 'x'.repeat(256) })), '/blocks/0/elements/0/action_id'],
  ['an action_id twice', actions(button(), button()), '/blocks/0'],
  [
    'a confirm title of 101',
    actions(button({ confirm: { title: plain(101), text: plain(1) } })),
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    '6 overflow options',
    actions({ type: 'overflow', action_id: 'a', options: times(6, () => option(1)) }),
    '/blocks/0/elements/0/options',
  ],
  [
    'an option of 76',
    actions({ type: 'static_select', action_id: 'a', options: [option(76)] }),
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    '101 options',
    actions({ type: 'static_select', action_id: 'a', options: times(101, () => option(1)) }),
    '/blocks/0/elements/0/options',
  ],
  [
    'an initial option that is none',
    actions({ type: 'static_select', action_id: 'a', options: [option(1)], initial_option: option(2) }),
    '/blocks/0/elements/0/initial_option',
  ],
  ['an image without alt_text', { type: 'image', image_url: 'https://e.org/a.png' }, '/blocks/0'],
  ['an image without source', { type: 'image', alt_text: 'a' }, '/blocks/0'],
  ['a malformed file id', { type: 'image', alt_text: 'a', slack_file: { id: 'G1' } }, '/blocks/0/slack_file/id'],
  ['a table of 101 rows', table(101, 1), '/blocks/0/rows'],
  ['a table of 21 columns', table(1, 21), '/blocks/0/rows/0'],
  ['a table of 10,001 characters', table(2, 1, 5001), '/blocks/0/rows'],
  ['ragged rows', dataTable([[cell(), cell()], [cell()]]), '/blocks/0/rows/1'],
  ['a data_table without rows', dataTable([[cell()]]), '/blocks/0/rows'],
  [
    '7 series',
    chart({ series: times(7, (n) => ({ name: `s${n}`, data: [{ label: 'a', value: 1 }] })) }),
    '/blocks/0/chart/series',
  ],
  ['a series without a category', chart({ axis_config: { categories: ['a', 'b'] } }), '/blocks/0/chart/series/0/data'],
  ['a pending task alone', { type: 'task_card', task_id: 't', title: 't', status: 'pending' }, '/blocks/0/status'],
  [
    '11 children of a container',
    { type: 'container', title: plain(1), child_blocks: times(11, () => ({ type: 'divider' })) },
    '/blocks/0/child_blocks',
  ],
  [
    'a container in a container',
    { type: 'container', title: plain(1), child_blocks: [{ type: 'container' }] },
    '/blocks/0/child_blocks/0/type',
  ],
  ['markdown of 12,001', { type: 'markdown', text: 'x'.repeat(12_001) }, '/blocks/0/text'],
  [
    '6 context actions',
    { type: 'context_actions', elements: times(6, () => ({ type: 'icon_button', icon: 'trash', text: plain(1) })) },
    '/blocks/0/elements',
  ],
  ['a card body of 201', { type: 'card', body: mrkdwn(201) }, '/blocks/0/body/text'],
  ['an empty card', { type: 'card' }, '/blocks/0'],
  [
    '11 cards',
    { type: 'carousel', elements: times(11, () => ({ type: 'card', body: mrkdwn(1) })) },
    '/blocks/0/elements',
  ],
  ['an empty rich text', { type: 'rich_text', elements: [] }, '/blocks/0/elements'],
  ['a chart title of 51', { ...chart({}), title: 'x'.repeat(51) }, '/blocks/0/title'],
  [
    'an empty pie slice',
    chart({ type: 'pie', series: undefined, axis_config: undefined, segments: [{ label: 'a', value: 0 }] }),
    '/blocks/0/chart/segments/0/value',
  ],
  ['a file_input in a message', { type: 'input', label: plain(1), element: { type: 'file_input' } }, '/blocks/0'],
];

test.each(REFUSED)('validateMessage() refuses %s', (_name, block, pointer) => {
  expect(validateMessage({ blocks: [block] }).map((issue) => issue.pointer)).toContain(pointer);
});

test('validateMessage() refuses 51 blocks, the same block_id twice, two tables and three charts', () => {
  const pointers = (blocks: unknown[]) => validateMessage({ blocks }).map((issue) => issue.pointer);
  expect(pointers(times(51, () => ({ type: 'divider' })))).toEqual(['/blocks']);
  expect(pointers(times(2, () => ({ type: 'divider', block_id: 'b' })))).toEqual(['/blocks/1/block_id']);
  expect(pointers([table(1, 1), table(1, 1)])).toEqual(['/blocks/1']);
  expect(pointers(times(3, () => chart({})))).toEqual(['/blocks/2']);
});

test('validateMessage() answers msg_blocks_too_long above the total budget and at no less', () => {
  const blocks = (count: number) => times(count, () => ({ type: 'section', text: mrkdwn(3000) }));
  expect(validateMessage({ blocks: blocks(4) })).toEqual([]);
  const more = [...blocks(4), { type: 'section', text: mrkdwn(1) }];
  expect(validateMessage({ blocks: more }).map((issue) => issue.code)).toEqual(['msg_blocks_too_long']);
});

test('validateMessage() points into attachments', () => {
  const attachments = [{ color: '#a30200', blocks: [{ type: 'header', text: plain(151) }] }];
  expect(validateMessage({ attachments })[0]?.pointer).toBe('/attachments/0/blocks/0/text/text');
});

const modal = (extra: object) => ({ type: 'modal', title: plain(3), blocks: [], ...extra });
const REFUSED_VIEWS: [string, unknown, string][] = [
  ['a title of 25', modal({ title: plain(25) }), '/title/text'],
  ['a submit of 25', modal({ submit: plain(25) }), '/submit/text'],
  ['private_metadata of 3001', modal({ private_metadata: 'x'.repeat(3001) }), '/private_metadata'],
  ['a callback_id of 256', modal({ callback_id: 'x'.repeat(256) }), '/callback_id'],
  ['101 blocks', modal({ blocks: times(101, () => ({ type: 'divider' })) }), '/blocks'],
  [
    'an input without submit',
    modal({ blocks: [{ type: 'input', label: plain(1), element: { type: 'plain_text_input' } }] }),
    '',
  ],
  ['a chart in a modal', modal({ blocks: [chart({})] }), '/blocks/0/type'],
  ['a card in a modal', modal({ blocks: [{ type: 'card', title: mrkdwn(1) }] }), '/blocks/0/type'],
  ['a table on the home tab', { type: 'home', blocks: [table(1, 1)] }, '/blocks/0/type'],
  ['a title on the home tab', { type: 'home', title: plain(1), blocks: [] }, ''],
  ['a view without blocks', { type: 'modal', title: plain(1) }, ''],
  ['no object', 'modal', ''],
];

test.each(REFUSED_VIEWS)('validateView() refuses %s', (_name, view, pointer) => {
  expect(validateView(view).map((issue) => issue.pointer)).toContain(pointer);
});
