import { Text } from '../blocks/text.tsx';
import { useElement } from '../lib/use-element.ts';
import type { ElementProps, Option } from './types.ts';

/** Radio buttons and checkboxes. The name of the group comes from the input block's legend. */
export function Choices({ element, blockId }: ElementProps) {
  const { value, choose, field } = useElement(element, blockId);
  const isMany = element.type === 'checkboxes';
  const chosen = (isMany ? value.selected_options : [value.selected_option]) as (Option | null)[] | undefined;
  const isChosen = (option: Option) => chosen?.some((candidate) => candidate?.value === option.value) ?? false;
  const toggle = (option: Option) => {
    if (!isMany) return choose({ selected_option: option });
    const options = element.options ?? [];
    return choose({ selected_options: options.filter((candidate) => isChosen(candidate) !== (candidate === option)) });
  };
  const group = field ? {} : { role: isMany ? ('group' as const) : ('radiogroup' as const), 'aria-label': 'Choices' };
  return (
    <div class="choices" {...group}>
      {(element.options ?? []).map((option, index) => (
        <label key={option.value} class="choice">
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={`${blockId}-${element.action_id}`}
            id={field && index === 0 ? field.id : undefined}
            checked={isChosen(option)}
            data-autofocus={element.focus_on_load && index === 0 ? '' : undefined}
            aria-invalid={field?.isInvalid ? 'true' : undefined}
            onChange={() => void toggle(option)}
          />
          <span>
            <Text text={option.text} />
          </span>
          {option.description && (
            <small>
              <Text text={option.description} />
            </small>
          )}
        </label>
      ))}
    </div>
  );
}
