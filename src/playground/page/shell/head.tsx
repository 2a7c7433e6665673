import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';

export function MenuButton({ onMenu }: { onMenu: () => void }) {
  return (
    <button type="button" class="ibtn menu-btn" aria-label="Open channel list" aria-controls="side" onClick={onMenu}>
      <Icon name="menu" />
    </button>
  );
}

export type Tab = { id: string; name: string; icon?: string };

/** Tabs with arrow keys; the panel below has the id `panel`. */
export function Tabs({
  label,
  tabs,
  current,
  onTab,
}: {
  label: string;
  tabs: Tab[];
  current: string;
  onTab: (id: string) => void;
}) {
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === current);
    const to = event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : null;
    const next = to === null ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onTab(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(({ id, name, icon }) => (
        <button
          key={id}
          type="button"
          class="tab"
          role="tab"
          id={`tab-${id}`}
          aria-selected={id === current}
          aria-controls="panel"
          tabIndex={id === current ? 0 : -1}
          onClick={() => onTab(id)}
        >
          {icon !== undefined && <Icon name={icon} size="s" />}
          {name}
        </button>
      ))}
    </div>
  );
}

export function Head({
  onMenu,
  children,
  end,
}: {
  onMenu: () => void;
  children: ComponentChildren;
  end?: ComponentChildren;
}) {
  return (
    <div class="head">
      <MenuButton onMenu={onMenu} />
      {children}
      {end && <span class="end">{end}</span>}
    </div>
  );
}
