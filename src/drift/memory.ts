import type { ColumnPair } from './types.ts';

/** What was found of pairs that are judged again and again with other thresholds; it is forgotten with their profiles. */
export type JudgeMemory = {
  /** What is known of a pair under a name; made and kept where it is not known yet. */
  recall<T>(pair: ColumnPair, name: string, make: () => T): T;
};

/** For profiles that do not change and of which each current one is compared with one reference alone. */
export function createJudgeMemory(): JudgeMemory {
  const known = new WeakMap<object, Map<string, unknown>>();
  return {
    recall<T>(pair: ColumnPair, name: string, make: () => T): T {
      const own = known.get(pair.current) ?? new Map<string, unknown>();
      known.set(pair.current, own);
      if (!own.has(name)) own.set(name, make());
      return own.get(name) as T;
    },
  };
}

/** Keeps nothing. */
export const NO_MEMORY: JudgeMemory = { recall: (_pair, _name, make) => make() };
