/** Of more rows, one statement fills the machine, and several at once fill its memory. */
const MOST_AT_ONCE = 3_000_000;

/** Should the statements of a profile of so many rows run one after another? */
export function isLarge(rows: number): boolean {
  return rows > MOST_AT_ONCE;
}

/** Runs the works of a profile of so many rows at once, or one after another. */
export async function runAtPace(rows: number, works: readonly (() => Promise<void>)[]): Promise<void> {
  if (!isLarge(rows)) await Promise.all(works.map((work) => work()));
  else for (const work of works) await work();
}
