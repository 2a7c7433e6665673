import { useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import { fieldProps, useElement } from '../lib/use-element.ts';
import { Popup } from '../popup.tsx';
import { Listbox, useActive } from './listbox.tsx';
import type { ElementProps, Option } from './types.ts';
import type { Choice } from './use-options.ts';
import { labelOf, useOptions } from './use-options.ts';

/** The name of the value in Slack's payload: selected_option, selected_user, … */
function valueKey(type: string): string {
  const noun = /^(user|channel|conversation)s_select$/.exec(type)?.[1];
  return noun === undefined ? 'selected_option' : `selected_${noun}`;
}

function keyOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? (value as Option).value : String(value ?? '');
}

/** A select that filters while typing. In forms a full field, in messages as narrow as its words. */
export function SingleSelect({ element, blockId }: ElementProps) {
  const app = useApp();
  const { value, choose, field, isBusy } = useElement(element, blockId);
  const anchor = useRef<HTMLSpanElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const key = valueKey(element.type);
  const label = labelOf(value[key], app);
  const name = element.placeholder?.text ?? 'Choose an option';
  const choices = useOptions(element, blockId, query, isOpen);
  const listId = `list-${blockId}-${element.action_id}`;

  const close = () => {
    setOpen(false);
    setQuery('');
  };
  const take = (choice: Choice) => {
    close();
    void choose({ [key]: choice.raw });
  };
  const active = useActive(choices, take);
  const show = () => {
    active.setActive(
      Math.max(
        0,
        choices.rows.findIndex((row) => row.key === keyOf(value[key])),
      ),
    );
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen && ['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) {
      event.preventDefault();
      show();
    } else if (isOpen && event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') close();
    else if (isOpen) active.onKeyDown(event);
  };
  return (
    <span
      ref={anchor}
      class={field ? `input${field.isInvalid ? ' is-error' : ''}` : 'pick'}
      aria-busy={isBusy}
      onClick={() => input.current?.focus()}
    >
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
        value={isOpen ? query : label}
        placeholder={isOpen && label ? label : name}
        onClick={() => !isOpen && show()}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          active.setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <Icon name="down" size="s" />
      {isOpen && (
        <Popup anchor={anchor} onClose={close} isWide={field !== null} class={field ? '' : 'popup-pick'}>
          <Listbox
            id={listId}
            label={name}
            choices={choices}
            active={active.at}
            chosen={new Set([keyOf(value[key])])}
            query={query}
            onChoose={take}
            onActive={active.setActive}
          />
        </Popup>
      )}
    </span>
  );
}
