import { isMap, isScalar, isSeq, type Node, parse, parseDocument } from 'yaml';
import { AppError } from '../errors.ts';
import { loadMonitor } from '../monitors/load.ts';
import type { LoadedMonitor } from '../monitors/types.ts';

/** One value of a definition by its place, such as `alerts.rules.accuracy_drop.condition`. */
export type Setting = { path: string; value: unknown };

/** `path=value`, the value as in YAML. @throws AppError invalid_input where it is not of that form. */
export function parseSetting(text: string): Setting {
  const at = text.indexOf('=');
  const path = text.slice(0, at).trim();
  if (at < 1 || path === '') {
    throw new AppError('invalid_input', `Cannot read --set: "${text}" is not path=value`, {
      hint: 'Write for example --set feature_drift.threshold=0.2 or --set "alerts.rules.drop.condition=accuracy < 0.8"',
    });
  }
  return { path, value: readValue(text.slice(at + 1)) };
}

/** A condition such as `a: b` or `drift("psi", "x") > 0.2` is a text, whatever YAML would make of it. */
function readValue(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text.trim();
  }
}

/**
 * A definition with some of its values replaced or added, checked like the file itself.
 * @throws AppError (DefinitionError) where the result is not a valid definition, invalid_input for a path that leads nowhere.
 */
export function applySettings(loaded: LoadedMonitor, settings: readonly Setting[]): LoadedMonitor {
  if (settings.length === 0) return loaded;
  const doc = parseDocument(loaded.source, { merge: true });
  for (const { path, value } of settings) doc.setIn(findPlace(doc.contents, path), doc.createNode(value));
  const names = settings.map(({ path }) => path).join(', ');
  return loadMonitor(doc.toString({ lineWidth: 0 }), {
    baseDir: loaded.baseDir,
    fileName: `the definition with ${names}`,
  });
}

/** Keys and positions from the top. Parts are parted by dots; an item of a list goes by its position or its name. */
export function findPlace(contents: unknown, path: string): (string | number)[] {
  const parts = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  const place: (string | number)[] = [];
  let node: unknown = contents;
  for (const part of parts) {
    if (part === '') throw refuse(path, 'it has an empty part');
    if (node !== undefined && !isMap(node) && !isSeq(node))
      throw refuse(path, `there is nothing below "${place.join('.')}"`);
    const key = isSeq(node) ? findItem(node.items as Node[], part, path) : part;
    place.push(key);
    node = isSeq(node) || isMap(node) ? node.get(key, true) : undefined;
  }
  return place;
}

function findItem(items: readonly Node[], part: string, path: string): number {
  const names = items.map((item) =>
    isMap(item) ? String(item.get('name')) : isScalar(item) ? String(item.value) : '',
  );
  const index = /^\d+$/.test(part) ? Number(part) : names.indexOf(part);
  if (index >= 0 && index < items.length) return index;
  throw refuse(path, `the list has no item "${part}"; it has ${names.map((name, i) => `${i} (${name})`).join(', ')}`);
}

function refuse(path: string, why: string): AppError {
  return new AppError('invalid_input', `Cannot set ${path}: ${why}`, { hint: 'docs/monitor.md lists every key' });
}
