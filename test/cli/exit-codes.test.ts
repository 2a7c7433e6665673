import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { DAILY_MONITOR, makeDaily, writeText } from './support.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const RANGE = ['--from', '2026-02-06', '--to', '2026-02-09'];

/** The command line as a process of its own. */
const mlmon = (...args: string[]) => mlmonWith({}, ...args);

async function mlmonWith(env: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out, err, code };
}

test('mlmon run ends with 0 where all is well, with 2 where something drifted, and prints JSON alone', async () => {
  const calm = await makeDaily(0);
  const moved = await makeDaily(40);
  const results = await Promise.all([calm, moved].map(({ file }) => mlmon('run', file, '--json', ...RANGE)));
  expect(results.map(({ code, err }) => ({ code, err }))).toEqual([
    { code: 0, err: '' },
    { code: 2, err: '' },
  ]);
  for (const { out } of results) {
    expect(out.endsWith('\n')).toBe(true);
    expect(JSON.parse(out).monitor).toBe('payments');
  }
}, 60_000);

test('mlmon ends with 1 where it cannot do its work, says why on standard error and nothing on standard output', async () => {
  const { space } = await makeDaily(0);
  const broken = await writeText(
    space,
    'broken.yaml',
    DAILY_MONITOR.replace('table: daily.parquet', 'table: gone.parquet'),
  );
  const results = await Promise.all([mlmon('run', broken, '--json'), mlmon('run', space.path('no.yaml'))]);
  expect(results.map(({ code, out }) => ({ code, out }))).toEqual([
    { code: 1, out: '' },
    { code: 1, out: '' },
  ]);
  expect(results[0]!.err).toContain('Reference dataset not found: gone.parquet');
  expect(results[1]!.err).toContain(`Cannot read ${space.path('no.yaml')}: there is no such file\n`);
}, 60_000);

test('a command that does not exist is refused, also where its help is asked for; that of others is shown', async () => {
  const asked = [['runn'], ['runn', '--help'], ['-h'], ['help'], ['run', '--help']];
  const [unknown, ofUnknown, ...known] = await Promise.all(asked.map((args) => mlmon(...args)));
  expect(unknown).toMatchObject({ code: 1, out: '' });
  expect(unknown!.err).toContain("unknown command 'runn'");
  expect(ofUnknown).toEqual(unknown);
  for (const help of known)
    expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Usage: mlmon') });
}, 60_000);

test('mlmon apply and mlmon incident look at no data: they work while nothing reads it', async () => {
  const { file, space } = await makeDaily(0);
  const env = { MLMON_DB: space.path('bot.db'), DUCKDB_DATABASE: space.path('gone.duckdb') };
  expect(await mlmonWith(env, 'apply', file)).toEqual({ out: 'payments: created\n', err: '', code: 0 });
  expect(await mlmonWith(env, 'incident', 'payments')).toEqual({ out: 'No incident is marked\n', err: '', code: 0 });
}, 60_000);

test('mlmon schema prints a JSON Schema that an editor can use', async () => {
  const { out, err, code } = await mlmon('schema');
  expect({ err, code }).toEqual({ err: '', code: 0 });
  const validate = new Ajv({ strict: false }).compile(JSON.parse(out));
  const example = readFileSync(new URL('../monitors/fixtures/full.yaml', import.meta.url), 'utf8');
  expect(validate(parse(example))).toBe(true);
  expect(validate({ ...parse(example), windw: '7 days' })).toBe(false);
}, 60_000);

test('a full disk under standard output is said in words', async () => {
  const full = openSync('/dev/full', 'w');
  onTestFinished(() => closeSync(full));
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'schema'], { stdio: ['ignore', full, 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [err, code] = await Promise.all([text(child.stderr!), ended]);
  expect({ err, code }).toEqual({
    err: 'mlmon: Cannot write to standard output: ENOSPC: no space left on device, write\n',
    code: 1,
  });
}, 60_000);
