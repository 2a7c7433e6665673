import { useState } from 'preact/hooks';
import type { Suggestion } from '../lib/completion.ts';
import { findUsage, suggest } from '../lib/completion.ts';
import { useApp } from '../lib/runtime.ts';

/** The rows for what is typed, which one is active, and the keys that move it. Off in threads: Slack has no commands there. */
export function useCompletion(text: string, isOn: boolean, onFill: (row: Suggestion) => void) {
  const { boot } = useApp();
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const rows = isOn && closedFor !== text ? suggest(boot.commands, text) : [];
  const at = Math.min(active, Math.max(0, rows.length - 1));

  /** @returns true when the key was meant for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const row = rows[at];
    if (!row) return false;
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 };
    const to = moves[event.key];
    if (to !== undefined) setActive((to + rows.length) % rows.length);
    else if (event.key === 'Tab' && !event.shiftKey) onFill(row);
    else if (event.key === 'Escape') setClosedFor(text);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const usage = isOn && rows.length === 0 ? findUsage(boot.commands, text) : null;
  return { rows, at, usage, setActive, onKeyDown };
}
