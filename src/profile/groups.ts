/** The items in groups of at most `size`, in their order. */
export function groupsOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** The items in groups whose sizes together are at most `most`, in their order; null: all are one group. */
export function groupByRoom<T>(items: readonly T[], most: number | null, sizeOf: (item: T) => number): T[][] {
  const groups: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (groups.length === 0 || room < size) {
      groups.push([]);
      room = most ?? Number.POSITIVE_INFINITY;
    }
    groups.at(-1)!.push(item);
    room -= size;
  }
  return groups;
}
