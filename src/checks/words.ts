import type { Grain } from '../profile/types.ts';

/** A share as people read it: `12.5 %`. */
export function formatPercent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}

/** A slice by its beginning: `2026-01-05`, or with the hour. */
export function nameSlice(at: number, grain: Grain): string {
  const iso = new Date(at).toISOString();
  return grain === '1 day' ? iso.slice(0, 10) : `${iso.slice(0, 13).replace('T', ' ')}:00`;
}
