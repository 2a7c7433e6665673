import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkspace, type Workspace } from './workspace.ts';

type Action = Record<string, unknown>;
let space: Workspace;
beforeAll(async () => {
  space = await makeWorkspace();
});
afterAll(() => space.dispose());

const field = (name: string, type: string) => ({ name, type, nullable: true, metadata: {} });
const metaData = (fields: unknown[], partitionColumns: string[] = [], configuration = {}) => ({
  metaData: { schemaString: JSON.stringify({ type: 'struct', fields }), partitionColumns, configuration },
});
const add = (path: string, partitionValues = {}, more = {}) => ({ add: { path, partitionValues, ...more } });
const fileOf = (version: number, ending = 'json') => `${String(version).padStart(20, '0')}.${ending}`;

async function makeTable(name: string, files: Record<string, string>, commits: Record<number, Action[]>) {
  const folder = space.path(name);
  await mkdir(join(folder, '_delta_log'), { recursive: true });
  for (const [path, sql] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await space.run([`COPY (${sql}) TO '${join(folder, path)}' (FORMAT parquet)`]);
  }
  for (const [version, actions] of Object.entries(commits)) {
    const text = actions.map((action) => JSON.stringify(action)).join('\n');
    await writeFile(join(folder, '_delta_log', fileOf(Number(version))), `${text}\n`);
  }
  return folder;
}

async function read(name: string) {
  const warehouse = await space.open();
  const dataset = await warehouse.resolve(`dbfs:/${name}`, 'current', null);
  const { rows } = await warehouse.query(`SELECT * FROM ${dataset.fromSql} ORDER BY 1`);
  return { dataset, rows };
}

const PROTOCOL = { protocol: { minReaderVersion: 1, minWriterVersion: 2 } };
const A = field('a', 'long');

describe('a Delta table', () => {
  it('has the files that were added and not removed', async () => {
    await makeTable(
      'removed.delta',
      { '1.parquet': 'SELECT 1::BIGINT AS a', '2.parquet': 'SELECT 2::BIGINT AS a' },
      {
        0: [PROTOCOL, metaData([A]), add('1.parquet')],
        1: [{ remove: { path: '1.parquet', dataChange: true } }, add('2.parquet')],
      },
    );
    const { dataset, rows } = await read('removed.delta');
    expect(rows).toEqual([[2]]);
    expect(dataset.fingerprint).toMatch(/^delta:1:/);
  });

  it('with deletion vectors is refused, in whichever order a commit names a file', async () => {
    const remove = { remove: { path: '1.parquet', dataChange: true } };
    const again = add('1.parquet', {}, { deletionVector: { storageType: 'u', cardinality: 1 } });
    await makeTable(
      'vectors.delta',
      { '1.parquet': 'SELECT unnest([1::BIGINT, 2]) AS a', '2.parquet': 'SELECT 3::BIGINT AS a' },
      { 0: [PROTOCOL, metaData([A]), add('1.parquet'), add('2.parquet')], 1: [again, remove] },
    );
    await expect(read('vectors.delta')).rejects.toThrow('it uses deletion vectors');
  });

  it('gets its partition columns from the log, with their types, NULL and odd characters', async () => {
    await makeTable(
      'parted.delta',
      { 'd=1/x y.parquet': 'SELECT 1::BIGINT AS a', 'd=n/2.parquet': 'SELECT 2::BIGINT AS a' },
      {
        0: [
          metaData([A, field('day', 'date'), field('s', 'string')], ['day', 's']),
          add('d=1/x%20y.parquet', { day: '2026-01-02', s: "it's" }),
          add('d=n/2.parquet', { day: null, s: '' }),
        ],
      },
    );
    const { dataset, rows } = await read('parted.delta');
    expect(rows).toEqual([
      [1, Date.UTC(2026, 0, 2), "it's"],
      [2, null, null],
    ]);
    expect(dataset.columns.map((column) => column.kind)).toEqual(['numeric', 'timestamp', 'categorical']);
  });

  it('has NULL where a column came later than the file', async () => {
    await makeTable(
      'evolved.delta',
      { '1.parquet': 'SELECT 1::BIGINT AS a', '2.parquet': "SELECT 2::BIGINT AS a, 'n' AS b" },
      {
        0: [metaData([A]), add('1.parquet')],
        1: [metaData([A, field('b', 'string'), field('c', 'double')]), add('2.parquet')],
      },
    );
    expect((await read('evolved.delta')).rows).toEqual([
      [1, null, null],
      [2, 'n', null],
    ]);
  });

  it('may be empty', async () => {
    await makeTable('void.delta', {}, { 0: [metaData([A, field('t', 'timestamp')])] });
    const { dataset, rows } = await read('void.delta');
    expect(rows).toEqual([]);
    expect(dataset.columns.map((column) => column.kind)).toEqual(['numeric', 'timestamp']);
  });

  it('begins at its newest checkpoint where the first commits are gone', async () => {
    const folder = await makeTable(
      'old.delta',
      { '1.parquet': 'SELECT 1::BIGINT AS a', '3.parquet': 'SELECT 3::BIGINT AS a' },
      {
        2: [{ commitInfo: {} }],
        3: [add('3.parquet')],
      },
    );
    const schema = JSON.stringify({ type: 'struct', fields: [A] });
    await space.run([
      `COPY (SELECT {'path': '1.parquet', 'partitionValues': MAP {}::MAP(VARCHAR, VARCHAR)} AS "add", NULL AS "metaData"
         UNION ALL SELECT NULL, {'schemaString': '${schema}', 'partitionColumns': []::VARCHAR[], 'configuration': MAP {}::MAP(VARCHAR, VARCHAR)})
         TO '${join(folder, '_delta_log', fileOf(2, 'checkpoint.parquet'))}' (FORMAT parquet)`,
    ]);
    expect((await read('old.delta')).rows).toEqual([[1], [3]]);
  });

  it('changes its fingerprint with every version', async () => {
    const folder = await makeTable(
      'grows.delta',
      { '1.parquet': 'SELECT 1::BIGINT AS a' },
      { 0: [metaData([A]), add('1.parquet')] },
    );
    const before = (await read('grows.delta')).dataset.fingerprint;
    await writeFile(join(folder, '_delta_log', fileOf(1)), JSON.stringify({ commitInfo: {} }));
    expect((await read('grows.delta')).dataset.fingerprint).not.toBe(before);
  });
});

describe('a Delta table is refused', () => {
  const files = { '1.parquet': 'SELECT 1::BIGINT AS a' };
  it.each([
    ['deletion vectors', [metaData([A]), add('1.parquet', {}, { deletionVector: { storageType: 'u' } })]],
    ['column mapping', [metaData([A], [], { 'delta.columnMapping.mode': 'name' }), add('1.parquet')]],
    [
      'the reader feature "typeWidening"',
      [{ protocol: { minReaderVersion: 3, readerFeatures: ['typeWidening'] } }, metaData([A]), add('1.parquet')],
    ],
  ])('for %s', async (reason, actions) => {
    await makeTable('refused.delta', files, { 0: actions });
    await expect(read('refused.delta')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(reason),
    });
  });

  it('with a gap in its log', async () => {
    await rm(space.path('gap.delta'), { recursive: true, force: true });
    await makeTable('gap.delta', files, { 0: [metaData([A]), add('1.parquet')], 2: [{ commitInfo: {} }] });
    await expect(read('gap.delta')).rejects.toMatchObject({ message: expect.stringContaining('commit 1 is missing') });
  });

  it('when a file that its log names leads out of the root', async () => {
    await makeTable('outside.delta', files, { 0: [metaData([A]), add('file:/etc/passwd')] });
    await expect(read('outside.delta')).rejects.toMatchObject({ code: 'permission_denied' });
    await makeTable('outside2.delta', files, { 0: [metaData([A]), add('../../../../../../etc/passwd')] });
    await expect(read('outside2.delta')).rejects.toMatchObject({ code: 'permission_denied' });
  });
});
