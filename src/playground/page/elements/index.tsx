import { Button, UrlButton } from './button.tsx';
import { Choices } from './choices.tsx';
import { DatePicker } from './date.tsx';
import { MultiSelect } from './multi-select.tsx';
import { Overflow } from './overflow.tsx';
import { SingleSelect } from './single-select.tsx';
import { TextInput } from './text-input.tsx';
import type { ElementProps } from './types.ts';

/** Any interactive element. What the page cannot draw is named, never left out. */
export function Element({ element, blockId }: { element: { type: string }; blockId: string }) {
  const props = { element, blockId } as unknown as ElementProps;
  const { type } = element;
  if (type === 'button') return 'url' in element && element.url ? <UrlButton {...props} /> : <Button {...props} />;
  if (type === 'overflow') return <Overflow {...props} />;
  if (type.startsWith('multi_')) return <MultiSelect {...props} />;
  if (type.endsWith('_select')) return <SingleSelect {...props} />;
  if (type === 'checkboxes' || type === 'radio_buttons') return <Choices {...props} />;
  if (type.endsWith('picker')) return <DatePicker {...props} />;
  if (type === 'file_input') return <p class="drop">File uploads are not part of the playground.</p>;
  if (type.endsWith('_input')) return <TextInput {...props} />;
  return (
    <span class="unknown">
      The playground does not draw <code>{type}</code>.
    </span>
  );
}
