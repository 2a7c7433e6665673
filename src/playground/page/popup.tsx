import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

type Props = {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ComponentChildren;
  class?: string;
  isWide?: boolean;
};
const EDGE = 8;

/** A box below its anchor, or above where there is no room. Fixed, so that no scrolling parent cuts it off. */
export function Popup({ anchor, onClose, children, class: extra = '', isWide = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place(anchor.current, box.current, isWide));
  useEffect(() => {
    const replace = () => place(anchor.current, box.current, isWide);
    const leave = (event: Event) => {
      const target = event.target as Node;
      if (!box.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    addEventListener('scroll', replace, true);
    addEventListener('resize', replace);
    document.addEventListener('pointerdown', leave, true);
    return () => {
      removeEventListener('scroll', replace, true);
      removeEventListener('resize', replace);
      document.removeEventListener('pointerdown', leave, true);
    };
  }, [onClose]);
  return (
    <div ref={box} class={`popup ${isWide ? 'popup-wide' : ''} ${extra}`}>
      {children}
    </div>
  );
}

function place(anchor: HTMLElement | null, box: HTMLElement | null, isWide: boolean): void {
  if (!anchor || !box) return;
  const at = anchor.getBoundingClientRect();
  if (isWide) box.style.width = `${at.width}px`;
  const { offsetHeight: height, offsetWidth: width } = box;
  const isBelow = at.bottom + 4 + height <= innerHeight - EDGE || at.top < height + EDGE;
  box.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
  box.style.top = `${isBelow ? Math.min(at.bottom + 4, innerHeight - height - EDGE) : at.top - height - 4}px`;
}
