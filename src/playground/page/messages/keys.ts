/** Up and Down walk through messages, Escape goes back to the composer of the same pane. */
export function moveInList(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.key === 'Escape') {
    target.closest('.main, .pane')?.querySelector<HTMLElement>('textarea')?.focus();
    return;
  }
  if (!target.classList.contains('msg')) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.msg')];
  const at = rows.indexOf(target);
  const moves: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 };
  const next = rows[moves[event.key] ?? -1];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
