import type { SlackBlock, ViewState } from '../../protocol.ts';

type Element = { type: string; action_id?: string; [key: string]: unknown };
type Value = { type: string; [key: string]: unknown };

/** Every element of a view or message that holds a value, with the block it stands in. */
export function listElements(blocks: readonly SlackBlock[]): { blockId: string; element: Element }[] {
  return blocks.flatMap((block) => {
    const blockId = block.block_id ?? '';
    const nested = block.child_blocks;
    if (Array.isArray(nested)) return listElements(nested as SlackBlock[]);
    const elements = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    return elements.filter(isElement).map((element) => ({ blockId, element }));
  });
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'type' in value && 'action_id' in value;
}

/** The value an element starts with, in the form of Slack's `view.state.values`; null for buttons and the like. */
export function readInitial(element: Element): Value | null {
  const { type } = element;
  const kind = type.replace(/^multi_/, '');
  const isMulti = type.startsWith('multi_') || type === 'checkboxes';
  if (type.endsWith('_input')) return readInitialInput(element);
  switch (kind) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'checkboxes':
      if (isMulti) return { type, selected_options: element.initial_options ?? [] };
      return { type, selected_option: element.initial_option ?? null };
    case 'users_select':
    case 'channels_select':
    case 'conversations_select': {
      const noun = kind.replace('s_select', '');
      return {
        type,
        ...(isMulti
          ? { [`selected_${noun}s`]: element[`initial_${noun}s`] ?? [] }
          : { [`selected_${noun}`]: element[`initial_${noun}`] ?? null }),
      };
    }
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    default:
      return null;
  }
}

function readInitialInput(element: Element): Value {
  const { type } = element;
  if (type === 'rich_text_input') return { type, rich_text_value: element.initial_value ?? null };
  if (type === 'file_input') return { type, files: [] };
  return { type, value: element.initial_value ?? null };
}

/** State of a view: what was typed so far where block_id and action_id are unchanged, else the initial values. */
export function makeState(blocks: readonly SlackBlock[], before: ViewState = {}): ViewState {
  const state: ViewState = {};
  for (const { blockId, element } of listElements(blocks)) {
    const initial = readInitial(element);
    const actionId = element.action_id ?? '';
    if (!initial) continue;
    const kept = before[blockId]?.[actionId];
    state[blockId] = { ...state[blockId], [actionId]: kept?.type === initial.type ? kept : initial };
  }
  return state;
}
