import type { PageUser } from '../protocol.ts';

const COLORS = 6;

/** A coloured square with the initial; the initial is drawn by CSS so that it is not part of any name. */
export function Avatar({ user, size = '' }: { user: PageUser | null; size?: '' | '20' | '24' | '52' }) {
  const sized = size ? ` av-${size}` : '';
  if (user?.isBot) {
    return (
      <span class={`av av-bot${sized}`} aria-hidden="true">
        <svg viewBox="0 0 36 36" aria-hidden="true">
          <path d="M6 20h6l3-9 5 15 3.5-9 1.5 3h5" />
        </svg>
      </span>
    );
  }
  return <span class={`av av-${pickColor(user?.id ?? '')}${sized}`} aria-hidden="true" data-i={user?.initial ?? '?'} />;
}

function pickColor(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 9973;
  return sum % COLORS;
}
