import { useEffect, useRef } from 'preact/hooks';
import type { Suggestion } from '../lib/completion.ts';

type Props = {
  id: string;
  rows: Suggestion[];
  active: number;
  text: string;
  onChoose: (row: Suggestion) => void;
  onActive: (index: number) => void;
};

/** The list above the composer. The text box keeps the focus and names the active row. */
export function Completion({ id, rows, active, text, onChoose, onActive }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const command = text.split(' ')[0];
  const words = text.includes(' ')
    ? `${rows.length} ${rows.length === 1 ? 'command' : 'commands'} for ${command}`
    : 'Commands';
  useEffect(() => {
    list.current?.querySelector('.is-active')?.scrollIntoView({ block: 'nearest' });
  }, [active, rows.length]);
  return (
    <div class="complete">
      <div class="complete-head">
        <b role="status">{words}</b>
        <span aria-hidden="true">
          <kbd>↑↓</kbd> choose
        </span>
        <span aria-hidden="true">
          <kbd>Tab</kbd> fill in
        </span>
        <span aria-hidden="true">
          <kbd>Esc</kbd> close
        </span>
      </div>
      <div ref={list} class="complete-list" role="listbox" id={id} aria-label={words}>
        {rows.map((row, index) => (
          <div
            key={row.label}
            id={`${id}-${index}`}
            class={`opt${index === active ? ' is-active' : ''}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => onActive(index)}
            onClick={() => onChoose(row)}
          >
            <span class="c">{row.label}</span>
            <span class="a">{row.args}</span>
            <span class="h">{row.help}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
