import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { fieldProps, useElement } from '../lib/use-element.ts';
import { Popup } from '../popup.tsx';
import { Listbox, useActive } from './listbox.tsx';
import type { ElementProps } from './types.ts';
import type { Choice } from './use-options.ts';
import { useOptions } from './use-options.ts';

type Props = ElementProps & {
  /** The frame that the list hangs below. */
  anchor: RefObject<HTMLElement | null>;
  input: RefObject<HTMLInputElement | null>;
  /** What the closed field shows. */
  shown: string;
  placeholder: string;
  chosen: string[];
  isMulti: boolean;
  onChoose: (choice: Choice) => void;
  /** Backspace in the empty field. */
  onErase?: () => void;
};

/** The text field of every select: it filters while typing, and its list is walked with the arrow keys. */
export function Combo({
  element,
  blockId,
  anchor,
  input,
  shown,
  placeholder,
  chosen,
  isMulti,
  onChoose,
  onErase,
}: Props) {
  const { field } = useElement(element, blockId);
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const choices = useOptions(element, blockId, query, isOpen);
  const listId = `list-${blockId}-${element.action_id}`;
  const name = element.placeholder?.text ?? 'Choose an option';

  const close = () => {
    setOpen(false);
    setQuery('');
  };
  const take = (choice: Choice) => {
    setQuery('');
    if (!isMulti) setOpen(false);
    onChoose(choice);
  };
  const active = useActive(choices, take);
  const show = () => {
    const at = isMulti ? 0 : choices.rows.findIndex((row) => chosen.includes(row.key));
    active.setActive(Math.max(0, at));
    setOpen(true);
  };
  const type = (text: string) => {
    setQuery(text);
    active.setActive(0);
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') close();
    else if (event.key === 'Backspace' && query === '') onErase?.();
    else if (!isOpen && ['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) {
      event.preventDefault();
      show();
    } else if (isOpen && event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (isOpen) active.onKeyDown(event);
  };
  return (
    <>
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
        value={isOpen ? query : shown}
        placeholder={isOpen && shown ? shown : placeholder}
        onClick={() => !isOpen && show()}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {isOpen && (
        <Popup
          anchor={anchor}
          onClose={close}
          isWide={isMulti || field !== null}
          class={isMulti || field ? '' : 'popup-pick'}
        >
          <Listbox
            id={listId}
            label={name}
            choices={choices}
            active={active.at}
            chosen={new Set(chosen)}
            query={query}
            onChoose={take}
            onActive={active.setActive}
          />
        </Popup>
      )}
    </>
  );
}

/** What identifies a chosen value: an option's value, or the id of a person or channel. */
export function keyOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'value' in value) return String(value.value);
  return String(value ?? '');
}
