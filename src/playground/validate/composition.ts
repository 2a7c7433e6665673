import {
  boolean,
  byType,
  exactlyOne,
  list,
  literal,
  object,
  oneOf,
  optional,
  required,
  string,
  URL_TEXT,
} from './checks.ts';
import type { Check, Report } from './report.ts';

/** Text that may not hold markup: labels, titles, buttons. */
export function plainText(max: number, min = 1): Check {
  return object({ type: literal('plain_text'), text: required(string({ min, max })), emoji: optional(boolean) });
}

export function mrkdwn(max: number): Check {
  return object({ type: literal('mrkdwn'), text: required(string({ max })), verbatim: optional(boolean) });
}

export function anyText(max: number): Check {
  return byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) });
}

export const ACTION_ID = string({ max: 255 });
export const STYLE = oneOf(['primary', 'danger']);

export const CONFIRM = object({
  title: optional(plainText(100)),
  text: required(anyText(300)),
  confirm: optional(plainText(30)),
  deny: optional(plainText(30)),
  style: optional(STYLE),
});

/** An option of a menu; only overflow menus take a url, only radio buttons and checkboxes take markup. */
export function option(kind: 'menu' | 'choice' | 'overflow'): Check {
  const text = kind === 'choice' ? anyText(75) : plainText(75);
  const url = kind === 'overflow' ? { url: optional(URL_TEXT) } : {};
  const description = kind === 'choice' ? anyText(75) : plainText(75);
  return object({
    text: required(text),
    value: required(string({ max: 75 })),
    description: optional(description),
    ...url,
  });
}

export const OPTION_GROUP = object({
  label: required(plainText(75)),
  options: required(list(option('menu'), { max: 100 })),
});

export const FILTER = object(
  {
    include: optional(list(oneOf(['im', 'mpim', 'private', 'public']))),
    exclude_external_shared_channels: optional(boolean),
    exclude_bot_users: optional(boolean),
  },
  (value, at, report) => {
    if (Object.keys(value).length === 0)
      report.add(at, 'must provide at least one filter', { type: 'min_properties', expected: 1 });
  },
);

export const DISPATCH_CONFIG = object({
  trigger_actions_on: optional(list(oneOf(['on_enter_pressed', 'on_character_entered']), { max: 2 })),
});

const SLACK_FILE = object(
  { id: optional(string({ pattern: /^[F][A-Z0-9]{8,}$/ })), url: optional(URL_TEXT) },
  (value, at, report) => exactlyOne(value, ['id', 'url'], at, report),
);

/** The fields of every image, as block or element. */
export const IMAGE_FIELDS = {
  type: literal('image'),
  alt_text: required(string({ max: 2000 })),
  image_url: optional(URL_TEXT),
  slack_file: optional(SLACK_FILE),
};

export function checkImageSource(value: Record<string, unknown>, at: string, report: Report): void {
  exactlyOne(value, ['image_url', 'slack_file'], at, report);
}

export const IMAGE_ELEMENT = object(IMAGE_FIELDS, checkImageSource);
