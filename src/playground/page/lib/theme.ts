export type Theme = 'light' | 'dark';
const KEY = 'playground-theme';

/** The theme asked for by `?theme=`, else the remembered one, else the system's. */
export function readTheme(): Theme {
  const wanted = new URLSearchParams(location.search).get('theme') ?? readStored(KEY);
  if (wanted === 'dark' || wanted === 'light') return wanted;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

export function rememberTheme(theme: Theme): void {
  writeStored(KEY, theme);
}

/** localStorage throws where a browser forbids it; the page then simply forgets. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing to do: remembering is a convenience.
  }
}
