import {
  boolean,
  exactlyOne,
  type Fields,
  isJson,
  type Json,
  list,
  literal,
  number,
  object,
  optional,
  required,
  string,
} from './checks.ts';
import { ACTION_ID, CONFIRM, FILTER, OPTION_GROUP, option, plainText } from './composition.ts';
import type { Check, Report } from './report.ts';

const ID = string();
const base: Fields = {
  action_id: optional(ACTION_ID),
  confirm: optional(CONFIRM),
  focus_on_load: optional(boolean),
  placeholder: optional(plainText(150)),
};
const many: Fields = { max_selected_items: optional(number({ min: 1, isInteger: true })) };
const respond: Fields = { response_url_enabled: optional(boolean) };
const query: Fields = { min_query_length: optional(number({ min: 0, isInteger: true })) };
const conversations: Fields = { default_to_current_conversation: optional(boolean), filter: optional(FILTER) };
const MENU_OPTION = option('menu');
const CHOICE = option('choice');
const choices: Fields = {
  options: optional(list(MENU_OPTION, { max: 100 })),
  option_groups: optional(list(OPTION_GROUP, { max: 100 })),
};

function menu(type: string, fields: Fields, after?: Parameters<typeof object>[1]): [string, Check] {
  return [type, object({ type: literal(type), ...base, ...fields }, after)];
}

function checkStatic(value: Json, at: string, report: Report): void {
  exactlyOne(value, ['options', 'option_groups'], at, report);
  checkInitial(value, at, report);
}

/** What is chosen at first must be one of the options, the very same object. */
function checkInitial(value: Json, at: string, report: Report): void {
  const groups = Array.isArray(value.option_groups) ? value.option_groups.filter(isJson) : [];
  const options = [value.options, ...groups.map((group) => group.options)].flat().filter(isJson);
  const initial = [value.initial_option, value.initial_options].flat().filter(isJson);
  const known = new Set(options.map(describe));
  const isUnknown = initial.some((item) => !known.has(describe(item)));
  const key = value.initial_option === undefined ? 'initial_options' : 'initial_option';
  if (isUnknown) report.add(`${at}/${key}`, 'must be one of the options', { type: 'enum' });
}

function describe(item: Json): string {
  const text = isJson(item.text) ? item.text.text : null;
  return JSON.stringify([item.value, text]);
}

export const MENUS: Readonly<Record<string, Check>> = Object.fromEntries([
  menu('static_select', { ...choices, initial_option: optional(MENU_OPTION) }, checkStatic),
  menu(
    'multi_static_select',
    { ...choices, ...many, initial_options: optional(list(MENU_OPTION, { max: 100 })) },
    checkStatic,
  ),
  menu('external_select', { ...query, initial_option: optional(MENU_OPTION) }),
  menu('multi_external_select', { ...query, ...many, initial_options: optional(list(MENU_OPTION, { max: 100 })) }),
  menu('users_select', { initial_user: optional(ID) }),
  menu('multi_users_select', { ...many, initial_users: optional(list(ID)) }),
  menu('channels_select', { ...respond, initial_channel: optional(ID) }),
  menu('multi_channels_select', { ...many, initial_channels: optional(list(ID)) }),
  menu('conversations_select', { ...respond, ...conversations, initial_conversation: optional(ID) }),
  menu('multi_conversations_select', { ...many, ...conversations, initial_conversations: optional(list(ID)) }),
  [
    'overflow',
    object({
      type: literal('overflow'),
      action_id: optional(ACTION_ID),
      confirm: optional(CONFIRM),
      options: required(list(option('overflow'), { max: 5 })),
    }),
  ],
  ['radio_buttons', makeChoices('radio_buttons', { initial_option: optional(CHOICE) })],
  ['checkboxes', makeChoices('checkboxes', { initial_options: optional(list(CHOICE, { max: 10 })) })],
]);

function makeChoices(type: string, initial: Fields): Check {
  const { placeholder: _none, ...rest } = base;
  return object(
    { type: literal(type), ...rest, ...initial, options: required(list(CHOICE, { max: 10 })) },
    checkInitial,
  );
}
