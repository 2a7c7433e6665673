import type { KnownBlock, View } from '@slack/types';
import type { Workspace } from './workspace.ts';
import { BEN, CHANNEL, drawPicture } from './workspace.ts';

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const mrkdwn = (words: string) => ({ type: 'mrkdwn' as const, text: words });
const number = (value: number, digits: number) => ({ type: 'raw_number' as const, value, text: value.toFixed(digits) });
const raw = (words: string) => ({ type: 'raw_text' as const, text: words });
const button = (action: string, words: string, extra: object = {}) => ({
  type: 'button' as const,
  action_id: action,
  text: text(words),
  value: 'alert-7',
  ...extra,
});
const option = (value: string, words: string) => ({ value, text: text(words) });

/** An alert as the bot words it: one line, and the rest behind the coloured bar. */
export function makeAlert(fileId: string) {
  const head: KnownBlock[] = [
    {
      type: 'section',
      block_id: 'head',
      text: mrkdwn(
        ':red_circle: *FIRING · Critical* · <https://example.org/late-flights|late-flights · prod>\n*PSI 0.063* on `delay`, limit 0.050, in 3 of 3 windows since 8:40 AM',
      ),
    },
  ];
  const body: KnownBlock[] = [
    {
      type: 'image',
      block_id: 'chart',
      slack_file: { id: fileId },
      alt_text: 'Histogram of delay: the bulk moved right',
    },
    {
      type: 'context',
      elements: [
        mrkdwn('Also moved: *1* `origin_mean_delay_7d` 1.2× limit, *2* `prev_delay` 1.1×, 10 more within limit'),
        mrkdwn('115k rows · owner <@U0ANA00001> · on call <!subteam^S0MLONCALL>'),
      ],
    },
    {
      type: 'actions',
      block_id: 'acts',
      elements: [
        button('ack', 'Acknowledge', { style: 'primary' }),
        button('snooze', 'Snooze…'),
        button('retrain', 'Retrain…', {
          confirm: {
            title: text('Retrain late-flights?'),
            text: mrkdwn('It takes about 35 min and 4 EUR.'),
            confirm: text('Retrain'),
            deny: text('Not now'),
          },
        }),
        {
          type: 'overflow',
          action_id: 'more',
          options: [option('timeline', 'Timeline'), option('assign', 'Assign…'), option('noise', 'This is noise')],
        },
      ],
    },
  ];
  return { text: 'FIRING: late-flights', blocks: head, attachments: [{ color: '#a30200', blocks: body }] };
}

export const STATUS: KnownBlock[] = [
  { type: 'section', text: mrkdwn('*43 models:* 4 firing, 3 acknowledged, 3 snoozed, 2 no data, 31 ok') },
  {
    type: 'data_table',
    caption: 'Models outside their limits',
    page_size: 4,
    rows: [
      ['Model', 'State', 'Measure', 'Value', 'Limit', 'Rows'].map(raw),
      [raw('fraud-v7'), raw('🔴 Firing'), raw('mcc PSI'), number(0.34, 3), number(0.2, 3), number(182310, 0)],
      [raw('late-flights'), raw('🔴 Firing'), raw('delay PSI'), number(0.063, 3), number(0.05, 3), number(115204, 0)],
      [raw('price-rank'), raw('⏸️ Snoozed'), raw('price PSI'), number(0.24, 3), number(0.2, 3), number(64900, 0)],
      [raw('churn-eu'), raw('🟡 Acked'), raw('Recall'), number(0.41, 3), number(0.45, 3), number(18020, 0)],
      [raw('topic-de'), raw('⚪ No data'), raw('Rows'), number(0, 3), number(500, 3), number(0, 0)],
      [raw('hub-load'), raw('🟢 Ok'), raw('RMSE'), number(3.1, 3), number(4, 3), number(51377, 0)],
    ],
  },
  { type: 'context', elements: [mrkdwn('31 models are ok and not shown. Counted at 9:32 AM.')] },
  { type: 'actions', elements: [button('share', 'Share in channel'), button('refresh', 'Refresh')] },
];

const DAYS = ['13 Feb', '14 Feb', '15 Feb', '16 Feb', '17 Feb', '18 Feb', '19 Feb', '20 Feb', '21 Feb', '22 Feb'];
const line = (values: number[]) => values.map((value, index) => ({ label: DAYS[index] ?? '', value }));

/** A report with one of most blocks. Typed loosely: the chart block is newer than Slack's types. */
export const REPORT = [
  { type: 'header', text: text('late-flights · prod') },
  {
    type: 'section',
    fields: [
      mrkdwn('*Owner*\n<@U0ANA00001>'),
      mrkdwn('*Version*\nv12, trained 4 February'),
      mrkdwn('*Monitors*\n6 on, 1 muted'),
      mrkdwn('*Traffic*\n115k rows in the last 24 h'),
    ],
    accessory: {
      type: 'static_select',
      action_id: 'window',
      placeholder: text('Window'),
      options: [option('7d', '7 days'), option('28d', '28 days')],
    },
  },
  {
    type: 'data_visualization',
    title: 'Drift of the two worst columns, 10 days',
    chart: {
      type: 'line',
      series: [
        { name: 'delay', data: line([0.031, 0.029, 0.033, 0.03, 0.036, 0.034, 0.032, 0.04, 0.052, 0.063]) },
        { name: 'prev_delay', data: line([0.02, 0.022, 0.021, 0.024, 0.02, 0.023, 0.025, 0.027, 0.034, 0.041]) },
      ],
      axis_config: { categories: DAYS, y_label: 'PSI' },
    },
  },
  { type: 'divider' },
  {
    type: 'table',
    rows: [
      [raw('Column'), raw('Drift'), raw('Limit')],
      [raw('origin_mean_delay_7d'), number(0.071, 3), number(0.06, 3)],
      [raw('prev_delay'), number(0.041, 3), number(0.037, 3)],
    ],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'What changed since ' },
          { type: 'text', text: 'Friday', style: { bold: true } },
          { type: 'text', text: ', ' },
          { type: 'text', text: 'likely cause', style: { italic: true } },
          { type: 'text', text: ' first ' },
          { type: 'emoji', name: 'mag' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'prev_delay', style: { code: true } },
              { type: 'text', text: ' now arrives in UTC' },
            ],
          },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        indent: 1,
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'seen first on 23 Feb, 06:00' }] }],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'Fix the feed' }] },
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'Back-fill three days' }] },
        ],
      },
      {
        type: 'rich_text_quote',
        elements: [{ type: 'text', text: 'The feed was moved on purpose, we forgot to tell you.' }],
      },
      {
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: "SELECT date, psi FROM drift\n WHERE model = 'late-flights'" }],
      },
    ],
  },
  {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback',
        positive_button: { text: text('Useful'), value: 'useful' },
        negative_button: { text: text('Noise'), value: 'noise' },
      },
      { type: 'icon_button', action_id: 'delete', icon: 'trash', text: text('Delete this note') },
    ],
  },
] as unknown as KnownBlock[];

/** A form with the common inputs. */
export const MONITOR_FORM: View = {
  type: 'modal',
  callback_id: 'monitor_form',
  title: text('New monitor'),
  submit: text('Next'),
  close: text('Cancel'),
  blocks: [
    { type: 'context', elements: [mrkdwn('Step 2 of 4: what to watch')] },
    {
      type: 'input',
      block_id: 'model',
      label: text('Model'),
      element: {
        type: 'external_select',
        action_id: 'model',
        min_query_length: 1,
        placeholder: text('Choose a model'),
      },
    },
    {
      type: 'input',
      block_id: 'name',
      label: text('Name'),
      element: { type: 'plain_text_input', action_id: 'name', initial_value: 'Late arrivals, prod' },
    },
    {
      type: 'input',
      block_id: 'columns',
      label: text('Columns'),
      optional: true,
      hint: text('Leave empty to watch all 12 columns.'),
      element: {
        type: 'multi_static_select',
        action_id: 'columns',
        placeholder: text('Add a column'),
        options: ['delay', 'prev_delay', 'route', 'carrier'].map((name) => option(name, name)),
      },
    },
    {
      type: 'input',
      block_id: 'limit',
      label: text('Alert above (PSI)'),
      hint: text('Last 30 days: median 0.03, highest 0.063'),
      element: { type: 'number_input', action_id: 'limit', is_decimal_allowed: true, initial_value: '20' },
    },
    {
      type: 'input',
      block_id: 'severity',
      label: text('Severity'),
      element: {
        type: 'radio_buttons',
        action_id: 'severity',
        initial_option: {
          ...option('critical', 'Critical'),
          description: text('Posts at once and reminds every 30 minutes'),
        },
        options: [
          { ...option('critical', 'Critical'), description: text('Posts at once and reminds every 30 minutes') },
          { ...option('high', 'High'), description: text('Posts at once') },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'also',
      optional: true,
      label: text('Also'),
      element: {
        type: 'checkboxes',
        action_id: 'also',
        options: [option('chart', 'Attach a chart'), option('recover', 'Tell me when it recovers')],
      },
    },
    {
      type: 'input',
      block_id: 'at',
      label: text('Check every day at'),
      element: { type: 'timepicker', action_id: 'at', initial_time: '08:40' },
    },
    {
      type: 'input',
      block_id: 'channel',
      label: text('Channel'),
      element: { type: 'conversations_select', action_id: 'channel', initial_conversation: CHANNEL },
    },
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: text('Note'),
      element: { type: 'plain_text_input', action_id: 'note', multiline: true },
    },
    {
      type: 'actions',
      block_id: 'form_acts',
      elements: [
        button('test_alert', 'Send a test alert'),
        button('delete', 'Delete draft…', {
          confirm: {
            title: text('Delete this draft?'),
            text: mrkdwn('What you filled in will be lost.'),
            confirm: text('Delete'),
            deny: text('Keep editing'),
            style: 'danger',
          },
        }),
      ],
    },
  ],
};

/** A channel with a past: yesterday's talk, an alert with a thread, a report, and a status only Ana sees. */
export async function fillChannel({ bot, playground, shiftClock, uploadPicture }: Workspace, png?: Buffer) {
  const { state } = playground;
  shiftClock(-26 * 3_600_000);
  state.addMessage({
    channel: CHANNEL,
    user: BEN,
    text: 'Nice, that was quick. Was it the *clock change* again? :eyes:',
  });
  shiftClock(-40 * 60_000);
  await bot.chat.postMessage({ channel: CHANNEL, text: 'Report', blocks: REPORT });
  const fileId = await uploadPicture(png ?? (await drawPicture()), 'delay.png');
  // The picture is ready one turn later; a message that points at it earlier is refused, as by Slack.
  await new Promise((resolve) => setTimeout(resolve, 50));
  shiftClock(-20 * 60_000);
  const alert = await bot.chat.postMessage({ channel: CHANNEL, ...makeAlert(fileId) });
  const ts = alert.ts ?? '';
  await bot.chat.postMessage({
    channel: CHANNEL,
    thread_ts: ts,
    text: 'Fired: PSI 0.063, limit 0.050, three windows.',
  });
  shiftClock(-10 * 60_000);
  state.addMessage({
    channel: CHANNEL,
    user: BEN,
    threadTs: ts,
    text: 'The `prev_delay` feed changed its time zone. <@U0ANA00001> shall we hold the retraining?',
  });
  await bot.reactions.add({ channel: CHANNEL, timestamp: ts, name: 'eyes' });
  shiftClock(0);
  return { alertTs: ts, fileId };
}
