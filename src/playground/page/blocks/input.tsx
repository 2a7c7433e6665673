import type { InputBlock } from '@slack/types';
import { Element } from '../elements/index.tsx';
import { Icon } from '../icon.tsx';
import type { Field } from '../lib/runtime.ts';
import { FieldContext, useSurface } from '../lib/runtime.ts';
import { Plain } from './text.tsx';

const GROUPS = new Set(['checkboxes', 'radio_buttons']);

/** Label, element, error and hint of an input block. Groups get a fieldset, single controls a label. */
export function Input({ block, id }: { block: InputBlock; id: string }) {
  const { errors } = useSurface();
  const error = errors[id];
  const fieldId = `f-${id}`;
  const described = [error === undefined ? '' : `${fieldId}-e`, block.hint ? `${fieldId}-h` : '']
    .filter(Boolean)
    .join(' ');
  const field: Field = {
    id: fieldId,
    labelId: `${fieldId}-l`,
    describedBy: described || undefined,
    isInvalid: error !== undefined,
    dispatches: block.dispatch_action === true,
  };
  const isGroup = GROUPS.has(block.element.type);
  const Frame = isGroup ? 'fieldset' : 'div';
  const Label = isGroup ? 'legend' : 'label';
  return (
    <Frame class="b field" data-block={id} aria-describedby={isGroup ? field.describedBy : undefined}>
      <Label class="label" id={field.labelId} {...(isGroup ? {} : { for: fieldId })}>
        <Plain text={block.label} />
        {block.optional && <span> (optional)</span>}
      </Label>
      <FieldContext.Provider value={field}>
        <Element element={block.element} blockId={id} />
      </FieldContext.Provider>
      {error !== undefined && (
        <p class="err" id={`${fieldId}-e`}>
          <Icon name="warn" size="s" />
          {error}
        </p>
      )}
      {block.hint && (
        <p class="hint" id={`${fieldId}-h`}>
          <Plain text={block.hint} />
        </p>
      )}
    </Frame>
  );
}
