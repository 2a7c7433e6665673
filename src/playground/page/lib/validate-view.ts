import type { SlackBlock, ViewState } from '../../protocol.ts';

type Element = {
  type: string;
  action_id?: string;
  min_length?: number;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  is_decimal_allowed?: boolean;
};

/** What Slack itself refuses before it asks the app: block_id -> words. Empty when the view may be sent. */
export function validateView(blocks: readonly SlackBlock[], state: ViewState): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const element = block.element as Element;
    const blockId = block.block_id ?? '';
    const value = state[blockId]?.[element.action_id ?? ''];
    const error = isEmpty(value)
      ? block.optional === true
        ? null
        : 'Please complete this required field.'
      : checkValue(element, value?.value);
    if (error !== null) errors[blockId] = error;
  }
  return errors;
}

function isEmpty(value: ViewState[string][string] | undefined): boolean {
  if (!value) return true;
  const parts = Object.entries(value).filter(([key]) => key !== 'type');
  return parts.every(
    ([, part]) => part === null || part === undefined || part === '' || (Array.isArray(part) && part.length === 0),
  );
}

function checkValue(element: Element, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  switch (element.type) {
    case 'plain_text_input':
      return checkLength(element, value);
    case 'number_input':
      return checkNumber(element, value);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : 'Please enter a valid email address.';
    case 'url_text_input':
      return /^https?:\/\/[^\s.]+\.?\S*$/i.test(value)
        ? null
        : 'Please enter a valid URL, starting with http:// or https://.';
    default:
      return null;
  }
}

function checkLength({ min_length: min, max_length: max }: Element, value: string): string | null {
  if (min !== undefined && value.length < min) return `Must be at least ${min} characters.`;
  if (max !== undefined && value.length > max) return `Must be at most ${max} characters; these are ${value.length}.`;
  return null;
}

function checkNumber(
  { min_value: min, max_value: max, is_decimal_allowed: isDecimal }: Element,
  value: string,
): string | null {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return 'Please enter a number.';
  if (isDecimal !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (min !== undefined && number < Number(min)) return `Must be at least ${min}.`;
  if (max !== undefined && number > Number(max)) return `Must be at most ${max}.`;
  return null;
}
