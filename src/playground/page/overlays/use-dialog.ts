import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]';

type Options = { first?: string; isInert?: boolean; onEscape: () => void };

/** Focus goes in, Tab stays inside, Escape closes, and focus returns to where it was. */
export function useDialog(box: RefObject<HTMLElement | null>, { first, isInert = false, onEscape }: Options): void {
  // Read while rendering: once the page is inert, the browser has already taken the focus away.
  const [before] = useState(() => document.activeElement as HTMLElement | null);
  useLayoutEffect(() => {
    focusFirst(box.current, first);
    return () => {
      // After the render that makes the page below live again.
      requestAnimationFrame(() => before?.isConnected && before.focus());
    };
  }, []);
  // In the layout phase: a key that follows at once must already find the dialog that is now on top.
  useLayoutEffect(() => {
    if (isInert) return;
    if (!box.current?.contains(document.activeElement)) focusFirst(box.current, first);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        onEscape();
      }
      if (event.key === 'Tab') keepInside(event, box.current);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

function focusFirst(box: HTMLElement | null, first: string | undefined): void {
  const wanted = first === undefined ? null : box?.querySelector<HTMLElement>(first);
  (wanted ?? box?.querySelector<HTMLElement>(FOCUSABLE))?.focus();
}

function keepInside(event: KeyboardEvent, box: HTMLElement | null): void {
  const all = [...(box?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter(
    (node) => node.offsetParent !== null && node.tabIndex >= 0,
  );
  const edge = event.shiftKey ? all[0] : all.at(-1);
  const other = event.shiftKey ? all.at(-1) : all[0];
  const now = document.activeElement;
  if (now !== edge && box?.contains(now)) return;
  event.preventDefault();
  other?.focus();
}
