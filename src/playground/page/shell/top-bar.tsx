import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import type { Theme } from '../lib/theme.ts';
import { applyTheme, readTheme, rememberTheme } from '../lib/theme.ts';
import { Jump } from './jump.tsx';

export function TopBar() {
  const { boot } = useApp();
  const [isJumping, setJumping] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setJumping(true);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <header class="topbar" data-region="top">
      <div class="topbar-l">
        <button type="button" class="ibtn" aria-label="Back" onClick={() => history.back()}>
          <Icon name="left" />
        </button>
        <button type="button" class="ibtn" aria-label="Forward" onClick={() => history.forward()}>
          <Icon name="right" />
        </button>
      </div>
      {isJumping ? (
        <Jump onClose={() => setJumping(false)} />
      ) : (
        <button type="button" class="search" onClick={() => setJumping(true)}>
          <Icon name="search" size="s" />
          Search {boot.team.name}
          <kbd>Ctrl K</kbd>
        </button>
      )}
      <div class="topbar-r">
        <ThemeButton />
      </div>
    </header>
  );
}

/** The theme of the system until somebody chooses; then the choice, remembered. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(readTheme);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => {
      applyTheme(readTheme());
      setTheme(readTheme());
    };
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  const flip = () => {
    const next = theme === 'dark' ? 'light' : 'dark';
    applyTheme(next);
    rememberTheme(next);
    setTheme(next);
  };
  return (
    <button
      type="button"
      class="ibtn"
      aria-label="Dark theme"
      aria-pressed={theme === 'dark'}
      title="Dark theme"
      onClick={flip}
    >
      <Icon name={theme === 'dark' ? 'moon' : 'sun'} />
    </button>
  );
}
