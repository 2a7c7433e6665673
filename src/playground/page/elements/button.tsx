import { Plain } from '../blocks/text.tsx';
import { Icon } from '../icon.tsx';
import { checkHref } from '../lib/inline.ts';
import { useElement } from '../lib/use-element.ts';
import type { AnyElement, ElementProps } from './types.ts';

export function Button({ element, blockId }: ElementProps) {
  const { fire, isBusy } = useElement(element, blockId);
  return (
    <button
      type="button"
      class={`btn${readStyle(element)}`}
      aria-label={element.accessibility_label}
      aria-haspopup={element.confirm ? 'dialog' : undefined}
      aria-busy={isBusy}
      onClick={() => !isBusy && void fire(readValue(element))}
    >
      <Plain text={element.text} />
    </button>
  );
}

/** A link that also tells the app it was followed, as Slack does. */
export function UrlButton({ element, blockId }: ElementProps) {
  const { fire } = useElement({ ...element, type: 'button' }, blockId);
  const href = checkHref(element.url ?? '');
  if (href === null) return <Button element={{ ...element, url: '' }} blockId={blockId} />;
  return (
    <a
      class={`btn${readStyle(element)}`}
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      aria-label={element.accessibility_label}
      onClick={() => void fire(readValue(element))}
    >
      <Plain text={element.text} />
      <Icon name="link" size="xs" />
    </a>
  );
}

function readStyle({ style }: AnyElement): string {
  return style === 'primary' || style === 'danger' ? ` btn-${style}` : '';
}

function readValue({ text, value }: AnyElement): Record<string, unknown> {
  return { text, ...(value === undefined ? {} : { value }) };
}
