import { DATA_VISUALIZATION } from './charts.ts';
import {
  boolean,
  byType,
  exactlyOne,
  type Fields,
  type Json,
  list,
  literal,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
  URL_TEXT,
} from './checks.ts';
import { anyText, checkImageSource, IMAGE_ELEMENT, IMAGE_FIELDS, mrkdwn, plainText } from './composition.ts';
import { BUTTON, pickElements } from './elements.ts';
import type { Check, Report, Surface } from './report.ts';
import { RICH_TEXT } from './rich-text.ts';
import { DATA_TABLE, TABLE } from './tables.ts';

const SELECTS = ['static', 'external', 'users', 'channels', 'conversations'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
]);
const PICKERS = ['datepicker', 'timepicker', 'checkboxes', 'radio_buttons', ...SELECTS];
const ACTION_TYPES = ['button', 'workflow_button', 'overflow', 'datetimepicker', 'rich_text_input', ...PICKERS];
const ACCESSORY_TYPES = ['button', 'workflow_button', 'overflow', 'image', ...PICKERS];
const TEXT_INPUTS = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input', 'rich_text_input'];
const INPUT_TYPES = ['datetimepicker', 'file_input', ...TEXT_INPUTS, ...PICKERS];

const base: Fields = { block_id: optional(string({ max: 255 })) };

const ACTIONS = object({
  type: literal('actions'),
  ...base,
  elements: required(list(byType(pickElements(ACTION_TYPES)), { max: 25 })),
});
const CONTEXT_ITEM = byType({ image: IMAGE_ELEMENT, mrkdwn: mrkdwn(3000), plain_text: plainText(3000) });
const CONTEXT = object({ type: literal('context'), ...base, elements: required(list(CONTEXT_ITEM, { max: 10 })) });
const DIVIDER = object({ type: literal('divider'), ...base });
const HEADER = object({
  type: literal('header'),
  ...base,
  text: required(plainText(150)),
  level: optional(number({ min: 1, max: 4, isInteger: true })),
});
const IMAGE = object({ ...IMAGE_FIELDS, ...base, title: optional(plainText(2000)) }, checkImageSource);
const INPUT = object({
  type: literal('input'),
  ...base,
  label: required(plainText(2000)),
  hint: optional(plainText(2000)),
  optional: optional(boolean),
  dispatch_action: optional(boolean),
  element: required(byType(pickElements(INPUT_TYPES))),
});
const SECTION = object(
  {
    type: literal('section'),
    ...base,
    text: optional(anyText(3000)),
    fields: optional(list(anyText(2000), { max: 10 })),
    accessory: optional(byType(pickElements(ACCESSORY_TYPES))),
    expand: optional(boolean),
  },
  (value, at, report) => {
    if (value.text === undefined && value.fields === undefined) {
      report.add(at, 'must provide text or fields', { type: 'required', expected: ['text', 'fields'] });
    }
  },
);
const VIDEO = object({
  type: literal('video'),
  ...base,
  video_url: required(string({ pattern: /^https:\/\/\S+$/ })),
  thumbnail_url: required(URL_TEXT),
  alt_text: required(string({ max: 2000 })),
  title: required(plainText(199)),
  title_url: optional(string({ pattern: /^https:\/\/\S+$/ })),
  author_name: optional(string({ max: 49 })),
  provider_name: optional(string()),
  provider_icon_url: optional(URL_TEXT),
  description: optional(plainText(200)),
});
const FILE = object({
  type: literal('file'),
  ...base,
  source: required(oneOf(['remote'])),
  external_id: required(string()),
});
const CARD = object(
  {
    type: literal('card'),
    ...base,
    hero_image: optional(IMAGE_ELEMENT),
    icon: optional(IMAGE_ELEMENT),
    title: optional(anyText(150)),
    subtitle: optional(anyText(150)),
    body: optional(anyText(200)),
    subtext: optional(anyText(200)),
    actions: optional(list(BUTTON, { max: 3 })),
  },
  (value, at, report) => {
    const parts = ['hero_image', 'title', 'actions', 'body'];
    if (parts.some((part) => value[part] !== undefined)) return;
    report.add(at, `must provide one of ${parts.join(', ')}`, { type: 'required', expected: parts });
  },
);
const TASK_FIELDS: Fields = {
  type: literal('task_card'),
  ...base,
  task_id: required(string()),
  title: required(string()),
  details: optional(RICH_TEXT),
  output: optional(RICH_TEXT),
  sources: optional(list(object({ type: literal('url'), url: required(URL_TEXT), text: required(string()) }))),
};
const TASK_IN_PLAN = object({
  ...TASK_FIELDS,
  status: required(oneOf(['pending', 'in_progress', 'complete', 'error'])),
});
const TASK_ALONE = object({ ...TASK_FIELDS, status: required(oneOf(['in_progress', 'complete', 'error'])) });

const CHILDREN: Record<string, Check> = {
  actions: ACTIONS,
  context: CONTEXT,
  divider: DIVIDER,
  file: FILE,
  header: HEADER,
  image: IMAGE,
  input: INPUT,
  rich_text: RICH_TEXT,
  section: SECTION,
  table: TABLE,
  video: VIDEO,
};
const CONTAINER = object(
  {
    type: literal('container'),
    ...base,
    title: optional(plainText(150)),
    rich_text_title: optional(RICH_TEXT),
    subtitle: optional(anyText(150)),
    child_blocks: required(list(byType(CHILDREN), { max: 10 })),
    width: optional(oneOf(['narrow', 'standard', 'wide', 'full'])),
    icon: optional(IMAGE_ELEMENT),
    is_collapsible: optional(boolean),
    default_collapsed: optional(boolean),
    has_header_divider: optional(boolean),
  },
  checkContainer,
);

function checkContainer(value: Json, at: string, report: Report): void {
  if (value.title === undefined && value.rich_text_title === undefined)
    exactlyOne(value, ['title', 'rich_text_title'], at, report);
  if (value.default_collapsed === true && value.is_collapsible !== true) {
    report.add(`${at}/default_collapsed`, 'needs is_collapsible', { type: 'dependency', expected: 'is_collapsible' });
  }
}

const CONTEXT_ACTIONS = byType(pickElements(['feedback_buttons', 'icon_button']));
const EVERYWHERE: readonly Surface[] = ['message', 'modal', 'home'];
const MESSAGES: readonly Surface[] = ['message'];

/** Every block, where it may stand, and its check. Where sources disagree the narrower one is taken. */
export const BLOCKS: Readonly<Record<string, { surfaces: readonly Surface[]; check: Check }>> = {
  actions: { surfaces: EVERYWHERE, check: ACTIONS },
  alert: {
    surfaces: ['modal'],
    check: object({
      type: literal('alert'),
      ...base,
      text: required(anyText(200)),
      level: optional(oneOf(['default', 'info', 'warning', 'error', 'success'])),
    }),
  },
  card: { surfaces: ['message', 'home'], check: CARD },
  carousel: {
    surfaces: ['message', 'home'],
    check: object({
      type: literal('carousel'),
      ...base,
      elements: required(list(byType({ card: CARD }), { max: 10 })),
    }),
  },
  container: { surfaces: EVERYWHERE, check: CONTAINER },
  context: { surfaces: EVERYWHERE, check: CONTEXT },
  context_actions: {
    surfaces: MESSAGES,
    check: object({ type: literal('context_actions'), ...base, elements: required(list(CONTEXT_ACTIONS, { max: 5 })) }),
  },
  data_table: { surfaces: ['message', 'home'], check: DATA_TABLE },
  data_visualization: { surfaces: MESSAGES, check: DATA_VISUALIZATION },
  divider: { surfaces: EVERYWHERE, check: DIVIDER },
  file: { surfaces: MESSAGES, check: FILE },
  header: { surfaces: EVERYWHERE, check: HEADER },
  image: { surfaces: EVERYWHERE, check: IMAGE },
  input: { surfaces: EVERYWHERE, check: INPUT },
  markdown: {
    surfaces: MESSAGES,
    check: object({ type: literal('markdown'), ...base, text: required(string({ max: 12_000 })) }),
  },
  plan: {
    surfaces: MESSAGES,
    check: object({ type: literal('plan'), ...base, title: required(string()), tasks: optional(list(TASK_IN_PLAN)) }),
  },
  rich_text: { surfaces: EVERYWHERE, check: RICH_TEXT },
  section: { surfaces: EVERYWHERE, check: SECTION },
  table: { surfaces: MESSAGES, check: TABLE },
  task_card: { surfaces: MESSAGES, check: TASK_ALONE },
  video: { surfaces: EVERYWHERE, check: VIDEO },
};

/** A block of any type that the report's surface allows. */
export const BLOCK: Check = byType(
  Object.fromEntries(
    Object.entries(BLOCKS).map(([type, { surfaces, check }]) => [type, onSurface(type, surfaces, check)]),
  ),
);

function onSurface(type: string, surfaces: readonly Surface[], check: Check): Check {
  return (value, at, report) => {
    if (!surfaces.includes(report.surface)) {
      report.add(`${at}/type`, `unsupported type: ${type}`, {
        type: 'surface',
        expected: surfaces,
        actual: report.surface,
      });
    }
    check(value, at, report);
  };
}
