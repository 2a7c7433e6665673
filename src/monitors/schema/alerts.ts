import * as z from 'zod';
import { NOTIFY, SEVERITIES } from '../types.ts';
import { block, choice, list, map, number, text, url } from './fields.ts';

const email = () =>
  text('an e-mail address', 320).regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, { error: 'expected an e-mail address' });

const slackChannel = block('a Slack channel', {
  type: z.literal('slack'),
  channel: text('a channel such as "#ml-alerts"', 80)
    .regex(/^(#[^\s#@<>&]+|[CGD][A-Z0-9]{6,})$/, {
      error: 'expected a channel such as "#ml-alerts" (in quotes: # begins a comment) or an id such as C0123456789',
    })
    .optional()
    .describe('`"#name"` or id.'),
  mention: text('who is called', 80)
    .regex(/^(@\S+|[UWS][A-Z0-9]{6,})$/, { error: 'expected "@name", "@here" or an id such as U0123456789' })
    .optional()
    .describe('Who is called: `"@user"`, `"@group"` or id.'),
  webhook: url(true).optional().describe('An incoming webhook instead of a channel.'),
}).refine((target) => (target.channel === undefined) !== (target.webhook === undefined), {
  error: 'expected either channel or webhook',
});

/** One place that is told. */
const channel = z.discriminatedUnion(
  'type',
  [
    slackChannel,
    block('an email channel', {
      type: z.literal('email'),
      recipients: list(email(), 'e-mail addresses', 50).describe('E-mail addresses.'),
    }),
    block('a webhook channel', { type: z.literal('webhook'), url: url(false).describe('Where the alert is posted.') }),
    block('a pagerduty channel', {
      type: z.literal('pagerduty'),
      routing_key_env: text('the name of an environment variable', 80)
        .regex(/^[A-Z][A-Z0-9_]*$/, { error: 'expected the name of an environment variable, such as PAGERDUTY_KEY' })
        .describe('Environment variable that holds the key.'),
    }),
  ],
  { error: 'expected a channel: {type: slack, channel: "#ml-alerts"}; type is slack, email, webhook or pagerduty' },
);

const channels = () => z.array(channel, { error: 'expected a list of channels' }).max(20).optional();
const notify = () =>
  choice(NOTIFY)
    .optional()
    .describe(
      "`now` (default): a message of its own at once. `loss`: as soon as a loss is known, until then in the channel's digest. `digest`: in the digest only.",
    );

const severity = () => choice(SEVERITIES).optional().describe('`low`, `medium` (default), `high` or `critical`.');
const debounce = () =>
  z
    .string({ error: 'expected text such as "2 of 3"' })
    .regex(/^\s*\d{1,2}\s+of\s+\d{1,2}\s*$/i, { error: 'expected text such as "2 of 3"' })
    .transform((value) => {
      const [breaches = 1, of = 1] = (value.match(/\d+/g) ?? []).map(Number);
      return { breaches, of };
    })
    .refine(({ breaches, of }) => breaches >= 1 && breaches <= of && of <= 30, {
      error: 'expected "N of M" with N from 1 to M and M at most 30',
    })
    .optional()
    .describe('`2 of 3`: so many of the newest windows must be in breach, the newest one included. Default `2 of 3`.');

const threshold = block('a threshold', {
  min_value: number().optional().describe('The value must not be below.'),
  max_value: number().optional().describe('The value must not be above.'),
  comparison: z
    .enum(['>=', '>', '<=', '<'], { error: 'expected >=, >, <= or <, in quotes' })
    .optional()
    .describe('What holds while all is well: `">="` and `">"` go with `min_value`, `"<="` and `"<"` with `max_value`.'),
  severity: severity(),
  for: debounce(),
  notify: notify(),
}).superRefine((limits, context) => {
  const { min_value: min, max_value: max, comparison } = limits;
  const addIssue = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
  if (min === undefined && max === undefined) addIssue('min_value', 'expected min_value, max_value or both');
  if (min !== undefined && max !== undefined && min > max)
    addIssue('max_value', 'expected a number not below min_value');
  if (comparison?.startsWith('>') && min === undefined) addIssue('comparison', 'expected "<=" or "<" with max_value');
  if (comparison?.startsWith('<') && max === undefined) addIssue('comparison', 'expected ">=" or ">" with min_value');
});

const rule = block('a rule', {
  name: text('a name', 80)
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.\- ]*$/u, { error: 'expected letters, digits, spaces, and the marks _ . -' })
    .describe('Unique within the monitor.'),
  description: text('a sentence').optional().describe('Shown with the alert.'),
  condition: text('a condition such as accuracy < 0.85', 500).describe('When it is a breach; see Conditions.'),
  severity: severity(),
  for: debounce(),
  notify: notify(),
  channels: channels().describe("Who is told; default: the monitor's channels."),
});

/** When people are told, and who. */
export const alertsBlock = block('alerts', {
  email_recipients: list(email(), 'e-mail addresses', 50).optional().describe('Told of every alert by e-mail.'),
  slack_webhook: url(true).optional().describe('Told of every alert by an incoming webhook.'),
  channels: channels().describe('Told of every alert whose rule names no channels of its own.'),
  thresholds: map(text('the name of a metric', 80), threshold, 'a metric and its limits')
    .optional()
    .describe('Limits by metric; each becomes a rule named `<metric>_threshold`.'),
  rules: z
    .array(rule, { error: 'expected a list of rules' })
    .max(100, { error: 'expected at most 100 entries' })
    .optional()
    .describe('Named conditions.'),
});

export type AlertsInput = z.output<typeof alertsBlock>;
export type ChannelInput = z.output<typeof channel>;
export type ThresholdInput = z.output<typeof threshold>;
