import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Plain } from '../blocks/text.tsx';
import { Icon } from '../icon.tsx';
import { checkHref } from '../lib/inline.ts';
import { useElement } from '../lib/use-element.ts';
import { Popup } from '../popup.tsx';
import type { ElementProps, Option } from './types.ts';

export function Overflow({ element, blockId }: ElementProps) {
  const { fire, isBusy } = useElement(element, blockId);
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  const choose = (option: Option) => {
    close();
    const href = checkHref(option.url ?? '');
    if (href !== null) open(href, '_blank', 'noreferrer,noopener');
    void fire({ selected_option: option });
  };
  return (
    <>
      <button
        ref={anchor}
        type="button"
        class="btn btn-icon"
        aria-label={element.accessibility_label ?? 'More actions'}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-busy={isBusy}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <Icon name="dots" size="s" />
      </button>
      {isOpen && (
        <Popup anchor={anchor} onClose={() => setOpen(false)}>
          <Menu options={element.options ?? []} onChoose={choose} onClose={close} />
        </Popup>
      )}
    </>
  );
}

type MenuProps = { options: Option[]; onChoose: (option: Option) => void; onClose: () => void };

function Menu({ options, onChoose, onClose }: MenuProps) {
  const list = useRef<HTMLDivElement>(null);
  const focusItem = (index: number) => {
    const items = list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]');
    if (items && items.length > 0) items[(index + items.length) % items.length]?.focus({ preventScroll: true });
  };
  // Before the paint: the next key must already find the first item.
  useLayoutEffect(() => focusItem(0), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = [...(list.current?.children ?? [])].indexOf(event.target as Element);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 };
    const to = moves[event.key];
    if (to !== undefined) focusItem(to);
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key === 'Enter' || event.key === ' ') (event.target as HTMLElement).click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={list} class="pop menu" role="menu" aria-label="More actions" onKeyDown={onKeyDown}>
      {options.map((option) => (
        <div key={option.value} class="opt" role="menuitem" tabIndex={-1} onClick={() => onChoose(option)}>
          <span>
            <Plain text={option.text} />
            {option.description && (
              <span class="opt-sub">
                <Plain text={option.description} />
              </span>
            )}
          </span>
        </div>
      ))}
    </div>
  );
}
