/** On which side of a limit it is quiet: a larger value of a largest-allowed limit is looser. */
export type Looser = 'higher' | 'lower';

/** Is `a` looser than `b`? */
export function isLooser(a: number, b: number, looser: Looser): boolean {
  return looser === 'higher' ? a > b : a < b;
}

/** The looser of two. */
export function loosest(a: number, b: number, looser: Looser): number {
  return isLooser(a, b, looser) ? a : b;
}

/** From the strictest to the loosest, each once. */
export function sortByLooseness(values: readonly number[], looser: Looser): number[] {
  const sign = looser === 'higher' ? 1 : -1;
  return [...new Set(values)].sort((a, b) => sign * (a - b));
}

/**
 * The number of so many significant digits next to `value` on its looser side; `value` itself where it is one already,
 * unless `isBeyond` asks for one that is looser than it.
 * @example roundLooser(0.1834, {digits: 2, looser: 'higher', isBeyond: false}) // 0.19
 */
export function roundLooser(
  value: number,
  { digits, looser, isBeyond }: { digits: number; looser: Looser; isBeyond: boolean },
): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const power = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  const at = (n: number): number => Number(power >= 0 ? (n / 10 ** power).toPrecision(15) : n * 10 ** -power);
  const step = looser === 'higher' ? 1 : -1;
  let n = Math.round(power >= 0 ? value * 10 ** power : value / 10 ** -power) - step;
  while (isLooser(value, at(n), looser) || (isBeyond && at(n) === value)) n += step;
  return at(n);
}
