import type { Dataset } from '../warehouse/types.ts';
import type { CollectInput } from './columns.ts';
import type { Source } from './source.ts';
import type { Profile } from './types.ts';

/** What these columns are read from: the dataset without its join where none of them comes from there. */
export function withoutJoin(dataset: Dataset, columns: readonly string[]): Dataset {
  const { joined } = dataset;
  return joined === undefined || columns.some((name) => joined.columns.includes(name)) ? dataset : joined.plain;
}

/** The source over another form of its dataset, whose rows are the same. */
export function readFrom(source: Source, dataset: Dataset): Source {
  if (dataset.fromSql === source.fromSql) return source;
  return {
    ...source,
    fromSql: dataset.fromSql,
    isColumnar: dataset.isColumnar === true,
    rowKey: dataset.rowKey ?? null,
  };
}

/** Columns apart by whether they are joined; those of the dataset itself first. */
export function splitColumns<T extends { name: string }>(
  dataset: Dataset,
  columns: readonly T[],
): { dataset: Dataset; columns: readonly T[] }[] {
  const isJoined = ({ name }: T) => dataset.joined?.columns.includes(name) === true;
  const own = columns.filter((column) => !isJoined(column));
  const joined = columns.filter(isJoined);
  if (joined.length === 0) return [{ dataset: withoutJoin(dataset, []), columns }];
  return [
    { dataset: withoutJoin(dataset, []), columns: own },
    { dataset, columns: joined },
  ];
}

/**
 * What is profiled, apart by what it is read from: joint counts, which have a join of their own, and all columns of the
 * dataset itself; then the joined ones. One part where rows are told apart or paired by a joined column.
 * @param keys further columns that every part reads.
 */
export function splitInput(input: CollectInput, keys: readonly string[] = []): CollectInput[] {
  const { joined } = input.dataset;
  const shared = [...keys, ...(input.pairs ?? [])];
  if (joined === undefined || shared.some((name) => joined.columns.includes(name))) return [input];
  return splitColumns(input.dataset, input.columns).map(({ dataset, columns }, i) => ({
    ...input,
    dataset,
    columns,
    source: readFrom(input.source, dataset),
    ...(i === 0 ? {} : { joint: null, pairs: undefined }),
  }));
}

/** The parts' profiles of the same rows as one, columns in the order that was asked. */
export function uniteProfiles(
  parts: readonly ReadonlyMap<number, Profile>[],
  columns: readonly { name: string }[],
): Map<number, Profile> {
  const [first = new Map<number, Profile>(), ...others] = parts;
  if (others.length === 0) return new Map(first);
  return new Map(
    [...first].map(([slice, profile]) => {
      const found = new Map(parts.flatMap((part) => Object.entries(part.get(slice)?.columns ?? {})));
      const sorted = columns.flatMap(({ name }) => (found.has(name) ? [[name, found.get(name)!] as const] : []));
      return [slice, { ...profile, columns: Object.fromEntries(sorted) }];
    }),
  );
}
