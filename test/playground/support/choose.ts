import type { ActionValue, SlackBlock } from '../../../src/playground/protocol.ts';
import { listElements, type PlacedElement } from '../../../src/playground/world/elements.ts';
import type { World } from '../../../src/playground/world/world.ts';
import { readVisibleText } from './visible-text.ts';

type Json = Record<string, unknown>;
export type Label = string | RegExp;
/** What a person enters: text, a number, an option by its words or value, several of them, or nothing. */
export type Entry = string | number | string[] | null;

/** The element, or the option of a menu, that carries these words or has this action_id. */
export function findControl(blocks: readonly SlackBlock[], label: Label): ActionValue {
  const placed = listElements(blocks);
  const own = placed.find(({ element }) => element.action_id === label || isNamed(element, label));
  if (own !== undefined) return makeAction(own, {});
  for (const item of placed) {
    const option = listOptions(item.element).find((candidate) => isOption(candidate, label));
    if (option !== undefined) return makeAction(item, makeChoice(item.element, option));
  }
  throw new Error(
    `Cannot use "${String(label)}": there is only\n${placed.map(describeControl).join('\n') || '  nothing to use'}`,
  );
}

function makeAction({ blockId, element }: PlacedElement, choice: Json): ActionValue {
  return { type: element.type, block_id: blockId, action_id: element.action_id, ...choice };
}

function makeChoice(element: SlackBlock, option: Json): Json {
  const isMany = element.type.startsWith('multi_') || element.type === 'checkboxes';
  return isMany ? { selected_options: [option] } : { selected_option: option };
}

function isNamed(element: SlackBlock, label: Label): boolean {
  const words = [readVisibleText([element.text]), element.accessibility_label].filter(
    (part) => typeof part === 'string',
  );
  return words.some((word) => (typeof label === 'string' ? word === label : label.test(word)));
}

function listOptions(element: Json): Json[] {
  const groups = (element.option_groups ?? []) as { options: Json[] }[];
  return [...((element.options ?? []) as Json[]), ...groups.flatMap(({ options }) => options)];
}

function isOption(option: Json, label: Label): boolean {
  const words = readVisibleText([option.text]);
  return typeof label === 'string' ? words === label || option.value === label : label.test(words);
}

function describeControl({ blockId, element }: PlacedElement): string {
  const options = listOptions(element).map((option) => `"${readVisibleText([option.text])}"`);
  const list = options.length === 0 ? '' : ` with ${options.join(', ')}`;
  return `  ${element.type} "${readVisibleText([element.text])}" (${blockId}/${element.action_id})${list}`;
}

/** The state of one input once this has been entered, e.g. {type: 'plain_text_input', value: 'x'}. */
export function enter(world: World, element: SlackBlock, entry: Entry): { type: string; [key: string]: unknown } {
  const { type } = element;
  const pick = (value: unknown) => pickOption(element, value);
  const many = (value: Entry) => (value === null ? [] : [value].flat());
  if (type.endsWith('_input') && type !== 'rich_text_input' && type !== 'file_input')
    return { type, value: entry === null ? null : String(entry) };
  if (type === 'datepicker') return { type, selected_date: entry };
  if (type === 'timepicker') return { type, selected_time: entry };
  if (type === 'datetimepicker') return { type, selected_date_time: entry };
  if (type === 'checkboxes' || type === 'multi_static_select' || type === 'multi_external_select') {
    return { type, selected_options: many(entry).map(pick) };
  }
  if (type.endsWith('_select') && /users|channels|conversations/.test(type))
    return enterEntity(world, type, many(entry));
  return { type, selected_option: entry === null ? null : pick(entry) };
}

function pickOption(element: SlackBlock, value: unknown): Json {
  const option = listOptions(element).find((candidate) => isOption(candidate, String(value)));
  if (option !== undefined) return option;
  if (element.type.includes('external'))
    return { text: { type: 'plain_text', text: String(value) }, value: String(value) };
  throw new Error(
    `Cannot choose "${String(value)}": there is only ${listOptions(element)
      .map((item) => readVisibleText([item.text]))
      .join(', ')}`,
  );
}

/** People by name, channels by #name. */
function enterEntity(
  world: World,
  type: string,
  entries: (string | number)[],
): { type: string; [key: string]: unknown } {
  const ids = entries
    .map(String)
    .map((name) => world.findChannelByName(name)?.id ?? world.findUserByName(name)?.id ?? name);
  const [kind = ''] = type.replace('multi_', '').split('_');
  return type.startsWith('multi_')
    ? { type, [`selected_${kind}`]: ids }
    : { type, [`selected_${kind.slice(0, -1)}`]: ids[0] ?? null };
}
