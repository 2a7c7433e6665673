import type { SlackBlock } from '../protocol.ts';
import type { View } from '../world/types.ts';
import { findStateField } from '../world/view-state.ts';

/** What Slack's form itself refuses: empty required inputs, lengths, numbers, addresses. By block_id. */
export function findInputErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of view.blocks) {
    if (block.type !== 'input') continue;
    const blockId = block.block_id ?? '';
    const element = block.element as SlackBlock & { action_id: string };
    const value = view.state[blockId]?.[element.action_id]?.[findStateField(element.type) ?? 'value'];
    const error = isEmpty(value) ? findMissing(block) : findInvalid(element, value);
    if (error !== null) errors[blockId] = error;
  }
  return errors;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function findMissing(block: SlackBlock): string | null {
  return block.optional === true ? null : 'Please complete this required field.';
}

function findInvalid(element: SlackBlock, value: unknown): string | null {
  switch (element.type) {
    case 'plain_text_input':
      return findLengthError(element, String(value));
    case 'number_input':
      return findNumberError(element, String(value));
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(String(value)) ? null : 'Please enter a valid email address.';
    case 'url_text_input':
      return /^https?:\/\/\S+$/.test(String(value)) ? null : 'Please enter a valid URL.';
    default:
      return null;
  }
}

function findLengthError({ min_length, max_length }: SlackBlock, value: string): string | null {
  if (typeof min_length === 'number' && value.length < min_length)
    return `Please enter at least ${min_length} characters.`;
  if (typeof max_length === 'number' && value.length > max_length)
    return `Please enter at most ${max_length} characters.`;
  return null;
}

function findNumberError({ is_decimal_allowed, min_value, max_value }: SlackBlock, text: string): string | null {
  const value = Number(text);
  if (!Number.isFinite(value)) return 'Please enter a number.';
  if (is_decimal_allowed !== true && !Number.isInteger(value)) return 'Please enter a whole number.';
  if (min_value !== undefined && value < Number(min_value))
    return `Please enter a number of at least ${String(min_value)}.`;
  if (max_value !== undefined && value > Number(max_value))
    return `Please enter a number of at most ${String(max_value)}.`;
  return null;
}
