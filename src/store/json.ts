const MARK = '$number';

/** JSON that keeps NaN and the infinities, which plain JSON turns into null. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part) ? { [MARK]: String(part) } : part,
  );
}

/** Reads what `writeJson` wrote. The caller names the type: the text was written by this program under the same schema. */
export function readJson<T>(text: string): T {
  if (!text.includes(`"${MARK}"`)) return JSON.parse(text) as T;
  return JSON.parse(text, (_key, part: unknown) => reviveNumber(part)) as T;
}

const SPECIAL = new Set<unknown>(['NaN', 'Infinity', '-Infinity']);

function reviveNumber(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || !(MARK in part)) return part;
  // A column may be called "$number" too; then its value is no such text.
  return SPECIAL.has(part[MARK]) ? Number(part[MARK]) : part;
}
