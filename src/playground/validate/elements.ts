import {
  boolean,
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
import { ACTION_ID, CONFIRM, DISPATCH_CONFIG, IMAGE_ELEMENT, plainText, STYLE } from './composition.ts';
import { MENUS } from './menus.ts';
import type { Check, Report } from './report.ts';
import { RICH_TEXT } from './rich-text.ts';

const action: Fields = { action_id: optional(ACTION_ID) };
const confirm: Fields = { confirm: optional(CONFIRM) };
const focus: Fields = { focus_on_load: optional(boolean) };
const placeholder: Fields = { placeholder: optional(plainText(150)) };
const dispatch: Fields = { dispatch_action_config: optional(DISPATCH_CONFIG) };
const label: Fields = { accessibility_label: optional(string({ max: 75 })) };
const field: Fields = { ...action, ...focus, ...placeholder, ...dispatch };
const DATE = string({ pattern: /^\d{4}-\d{2}-\d{2}$/ });
const TIME = string({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/ });
const DECIMAL = string({ pattern: /^-?\d+(\.\d+)?$/ });

export const BUTTON = object({
  type: literal('button'),
  text: required(plainText(75)),
  value: optional(string({ max: 2000 })),
  url: optional(URL_TEXT),
  style: optional(STYLE),
  ...action,
  ...confirm,
  ...label,
});

const WORKFLOW_PARAMETER = object({ name: required(string()), value: required(string({ min: 0 })) });
const FEEDBACK_BUTTON = object({ text: required(plainText(75)), value: required(string({ max: 2000 })), ...label });

function checkLengths(value: Json, at: string, report: Report): void {
  checkOrder(value, 'min_length', 'max_length', at, report);
}

function checkOrder(value: Json, low: string, high: string, at: string, report: Report): void {
  if (Number(value[low]) > Number(value[high]))
    report.add(at, `${low} must not be more than ${high}`, { type: 'range' });
}

/** Every element but the menus, by type. */
const ELEMENTS: Readonly<Record<string, Check>> = {
  ...MENUS,
  image: IMAGE_ELEMENT,
  button: BUTTON,
  workflow_button: object({
    type: literal('workflow_button'),
    text: required(plainText(75)),
    workflow: required(
      object({
        trigger: required(
          object({ url: required(URL_TEXT), customizable_input_parameters: optional(list(WORKFLOW_PARAMETER)) }),
        ),
      }),
    ),
    style: optional(STYLE),
    ...action,
    ...confirm,
    ...label,
  }),
  datepicker: object({
    type: literal('datepicker'),
    initial_date: optional(DATE),
    ...action,
    ...confirm,
    ...focus,
    ...placeholder,
  }),
  timepicker: object({
    type: literal('timepicker'),
    initial_time: optional(TIME),
    timezone: optional(string()),
    ...action,
    ...confirm,
    ...focus,
    ...placeholder,
  }),
  datetimepicker: object({
    type: literal('datetimepicker'),
    initial_date_time: optional(number({ min: 1_000_000_000, max: 9_999_999_999, isInteger: true })),
    ...action,
    ...confirm,
    ...focus,
  }),
  plain_text_input: object(
    {
      type: literal('plain_text_input'),
      initial_value: optional(string({ min: 0, max: 3000 })),
      multiline: optional(boolean),
      min_length: optional(number({ min: 0, max: 3000, isInteger: true })),
      max_length: optional(number({ min: 1, max: 3000, isInteger: true })),
      ...field,
    },
    checkLengths,
  ),
  number_input: object(
    {
      type: literal('number_input'),
      is_decimal_allowed: required(boolean),
      initial_value: optional(DECIMAL),
      min_value: optional(DECIMAL),
      max_value: optional(DECIMAL),
      ...field,
    },
    (value, at, report) => checkOrder(value, 'min_value', 'max_value', at, report),
  ),
  email_text_input: object({
    type: literal('email_text_input'),
    initial_value: optional(string({ min: 0 })),
    ...field,
  }),
  url_text_input: object({ type: literal('url_text_input'), initial_value: optional(string({ min: 0 })), ...field }),
  rich_text_input: object({
    type: literal('rich_text_input'),
    initial_value: optional(RICH_TEXT),
    min_lines: optional(number({ min: 1, max: 100, isInteger: true })),
    max_lines: optional(number({ min: 1, max: 100, isInteger: true })),
    ...field,
  }),
  file_input: object({
    type: literal('file_input'),
    filetypes: optional(list(string())),
    max_files: optional(number({ min: 1, max: 10, isInteger: true })),
    ...action,
  }),
  feedback_buttons: object({
    type: literal('feedback_buttons'),
    positive_button: required(FEEDBACK_BUTTON),
    negative_button: required(FEEDBACK_BUTTON),
    ...action,
  }),
  icon_button: object({
    type: literal('icon_button'),
    icon: required(oneOf(['trash'])),
    text: required(plainText(75)),
    value: optional(string({ max: 2000 })),
    visible_to_user_ids: optional(list(string())),
    ...action,
    ...confirm,
    ...label,
  }),
};

/** The elements of these types alone. */
export function pickElements(types: readonly string[]): Record<string, Check> {
  return Object.fromEntries(types.flatMap((type) => (ELEMENTS[type] === undefined ? [] : [[type, ELEMENTS[type]]])));
}
