import type { Core } from '../core.ts';
import { PageError } from '../page-error.ts';
import type { ActionValue } from '../protocol.ts';
import type { PlacedElement } from '../world/elements.ts';
import type { SlackBlock } from '../world/types.ts';
import { findStateField } from '../world/view-state.ts';

type Json = Record<string, unknown>;

/**
 * The entry of `actions[]`. What the app itself wrote, such as a button's value, is taken from the stored element and never
 * from the page; a chosen option must be one that the element offers.
 */
export function resolveAction(core: Core, { blockId, element }: PlacedElement, given: ActionValue): Json {
  const base = { type: element.type, action_id: element.action_id, block_id: blockId };
  switch (element.type) {
    case 'button':
    case 'icon_button':
    case 'workflow_button':
      return { ...base, ...pick(element, ['text', 'value', 'style', 'url', 'icon', 'accessibility_label']) };
    case 'feedback_buttons':
      return { ...base, ...pickFeedback(element, given) };
    case 'overflow':
      return { ...base, selected_option: pickOption(element, given.selected_option) };
    default:
      return { ...base, ...pickState(core, element, given), ...pick(element, ['placeholder']) };
  }
}

function pick(element: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.flatMap((name) => (element[name] === undefined ? [] : [[name, element[name]]])));
}

function pickFeedback(element: Json, given: ActionValue): Json {
  const buttons = [element.positive_button, element.negative_button] as Json[];
  const button = buttons.find((item) => item.value === given.value);
  if (button === undefined) throw new PageError('invalid_value', 'This element has no such button');
  return { text: button.text, value: button.value };
}

function pickState(core: Core, element: SlackBlock, given: ActionValue): Json {
  const field = findStateField(element.type);
  if (field === null) throw new PageError('not_interactive', `Nothing can be done with ${element.type}`);
  const value = given[field];
  if (element.type.includes('external') || value === null || value === undefined) return { [field]: value ?? null };
  if (field === 'selected_option') return { [field]: pickOption(element, value) };
  if (field === 'selected_options') return { [field]: toList(value).map((item) => pickOption(element, item)) };
  for (const id of toList(value)) checkEntity(core, field, id);
  return { [field]: value };
}

function checkEntity(core: Core, field: string, id: unknown): void {
  const isUser = field.startsWith('selected_user');
  const isChannel = field.startsWith('selected_channel') || field.startsWith('selected_conversation');
  if (!isUser && !isChannel) return;
  const known: ReadonlyMap<string, unknown> = isUser ? core.world.users : core.world.channels;
  if (!known.has(String(id))) throw new PageError('invalid_value', `There is no ${String(id)} here`);
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function pickOption(element: Json, chosen: unknown): Json {
  const groups = (element.option_groups ?? []) as { options: Json[] }[];
  const options = [...((element.options ?? []) as Json[]), ...groups.flatMap((group) => group.options)];
  const value = typeof chosen === 'object' && chosen !== null ? (chosen as Json).value : undefined;
  const option = options.find((item) => item.value === value);
  if (option === undefined) throw new PageError('invalid_value', `"${String(value)}" is not one of the choices`);
  return option;
}
