import { type Document, LineCounter, parseDocument } from 'yaml';
import { buildMonitor } from './build.ts';
import { DefinitionError, type Fault, type PlacedFault, readIssues } from './faults.ts';
import { findNameFaultsIn } from './names.ts';
import { isTooDeep } from './nesting.ts';
import { placeFaults } from './positions.ts';
import { monitorSchema } from './schema/monitor.ts';
import type { LoadedMonitor } from './types.ts';

const MAX_CHARACTERS = 200_000;
/** A definition repeats a block a few times; thousands of repeats are a bomb. */
const MAX_ALIASES = 100;

/**
 * Reads a monitor's definition.
 * @param source YAML, at most 200,000 characters.
 * @param options.baseDir folder that relative dataset paths start from, or null.
 * @param options.fileName what messages call it.
 * @throws DefinitionError (AppError invalid_input) with every fault at once: line, column, key, value and what is expected.
 */
export function loadMonitor(source: string, options: { baseDir: string | null; fileName?: string }): LoadedMonitor {
  const fileName = options.fileName ?? 'monitor.yaml';
  const lines = new LineCounter();
  const doc = parseText(source, lines, fileName);
  const { value, faults: treeFaults } = readTree(doc);
  const fail = (faults: readonly Fault[]) => new DefinitionError(fileName, placeFaults(doc, lines, faults));
  if (treeFaults.length > 0) throw fail(treeFaults);
  const parsed = monitorSchema.safeParse(value);
  if (!parsed.success) throw fail([...readIssues(parsed.error.issues, value), ...findNameFaultsIn(value)]);
  const { monitor, notices, faults } = buildMonitor(parsed.data);
  if (faults.length > 0) throw fail(faults);
  return { monitor, source, baseDir: options.baseDir, notices };
}

function parseText(source: string, lines: LineCounter, fileName: string): Document.Parsed {
  const atStart = (message: string) => new DefinitionError(fileName, [{ line: 1, column: 1, path: '', message }]);
  if (source.length > MAX_CHARACTERS) {
    throw atStart(`it has ${source.length} characters; at most ${MAX_CHARACTERS} are read`);
  }
  if (isTooDeep(source)) throw atStart('it is too deeply nested');
  const doc = parseDocument(source, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'error' });
  const complaints = [...doc.errors, ...doc.warnings].map(({ message, pos }): PlacedFault => {
    const { line, col } = lines.linePos(pos[0]);
    return { line, column: col, path: '', message: wordSyntaxError(message) };
  });
  if (complaints.length > 0) throw new DefinitionError(fileName, complaints);
  return doc;
}

function wordSyntaxError(message: string): string {
  if (/Map keys must be unique/.test(message)) return 'the key stands here a second time; keep one of the two';
  if (/multiple documents/i.test(message))
    return 'one file holds one monitor; take the second document (after ---) out';
  if (/Tabs are not allowed/i.test(message)) return 'a tab stands here; indent with spaces';
  return `it is not YAML: ${message.replace(/\.$/, '')}`;
}

function readTree(doc: Document.Parsed): { value: unknown; faults: Fault[] } {
  const refuse = (message: string) => ({ value: null, faults: [{ path: [], message }] });
  if (doc.contents === null) return refuse('it is empty; begin with model_name: and a dataset');
  try {
    return { value: doc.toJS({ maxAliasCount: MAX_ALIASES }), faults: [] };
  } catch (error) {
    if (error instanceof ReferenceError) return refuse(`an alias is unknown or repeats too much: ${error.message}`);
    throw error;
  }
}
