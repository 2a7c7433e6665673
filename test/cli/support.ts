import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { type RunOptions, runFile } from '../../src/cli/run.ts';
import { withContext } from '../../src/cli/setup.ts';
import { readConfig } from '../../src/config.ts';
import { makeWorkspace, type Workspace } from '../warehouse/workspace.ts';

export type Captured = { code: number; out: string[]; err: string[] };

/** Runs `work` and keeps what it writes to standard output and standard error, line by line. */
export async function capture(work: () => number | Promise<number>): Promise<Captured> {
  const written = { out: '', err: '' };
  const keep = (stream: NodeJS.WriteStream, name: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    });
  const spies = [keep(process.stdout, 'out'), keep(process.stderr, 'err')];
  try {
    const code = await work();
    return { code, out: toLines(written.out), err: toLines(written.err) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function toLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** `mlmon run FILE` inside this process, with nothing in the environment. */
export function run(file: string, options: RunOptions & { db?: string } = {}): Promise<Captured> {
  const { db = ':memory:', ...rest } = options;
  return capture(() =>
    withContext(readConfig({}), { dbPath: db, log: pino({ level: 'silent' }) }, (ctx) => runFile(ctx, file, rest)),
  );
}

/** A temporary folder that is gone after the test. */
export async function makeFolder(): Promise<Workspace> {
  const space = await makeWorkspace();
  onTestFinished(() => space.dispose());
  return space;
}

export async function writeText(space: Workspace, name: string, text: string): Promise<string> {
  const path = space.path(name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

export async function writeParquet(space: Workspace, name: string, select: string): Promise<void> {
  await mkdir(dirname(space.path(name)), { recursive: true });
  await space.run([`COPY (${select}) TO '${space.path(name)}' (FORMAT parquet)`]);
}

/** Wraps a Parquet file that lies in `folder` already into a Delta table of one commit. */
export async function writeDeltaLog(
  space: Workspace,
  folder: string,
  file: string,
  fields: Record<string, string>,
): Promise<void> {
  const schema = Object.entries(fields).map(([name, type]) => ({ name, type, nullable: true, metadata: {} }));
  const actions = [
    { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
    {
      metaData: {
        schemaString: JSON.stringify({ type: 'struct', fields: schema }),
        partitionColumns: [],
        configuration: {},
      },
    },
    { add: { path: file, partitionValues: {} } },
  ];
  const log = actions.map((action) => JSON.stringify(action)).join('\n');
  await writeText(space, join(folder, '_delta_log', `${'0'.repeat(20)}.json`), `${log}\n`);
}

/** Ten days of 200 rows; `amount` is higher by `shift` from the sixth day on. */
export function dailySelect(shift: number): string {
  return `SELECT TIMESTAMP '2026-02-01' + to_days((i // 200)::INTEGER) AS at_time,
    (i * 37) % 101 + CASE WHEN i >= 1000 THEN ${shift} ELSE 0 END AS amount,
    CASE WHEN i % 3 = 0 THEN 'card' ELSE 'cash' END AS payment
    FROM (SELECT range AS i FROM range(2000))`;
}

export const DAILY_MONITOR = `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: daily.parquet
timestamp_column: at_time
granularity: 1 day
window: 3 days
problem_type: regression
feature_drift: {features: [amount, payment]}
`;

/** A monitor over ten days of payments in a file beside it. */
export async function makeDaily(shift: number, more = ''): Promise<{ space: Workspace; file: string; db: string }> {
  const space = await makeFolder();
  await writeParquet(space, 'daily.parquet', dailySelect(shift));
  const file = await writeText(space, 'payments.yaml', DAILY_MONITOR + more);
  return { space, file, db: space.path('state.db') };
}
