import type { Value } from '../warehouse/types.ts';
import type { CollectInput } from './columns.ts';
import { type Draft, toCount } from './drafts.ts';
import type { Meter } from './meter.ts';
import { type AskedPair, pairsInParts } from './plan-pairs.ts';
import { readParts } from './read-moments.ts';
import type { NumericColumn } from './source.ts';
import { countFinite } from './summary.ts';
import type { NumericProfile, PairSum, PairSums, Profile } from './types.ts';

/** The pairs of `count` columns by their places: the upper triangle of a matrix, row by row. */
export function listPairs(count: number): { x: number; y: number }[] {
  const pairs: { x: number; y: number }[] = [];
  for (let x = 0; x < count; x++) for (let y = x + 1; y < count; y++) pairs.push({ x, y });
  return pairs;
}

/** Adds the pair sums of the columns whose correlations are watched. @param numeric NULL where not finite. */
export async function addPairs(
  meter: Meter,
  { source, pairs: names = [] }: CollectInput,
  numeric: readonly NumericColumn[],
  drafts: ReadonlyMap<number, Draft>,
): Promise<void> {
  const known = new Map(numeric.map((column) => [column.name, column]));
  const columns = names.flatMap((name) => known.get(name) ?? []);
  if (columns.length < 2) return;
  const isWhole = columns.map(({ name }) => [...drafts.values()].every((draft) => isWithoutGaps(draft, name)));
  const asked = listPairs(columns.length).map(
    ({ x, y }): AskedPair => ({ x, y, isXWhole: isWhole[x]!, isYWhole: isWhole[y]! }),
  );
  for (const record of await readParts(meter, pairsInParts(source, columns, asked))) {
    const draft = drafts.get(toCount(record.slice));
    if (draft !== undefined) draft.pairs = place(names, columns, asked, record, draft);
  }
}

/** The pairs that were asked among all that are watched. */
function place(
  names: readonly string[],
  columns: readonly NumericColumn[],
  asked: readonly AskedPair[],
  record: Record<string, Value>,
  draft: Profile,
): PairSums {
  const found = new Map(
    asked.map(({ x, y }, i) => {
      const [nameX, nameY] = [columns[x]!.name, columns[y]!.name];
      return [`${names.indexOf(nameX)} ${names.indexOf(nameY)}`, readSums(record, `p${i}`, draft, nameX, nameY)];
    }),
  );
  return { columns: names, pairs: listPairs(names.length).map(({ x, y }) => found.get(`${x} ${y}`) ?? null) };
}

function readSums(record: Record<string, Value>, name: string, draft: Profile, x: string, y: string) {
  const [ownX, ownY] = [ownSums(draft, x), ownSums(draft, y)];
  const has = (part: string) => record[`${name}_${part}`] !== undefined;
  const sum = (part: string) => asSum(record[`${name}_${part}`]);
  const xy = sum('xy');
  // A column without gaps leaves the other's rows as they are, and so its sums.
  const count = has('n') ? toCount(record[`${name}_n`]) : Math.min(ownX.count, ownY.count);
  if (count === ownX.count && count === ownY.count) return { xy };
  const ofX = has('x') ? { x: sum('x') ?? 0, xx: sum('xx') } : { x: ownX.sum, xx: ownX.squares };
  const ofY = has('y') ? { y: sum('y') ?? 0, yy: sum('yy') } : { y: ownY.sum, yy: ownY.squares };
  return { count, ...ofX, ...ofY, xy };
}

/** The sum of no rows is NULL in SQL. */
function asSum(value: Value | undefined): number | null {
  const sum = Number(value ?? 0);
  return Number.isFinite(sum) ? sum : null;
}

function ownSums(profile: Profile, name: string): { count: number; sum: number; squares: number | null } {
  const column = profile.columns[name] as NumericProfile;
  return { count: countFinite(column), sum: column.sum, squares: column.sumSquares };
}

function isWithoutGaps(profile: Profile, name: string): boolean {
  return countFinite(profile.columns[name] as NumericProfile) === profile.rows;
}

/** All sums of every pair, in the order of `listPairs`; null where a column was not in the dataset. */
export function readPairs(profile: Profile): (PairSum | null)[] {
  const { columns = [], pairs = [] } = profile.pairs ?? {};
  return listPairs(columns.length).map(({ x, y }, i) => {
    const pair = pairs[i] ?? null;
    if (pair === null || isFull(pair)) return pair;
    const [ownX, ownY] = [ownSums(profile, columns[x]!), ownSums(profile, columns[y]!)];
    return { count: ownX.count, x: ownX.sum, y: ownY.sum, xx: ownX.squares, yy: ownY.squares, xy: pair.xy };
  });
}

function isFull(pair: Pick<PairSum, 'xy'> | PairSum): pair is PairSum {
  return 'count' in pair;
}

/** The pair sums of the rows of both; a profile without rows adds nothing. */
export function mergePairs(a: Profile, b: Profile): PairSums | undefined {
  if (a.pairs === undefined || b.pairs === undefined) {
    const rest = a.pairs === undefined ? a : b;
    return rest.rows === 0 ? (a.pairs ?? b.pairs) : undefined;
  }
  const [full, others] = [readPairs(a), readPairs(b)];
  const pairs = a.pairs.pairs.map((one, i) => {
    const other = b.pairs?.pairs[i];
    if (one === null || other === undefined || other === null) return null;
    if (!isFull(one) && !isFull(other)) return { xy: add(one.xy, other.xy) };
    return addSums(full[i]!, others[i]!);
  });
  return { columns: a.pairs.columns, pairs };
}

function addSums(a: PairSum, b: PairSum): PairSum {
  return {
    count: a.count + b.count,
    x: a.x + b.x,
    y: a.y + b.y,
    xx: add(a.xx, b.xx),
    yy: add(a.yy, b.yy),
    xy: add(a.xy, b.xy),
  };
}

function add(a: number | null, b: number | null): number | null {
  const sum = a === null || b === null ? Number.NaN : a + b;
  return Number.isFinite(sum) ? sum : null;
}
