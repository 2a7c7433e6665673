import type { AlertState } from '../src/alerts/types.ts';
import type { Severity } from '../src/monitors/types.ts';

/** How a state is shown: always emoji and word. `color` is the attachment's bar. */
export const STATE_WORDS: Record<AlertState, { emoji: string; word: string; short: string; color: string }> = {
  pending: { emoji: ':white_circle:', word: 'PENDING', short: 'Pending', color: '#dddddd' },
  firing: { emoji: ':red_circle:', word: 'FIRING', short: 'Firing', color: '#a30200' },
  acked: { emoji: ':large_yellow_circle:', word: 'ACKNOWLEDGED', short: 'Acked', color: '#daa038' },
  snoozed: { emoji: ':double_vertical_bar:', word: 'SNOOZED', short: 'Snoozed', color: '#dddddd' },
  resolved: { emoji: ':large_green_circle:', word: 'RESOLVED', short: 'Resolved', color: '#2eb886' },
};

export const SEVERITY_WORDS: Record<Severity, string> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

/** 90 000 -> "1 min 30 s"; at most two units, the coarser first. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  const isLong = first <= 1;
  return parts
    .slice(first, first + 2)
    .filter(([count], i) => count > 0 && !(i === 1 && isLong && parts[first]![0] >= 10))
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
