import { useRef } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import { useElement } from '../lib/use-element.ts';
import { Combo, keyOf } from './combo.tsx';
import type { ElementProps } from './types.ts';
import { labelOf } from './use-options.ts';

/** The name of the value in Slack's payload: selected_option, selected_user, … */
function valueKey(type: string): string {
  const noun = /^(user|channel|conversation)s_select$/.exec(type)?.[1];
  return noun === undefined ? 'selected_option' : `selected_${noun}`;
}

/** One choice. In forms a full field, in messages as narrow as its words. */
export function SingleSelect({ element, blockId }: ElementProps) {
  const app = useApp();
  const { value, choose, field, isBusy } = useElement(element, blockId);
  const anchor = useRef<HTMLSpanElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const key = valueKey(element.type);
  return (
    <span
      ref={anchor}
      class={field ? `input${field.isInvalid ? ' is-error' : ''}` : 'pick'}
      aria-busy={isBusy}
      onClick={() => input.current?.focus()}
    >
      <Combo
        element={element}
        blockId={blockId}
        anchor={anchor}
        input={input}
        shown={labelOf(value[key], app)}
        placeholder={element.placeholder?.text ?? 'Choose an option'}
        chosen={[keyOf(value[key])]}
        isMulti={false}
        onChoose={(choice) => void choose({ [key]: choice.raw })}
      />
      <Icon name="down" size="s" />
    </span>
  );
}
