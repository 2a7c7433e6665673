import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';

type DeltaField = { name: string; type: string };
type DeltaFile = { path: string; partition: Readonly<Record<string, string | null>> };
export type DeltaSnapshot = {
  version: number;
  /** Columns in order with their Delta types. */
  fields: readonly DeltaField[];
  partitionColumns: readonly string[];
  files: readonly DeltaFile[];
  fingerprint: string;
};

type Action = {
  add?: { path: string; partitionValues?: Record<string, string | null>; deletionVector?: unknown } | null;
  remove?: { path: string } | null;
  metaData?: {
    schemaString: string;
    partitionColumns?: string[];
    configuration?: Record<string, string>;
  } | null;
  protocol?: { minReaderVersion: number; readerFeatures?: string[] | null } | null;
};
type State = {
  files: Map<string, NonNullable<Action['add']>>;
  metaData: Action['metaData'];
  protocol: Action['protocol'];
};

/** Reader features that change nothing for somebody who only reads the listed files. */
const HARMLESS_FEATURES = new Set([
  'deletionVectors',
  'columnMapping',
  'timestampNtz',
  'vacuumProtocolCheck',
  'domainMetadata',
  'v2Checkpoint',
]);

const COMMIT = /^(\d{20})\.json$/;
const CHECKPOINT = /^(\d{20})\.checkpoint(\.\d{10}\.\d{10})?\.parquet$/;

/**
 * The newest state of a Delta table by replaying its log: from the first commit where all are there, else from the
 * newest checkpoint, whose rows `readCheckpoint` gives as JSON objects of actions.
 * @throws AppError invalid_input when the table uses something that plain Parquet reading would get wrong.
 */
export async function readDeltaSnapshot(
  folder: string,
  name: string,
  readCheckpoint: (paths: readonly string[]) => Promise<readonly string[]>,
): Promise<DeltaSnapshot> {
  const logDir = join(folder, '_delta_log');
  const entries = (await readdir(logDir)).sort();
  const commits = entries.flatMap((file) => (COMMIT.test(file) ? [Number(file.slice(0, 20))] : []));
  const state: State = { files: new Map(), metaData: null, protocol: null };
  const start = commits[0] === 0 ? null : newestCheckpoint(entries);
  if (commits[0] !== 0 && start === null) throw unreadable(name, 'its log has no first commit and no checkpoint');
  if (start !== null) {
    apply(state, await readCheckpoint(start.files.map((file) => join(logDir, file))));
  }
  const wanted = commits.filter((version) => start === null || version > start.version);
  assertContiguous(wanted, start?.version ?? -1, name);
  for (const version of wanted) {
    const text = await readFile(join(logDir, `${String(version).padStart(20, '0')}.json`), 'utf8');
    apply(
      state,
      text.split('\n').filter((line) => line.trim() !== ''),
    );
  }
  return toSnapshot(state, wanted.at(-1) ?? start?.version ?? 0, name);
}

function newestCheckpoint(entries: readonly string[]): { version: number; files: string[] } | null {
  const files = entries.filter((file) => CHECKPOINT.test(file));
  const newest = files.at(-1)?.slice(0, 20);
  if (newest === undefined) return null;
  return { version: Number(newest), files: files.filter((file) => file.startsWith(newest)) };
}

function assertContiguous(versions: readonly number[], before: number, name: string): void {
  for (const [index, version] of versions.entries()) {
    if (version !== before + 1 + index) throw unreadable(name, `commit ${before + 1 + index} is missing from its log`);
  }
}

/** Actions of one commit have no order: one that deletes rows removes a file and adds it with other deletion vectors. */
function apply(state: State, lines: readonly string[]): void {
  const actions = lines.map((line) => JSON.parse(line) as Action);
  for (const { remove } of actions) if (remove) state.files.delete(remove.path);
  for (const action of actions) {
    if (action.add) state.files.set(action.add.path, action.add);
    if (action.metaData) state.metaData = action.metaData;
    if (action.protocol) state.protocol = action.protocol;
  }
}

function toSnapshot(state: State, version: number, name: string): DeltaSnapshot {
  if (!state.metaData) throw unreadable(name, 'its log has no schema');
  assertReadable(state, name);
  const schema = JSON.parse(state.metaData.schemaString) as { fields: { name: string; type: unknown }[] };
  const hash = createHash('sha256').update(state.metaData.schemaString);
  for (const path of state.files.keys()) hash.update(`${path}\n`);
  return {
    version,
    fields: schema.fields.map((field) => ({
      name: field.name,
      type: typeof field.type === 'string' ? field.type : 'nested',
    })),
    partitionColumns: state.metaData.partitionColumns ?? [],
    files: [...state.files.values()].map((add) => ({ path: add.path, partition: add.partitionValues ?? {} })),
    fingerprint: `delta:${version}:${hash.digest('hex').slice(0, 16)}`,
  };
}

function assertReadable(state: State, name: string): void {
  const mode = state.metaData?.configuration?.['delta.columnMapping.mode'] ?? 'none';
  if (mode !== 'none') throw unreadable(name, `it uses column mapping (${mode})`);
  if ([...state.files.values()].some((add) => add.deletionVector)) throw unreadable(name, 'it uses deletion vectors');
  const strange = state.protocol?.readerFeatures?.find((feature) => !HARMLESS_FEATURES.has(feature));
  if (strange !== undefined) throw unreadable(name, `it needs the reader feature "${strange}"`);
}

function unreadable(name: string, reason: string): AppError {
  return new AppError('invalid_input', `Cannot read Delta table ${name}: ${reason}`, {
    hint: 'Write it again as a plain table (CREATE TABLE … AS SELECT …) without that feature, or as Parquet files.',
  });
}

const SQL_TYPES: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  long: 'BIGINT',
  integer: 'INTEGER',
  short: 'SMALLINT',
  byte: 'TINYINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  binary: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMPTZ',
  timestamp_ntz: 'TIMESTAMP',
};

/** DuckDB's name of a Delta type; nested types and unknown ones as text. */
export function toDuckDbType(deltaType: string): string {
  if (/^decimal\(\d+,\s*-?\d+\)$/.test(deltaType)) return deltaType.toUpperCase();
  return SQL_TYPES[deltaType] ?? 'VARCHAR';
}
