import { useRef } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import { useElement } from '../lib/use-element.ts';
import { Combo, keyOf } from './combo.tsx';
import type { ElementProps, Option } from './types.ts';
import type { Choice } from './use-options.ts';
import { labelOf } from './use-options.ts';

function valueKey(type: string): string {
  const noun = /^multi_(user|channel|conversation)s_select$/.exec(type)?.[1];
  return noun === undefined ? 'selected_options' : `selected_${noun}s`;
}

/** Chosen values as tokens before the text field; Backspace in the empty field takes the last one away. */
export function MultiSelect({ element, blockId }: ElementProps) {
  const app = useApp();
  const { value, choose, field, isBusy } = useElement(element, blockId);
  const anchor = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const key = valueKey(element.type);
  const chosen = (value[key] ?? []) as (Option | string)[];
  const isFull = element.max_selected_items !== undefined && chosen.length >= element.max_selected_items;
  const name = element.placeholder?.text ?? 'Choose';

  const remove = (gone: Option | string) => {
    void choose({ [key]: chosen.filter((item) => item !== gone) });
    input.current?.focus();
  };
  const toggle = (choice: Choice) => {
    const present = chosen.find((item) => keyOf(item) === choice.key);
    if (present !== undefined) remove(present);
    else if (!isFull) void choose({ [key]: [...chosen, choice.raw] });
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
      <Combo
        element={element}
        blockId={blockId}
        anchor={anchor}
        input={input}
        shown=""
        placeholder={isFull ? 'No more can be chosen' : chosen.length > 0 ? 'Add another' : name}
        chosen={chosen.map(keyOf)}
        isMulti
        onChoose={toggle}
        onErase={() => chosen.length > 0 && remove(chosen.at(-1) as Option | string)}
      />
    </div>
  );
}
