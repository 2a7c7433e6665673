import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import { findPlace, type Setting } from '../backtest/settings.ts';

/** What to write into a file: `line` counts from 1; where it is null the lines are to be added. */
export type LineChange = { path: string; line: number | null; now: string | null; proposed: string };

/** The lines of a definition that settings change, as they stand and as they would. */
export function listLineChanges(source: string, settings: readonly Setting[]): LineChange[] {
  const counter = new LineCounter();
  const doc = parseDocument(source, { merge: true, lineCounter: counter });
  const lines = source.split('\n');
  return settings.map(({ path, value }) => {
    const place = findPlace(doc.contents, path);
    const node = doc.getIn(place, true);
    if (!isScalar(node) || !node.range) {
      return { path, line: null, now: null, proposed: writeNew(doc, place, value) };
    }
    const [start, end] = node.range;
    const { line, col } = counter.linePos(start);
    const now = lines[line - 1]!;
    const text = quoteLike(source.slice(start, end), value);
    return {
      path,
      line,
      now: now.trim(),
      proposed: (now.slice(0, col - 1) + text + now.slice(col - 1 + end - start)).trim(),
    };
  });
}

/** As the text that it replaces is quoted. */
function quoteLike(before: string, value: unknown): string {
  const text = String(value);
  if (before.startsWith("'")) return `'${text.replaceAll("'", "''")}'`;
  return before.startsWith('"') ? JSON.stringify(text) : text;
}

/** A value that is not there yet, with the keys above it. */
function writeNew(doc: ReturnType<typeof parseDocument>, place: readonly (string | number)[], value: unknown): string {
  const names = place.map((key, i) => {
    const parent = doc.getIn(place.slice(0, i), true);
    const item = isSeq(parent) ? doc.getIn(place.slice(0, i + 1), true) : null;
    return isMap(item) ? { name: String(item.get('name')) } : key;
  });
  const nested = names.reduceRight<unknown>(
    (inner, key) => (typeof key === 'object' ? [{ ...key, ...(inner as object) }] : { [key]: inner }),
    value,
  );
  return stringify(nested).trimEnd();
}
