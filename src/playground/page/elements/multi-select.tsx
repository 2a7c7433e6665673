import { useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import { fieldProps, useElement } from '../lib/use-element.ts';
import { Popup } from '../popup.tsx';
import { Listbox, useActive } from './listbox.tsx';
import type { ElementProps, Option } from './types.ts';
import type { Choice } from './use-options.ts';
import { labelOf, useOptions } from './use-options.ts';

function valueKey(type: string): string {
  const noun = /^multi_(user|channel|conversation)s_select$/.exec(type)?.[1];
  return noun === undefined ? 'selected_options' : `selected_${noun}s`;
}

function keyOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? (value as Option).value : String(value);
}

/** Chosen values as tokens before the text field; Backspace in the empty field takes the last one away. */
export function MultiSelect({ element, blockId }: ElementProps) {
  const app = useApp();
  const { value, choose, field, isBusy } = useElement(element, blockId);
  const anchor = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const key = valueKey(element.type);
  const chosen = (value[key] ?? []) as (Option | string)[];
  const name = element.placeholder?.text ?? 'Choose';
  const choices = useOptions(element, blockId, query, isOpen);
  const listId = `list-${blockId}-${element.action_id}`;
  const isFull = element.max_selected_items !== undefined && chosen.length >= element.max_selected_items;

  const close = () => {
    setOpen(false);
    setQuery('');
  };
  const remove = (gone: Option | string) => {
    void choose({ [key]: chosen.filter((item) => item !== gone) });
    input.current?.focus();
  };
  const toggle = (choice: Choice) => {
    setQuery('');
    const present = chosen.find((item) => keyOf(item) === choice.key);
    if (present !== undefined) remove(present);
    else if (!isFull) void choose({ [key]: [...chosen, choice.raw] });
  };
  const active = useActive(choices, toggle);
  const onKeyDown = (event: KeyboardEvent) => {
    const last = chosen.at(-1);
    if (event.key === 'Backspace' && query === '' && last !== undefined) remove(last);
    else if (!isOpen && event.key === 'ArrowDown') setOpen(true);
    else if (isOpen && event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') close();
    else if (isOpen) active.onKeyDown(event);
  };
  return (
    <div
      ref={anchor}
      class={`input multi${field ? '' : ' multi-inline'}${field?.isInvalid ? ' is-error' : ''}`}
      role="group"
      aria-labelledby={field?.labelId}
      aria-label={field ? undefined : name}
      aria-busy={isBusy}
    >
      {chosen.map((item) => (
        <span key={keyOf(item)} class="token">
          {labelOf(item, app)}
          <button type="button" aria-label={`Remove ${labelOf(item, app)}`} onClick={() => remove(item)}>
            <Icon name="x" size="xs" />
          </button>
        </span>
      ))}
      <input
        ref={input}
        {...fieldProps(field)}
        class="input-in"
        type="text"
        role="combobox"
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen && choices.rows.length > 0 ? `${listId}-${active.at}` : undefined}
        aria-label={field ? undefined : name}
        data-autofocus={element.focus_on_load ? '' : undefined}
        value={query}
        placeholder={isFull ? 'No more can be chosen' : chosen.length > 0 ? 'Add another' : name}
        onClick={() => setOpen(true)}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          active.setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {isOpen && (
        <Popup anchor={anchor} onClose={close} isWide>
          <Listbox
            id={listId}
            label={name}
            choices={choices}
            active={active.at}
            chosen={new Set(chosen.map(keyOf))}
            query={query}
            onChoose={toggle}
            onActive={active.setActive}
          />
        </Popup>
      )}
    </div>
  );
}
