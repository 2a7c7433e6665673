import { useEffect, useRef, useState } from 'preact/hooks';
import { Plain } from '../blocks/text.tsx';
import type { Choice, Choices } from './use-options.ts';

/** The active row of a listbox whose focus stays in a text field. */
export function useActive({ rows }: Choices, onChoose: (choice: Choice) => void) {
  const [active, setActive] = useState(0);
  const count = rows.length;
  const at = Math.min(active, Math.max(0, count - 1));
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 };
    const to = moves[event.key];
    const chosen = rows[at];
    if (to !== undefined && count > 0) setActive((to + count) % count);
    else if (event.key === 'Enter' && chosen) onChoose(chosen);
    else return false;
    event.preventDefault();
    return true;
  };
  return { at, setActive, onKeyDown };
}

type Props = {
  id: string;
  label: string;
  choices: Choices;
  active: number;
  chosen: ReadonlySet<string>;
  query: string;
  onChoose: (choice: Choice) => void;
  onActive: (index: number) => void;
};

export function Listbox({ id, label, choices, active, chosen, query, onChoose, onActive }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('.is-active')?.scrollIntoView({ block: 'nearest' });
  }, [active, choices.rows]);
  return (
    <>
      <div ref={list} class="pop" role="listbox" id={id} aria-label={label} aria-busy={choices.status === 'Loading'}>
        {choices.rows.map((row, index) => (
          <ListRow
            key={row.key}
            id={`${id}-${index}`}
            row={row}
            previous={choices.rows[index - 1]}
            isActive={index === active}
            isChosen={chosen.has(row.key)}
            query={query}
            onChoose={() => onChoose(row)}
            onActive={() => onActive(index)}
          />
        ))}
        {choices.rows.length === 0 && choices.status !== null && <div class="opt-note">{choices.status}</div>}
      </div>
      <span class="sr" role="status">
        {choices.status ?? `${choices.rows.length} results`}
      </span>
    </>
  );
}

type RowProps = {
  id: string;
  row: Choice;
  previous: Choice | undefined;
  isActive: boolean;
  isChosen: boolean;
  query: string;
  onChoose: () => void;
  onActive: () => void;
};

function ListRow({ id, row, previous, isActive, isChosen, query, onChoose, onActive }: RowProps) {
  return (
    <>
      {row.group !== '' && row.group !== previous?.group && (
        <div class="opt-group" role="presentation">
          {row.group}
        </div>
      )}
      <div
        id={id}
        class={`opt${isActive ? ' is-active' : ''}`}
        role="option"
        tabIndex={-1}
        aria-selected={isChosen}
        onPointerDown={(event) => event.preventDefault()}
        onPointerMove={onActive}
        onClick={onChoose}
      >
        <span>
          <Marked text={row.label} query={query} />
        </span>
        {row.note && <small>{row.note}</small>}
      </div>
    </>
  );
}

function Marked({ text, query }: { text: string; query: string }) {
  const wanted = query.trim().toLowerCase();
  const at = wanted === '' ? -1 : text.toLowerCase().indexOf(wanted);
  if (at < 0) return <Plain text={text} />;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + wanted.length)}</mark>
      {text.slice(at + wanted.length)}
    </>
  );
}
