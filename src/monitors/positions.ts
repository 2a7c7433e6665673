import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';
import { type Fault, formatPath, type PlacedFault } from './faults.ts';

/** Puts faults where they stand in the text and in its order; what has no place of its own stands at the block around it. */
export function placeFaults(doc: Document.Parsed, lines: LineCounter, faults: readonly Fault[]): PlacedFault[] {
  return faults
    .map((fault) => {
      const { line, col } = lines.linePos(findOffset(doc, fault));
      return {
        line: Math.max(line, 1),
        column: Math.max(col, 1),
        path: formatPath(fault.path),
        message: fault.message,
      };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function findOffset(doc: Document.Parsed, { path, isKey = false }: Fault): number {
  let node: unknown = doc.contents;
  let offset = offsetOf(node) ?? 0;
  for (const [index, part] of path.entries()) {
    const pair = findPair(resolve(node, doc), part);
    if (pair === null) return offset;
    const keyOffset = offsetOf(pair.key) ?? offset;
    if (isKey && index === path.length - 1) return keyOffset;
    offset = offsetOf(pair.value) ?? keyOffset;
    node = pair.value;
  }
  return offset;
}

function resolve(node: unknown, doc: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(doc) : node;
}

function findPair(node: unknown, part: string | number): { key: unknown; value: unknown } | null {
  if (isSeq(node))
    return typeof part === 'number' && part < node.items.length ? { key: null, value: node.items[part] } : null;
  if (!isMap(node)) return null;
  const pair = node.items.find((one: Pair) => isScalar(one.key) && String(one.key.value) === String(part));
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

function offsetOf(node: unknown): number | null {
  return (node as Node | null | undefined)?.range?.[0] ?? null;
}
