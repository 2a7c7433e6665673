import { fieldProps, useElement } from '../lib/use-element.ts';
import type { AnyElement, ElementProps } from './types.ts';

/** All typed inputs: text, number, email, address, rich text. */
export function TextInput({ element, blockId }: ElementProps) {
  const { value, change, fire, field } = useElement(element, blockId);
  const isRich = element.type === 'rich_text_input';
  const isLong = isRich || element.multiline === true;
  const text = isRich ? readRich(value.rich_text_value) : String(value.value ?? '');
  const reports = (when: string) =>
    field?.dispatches === true &&
    (element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']).includes(when);
  const take = (typed: string) => {
    const next = isRich ? { rich_text_value: makeRich(typed) } : { value: typed === '' ? null : typed };
    change(next);
    return next;
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
    const typed = event.currentTarget.value;
    if (element.type === 'number_input' && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      take(stepNumber(element, typed, event.key === 'ArrowUp' ? 1 : -1));
    }
    if (event.key === 'Enter' && !isLong && reports('on_enter_pressed')) {
      event.preventDefault();
      void fire(take(typed));
    }
  };
  const props = {
    ...fieldProps(field),
    class: `input${field?.isInvalid ? ' is-error' : ''}${element.type === 'number_input' ? ' input-short' : ''}`,
    value: text,
    placeholder: element.placeholder?.text,
    maxLength: element.max_length,
    'aria-label': field ? undefined : (element.placeholder?.text ?? 'Text'),
    'data-autofocus': element.focus_on_load ? '' : undefined,
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
      const next = take(event.currentTarget.value);
      if (reports('on_character_entered')) void fire(next);
    },
    onKeyDown,
  };
  if (isLong) return <textarea {...props} rows={3} />;
  if (element.type === 'number_input')
    return <input {...props} {...readRange(element, text)} type="text" role="spinbutton" />;
  if (element.type === 'email_text_input') return <input {...props} type="email" />;
  if (element.type === 'url_text_input') return <input {...props} type="url" />;
  return <input {...props} type="text" />;
}

function readRange(element: AnyElement, text: string) {
  const limit = (value: string | undefined) => (value === undefined ? undefined : Number(value));
  return {
    inputMode: 'decimal' as const,
    'aria-valuenow': text === '' || !Number.isFinite(Number(text)) ? undefined : Number(text),
    'aria-valuetext': text || 'empty',
    'aria-valuemin': limit(element.min_value),
    'aria-valuemax': limit(element.max_value),
  };
}

/** One step of the last digit that is written: 0.05 goes to 0.06, 20 to 21. */
function stepNumber({ min_value: min, max_value: max }: AnyElement, text: string, sign: number): string {
  const now = Number(text) || 0;
  const decimals = text.split('.')[1]?.length ?? 0;
  const next = now + sign * 10 ** -decimals;
  return Math.min(
    Number(max ?? Number.POSITIVE_INFINITY),
    Math.max(Number(min ?? Number.NEGATIVE_INFINITY), next),
  ).toFixed(decimals);
}

type Rich = { elements?: { elements?: { text?: string }[] }[] } | null;

function readRich(value: unknown): string {
  const sections = (value as Rich)?.elements ?? [];
  return sections.map((section) => (section.elements ?? []).map(({ text }) => text ?? '').join('')).join('\n');
}

function makeRich(text: string): unknown {
  if (text === '') return null;
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}
