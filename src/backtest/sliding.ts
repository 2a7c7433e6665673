import { mergeProfiles } from '../profile/merge.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';

type Slice = { at: number; profile: Profile };

/** The slices of a range as one profile. */
export type SlidingMerge = (range: TimeRange) => Profile;

/**
 * Merges slices (ascending) over ranges that move on. Nothing is subtracted, which sums would not survive to the last
 * digit. The slices of a range are two parts that meet in the middle: of the older every suffix is kept merged, so that
 * the oldest slice can leave, and the newer is merged as it grows. A slice is merged at most twice, however long the
 * ranges are; one that moves back, or beyond all that was merged, begins anew.
 */
export function createSlidingMerge(grids: GridSet, slices: readonly Slice[]): SlidingMerge {
  let [begin, middle, end] = [0, 0, 0];
  /** By the place of its first slice: everything from there to the middle. */
  let suffixes: Profile[] = [];
  let newer: Profile | null = null;
  const add = (a: Profile | null, b: Profile): Profile => (a === null ? b : mergeProfiles(grids, [a, b]));

  function drop(upTo: number): void {
    begin = upTo;
    if (begin < middle) return;
    suffixes = [];
    newer = null;
    middle = end;
    let merged: Profile | null = null;
    for (let i = end - 1; i >= begin; i--) {
      merged = add(merged, slices[i]!.profile);
      suffixes[i] = merged;
    }
  }

  return ({ fromAt, toAt }) => {
    const from = findFirst(slices, fromAt ?? Number.NEGATIVE_INFINITY);
    const to = Math.max(from, findFirst(slices, toAt ?? Number.POSITIVE_INFINITY));
    if (from < begin || from >= end || to < end) {
      [begin, middle, end] = [from, from, from];
      suffixes = [];
      newer = null;
    }
    for (; end < to; end++) newer = add(newer, slices[end]!.profile);
    if (from > begin) drop(from);
    const parts = [suffixes[begin] ?? null, newer].filter((part) => part !== null);
    return mergeProfiles(grids, parts);
  };
}

/** The place of the first slice that begins at or after an instant. */
function findFirst(slices: readonly Slice[], at: number): number {
  const place = slices.findIndex((slice) => slice.at >= at);
  return place === -1 ? slices.length : place;
}
