import type { SlackBlock, ViewState } from '../protocol.ts';
import { listElements } from './elements.ts';

type Value = ViewState[string][string];

/** The fields of an element's state and the fields of the element they start from. */
const STATE_FIELDS: Record<string, [string, string]> = {
  plain_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  users_select: ['selected_user', 'initial_user'],
  channels_select: ['selected_channel', 'initial_channel'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  file_input: ['files', ''],
};

/** The field of an element's state that holds what the person chose; null for an element without state. */
export function findStateField(type: string): string | null {
  return STATE_FIELDS[type]?.[0] ?? null;
}

/** State of these blocks: what is known for the same block_id and action_id, else the element's initial value. */
export function keepState(blocks: readonly SlackBlock[], known: ViewState): ViewState {
  const state: ViewState = {};
  for (const { blockId, element } of listElements(blocks)) {
    const fields = STATE_FIELDS[element.type];
    if (fields === undefined) continue;
    const before = known[blockId]?.[element.action_id];
    const value = before?.type === element.type ? before : makeInitialValue(element, fields);
    state[blockId] = { ...state[blockId], [element.action_id]: value };
  }
  return state;
}

function makeInitialValue(element: SlackBlock, [field, initial]: [string, string]): Value {
  const isMany = field.endsWith('s');
  return { type: element.type, [field]: element[initial] ?? (isMany ? [] : null) };
}
