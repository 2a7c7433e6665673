import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkspace, type Workspace } from './workspace.ts';

let space: Workspace;
const HOSTILE = 'it\'s "odd"; DROP TABLE t; -- ß';

beforeAll(async () => {
  space = await makeWorkspace();
  await space.run(
    [
      'CREATE TABLE churn AS SELECT 1 AS a, TRUE AS b',
      'CREATE SCHEMA gold',
      'CREATE TABLE gold.facts AS SELECT 2 AS a',
      'CREATE VIEW gold.seen AS SELECT a + 1 AS a FROM gold.facts',
      `CREATE TABLE "${HOSTILE.replaceAll('"', '""')}" AS SELECT 7 AS "we""ird"`,
    ],
    'shop.duckdb',
  );
  await mkdir(space.path('parts/day=1'), { recursive: true });
  await mkdir(space.path('parts/day=2'), { recursive: true });
  await space.run([
    `COPY (SELECT 1 AS a, TIMESTAMP '2026-01-01' AS t) TO '${space.path('one.parquet')}'`,
    `COPY (SELECT 1 AS a) TO '${space.path('parts/day=1/x.parquet')}'`,
    `COPY (SELECT 2 AS a) TO '${space.path('parts/day=2/y.parquet')}'`,
    `COPY (SELECT 5 AS a, 'x' AS s) TO '${space.path('bare.delta')}' (FORMAT parquet)`,
  ]);
  await writeFile(space.path('plain.csv'), 'n;s;d\n1,5;"a;b";2026-01-01\n2,5;c;2026-01-02\n');
  await symlink('/etc', space.path('escape'));
});
afterAll(() => space.dispose());

async function first(name: string, baseDir: string | null = null) {
  const warehouse = await space.open({ database: space.path('shop.duckdb') });
  const dataset = await warehouse.resolve(name, 'current', baseDir);
  const { rows } = await warehouse.query(`SELECT * FROM ${dataset.fromSql} ORDER BY 1`);
  return { dataset, rows };
}

describe('resolve() finds', () => {
  it.each([
    ['a table', 'churn', [[1, true]]],
    ['a table whatever its case', 'CHURN', [[1, true]]],
    ['a schema and a table', 'gold.facts', [[2]]],
    ['a catalog, a schema and a table', 'shop.gold.facts', [[2]]],
    ['a view', 'gold.seen', [[3]]],
    ['a table that only one schema has', 'facts', [[2]]],
    ['a Parquet file', 'dbfs:/one.parquet', [[1, Date.UTC(2026, 0, 1)]]],
    [
      'a folder of Parquet parts',
      'dbfs:/parts',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    ['files by a pattern', 'dbfs:/parts/*/y.parquet', [[2, 2]]],
    ['a Parquet file that is called .delta', 'dbfs:/bare.delta', [[5, 'x']]],
  ])('%s', async (_, name, rows) => {
    expect((await first(name)).rows).toEqual(rows);
  });

  it('a quoted name that is SQL itself', async () => {
    const { dataset, rows } = await first(`"${HOSTILE.replaceAll('"', '""')}"`);
    expect(rows).toEqual([[7]]);
    expect(dataset.columns).toEqual([{ name: 'we"ird', type: 'INTEGER', kind: 'numeric' }]);
  });

  it('a CSV file with a separator and a decimal comma of its own, read alike each time', async () => {
    const { dataset, rows } = await first('dbfs:/plain.csv');
    expect(rows).toEqual([
      ['1,5', 'a;b', Date.UTC(2026, 0, 1)],
      ['2,5', 'c', Date.UTC(2026, 0, 2)],
    ]);
    expect(dataset.columns.map((column) => column.kind)).toEqual(['categorical', 'categorical', 'timestamp']);
    expect(dataset.fromSql).toContain('auto_detect = false');
  });

  it('dbfs paths under the folder of the monitor where there is no root', async () => {
    const warehouse = await space.open({ root: null });
    expect((await warehouse.resolve('dbfs:/one.parquet', 'reference', space.dir)).columns).toHaveLength(2);
    expect((await warehouse.resolve('./one.parquet', 'reference', space.dir)).columns).toHaveLength(2);
  });

  it('says what tells where dbfs:/ is, where a path under it is not there and nothing tells', async () => {
    const hintOf = async (root: string | null) => {
      const warehouse = await space.open({ root });
      const failure: unknown = await warehouse.resolve('dbfs:/gone', 'reference', space.dir).catch((error) => error);
      return (failure as { hint: string }).hint;
    };
    expect(await hintOf(null)).toMatch(/DUCKDB_ROOT says which folder dbfs:\/ stands for\.$/);
    expect(await hintOf(space.dir)).toMatch(/or put the dataset there\.$/);
  });
});

describe('resolve() changes the fingerprint', () => {
  it('with the file, and with it alone', async () => {
    const warehouse = await space.open();
    const file = space.path('changing.parquet');
    await space.run([`COPY (SELECT 1 AS a) TO '${file}'`]);
    const before = await warehouse.resolve('dbfs:/changing.parquet', 'current', null);
    expect((await warehouse.resolve('dbfs:/changing.parquet', 'current', null)).fingerprint).toBe(before.fingerprint);
    await space.run([`COPY (SELECT range AS a FROM range(9)) TO '${file}'`]);
    const after = await warehouse.resolve('dbfs:/changing.parquet', 'current', null);
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect((await warehouse.query(`SELECT count(*) FROM ${after.fromSql}`)).rows).toEqual([[9]]);
  });
});

describe('a file that is written anew', () => {
  it('is read anew by the next statement, though its footer was kept', async () => {
    const warehouse = await space.open();
    const file = space.path('again.parquet');
    const write = (from: number) =>
      space.run([`COPY (SELECT range AS a FROM range(${from}, ${from + 1000})) TO '${file}'`]);
    await write(0);
    const { fromSql } = await warehouse.resolve('dbfs:/again.parquet', 'current', null);
    const sql = `SELECT min(a), max(a), sum(a) FROM ${fromSql} WHERE a >= 0`;
    expect((await warehouse.query(sql)).rows).toEqual([[0, 999, 499_500]]);
    await write(5000);
    expect((await warehouse.query(sql)).rows).toEqual([[5000, 5999, 5_499_500]]);
  });
});

describe('a database whose last writer ended early', () => {
  it('is read with the rows that stand in the log beside it, and is another one than before', async () => {
    await space.run(['CREATE TABLE t AS SELECT 1 AS a'], 'log.duckdb');
    const warehouse = await space.open({ database: space.path('log.duckdb') });
    const read = async () => {
      const { fromSql, fingerprint } = await warehouse.resolve('t', 'current', null);
      return { fingerprint, rows: (await warehouse.query(`SELECT count(*) FROM ${fromSql}`)).rows };
    };
    const before = await read();
    expect(await read()).toEqual(before);
    await space.run(['PRAGMA disable_checkpoint_on_shutdown', 'INSERT INTO t VALUES (2)'], 'log.duckdb');
    const after = await read();
    expect(after.rows).toEqual([[2]]);
    expect(after.fingerprint).not.toBe(before.fingerprint);
  });
});

describe('resolveAll()', () => {
  it('finds datasets of every kind together, and without labels where there are none', async () => {
    const warehouse = await space.open({ database: space.path('shop.duckdb') });
    const names = { reference: 'dbfs:/parts/*/y.parquet', current: 'gold.facts', labels: 'dbfs:/plain.csv' };
    const { reference, current, labels } = await warehouse.resolveAll(names, null);
    const found = [reference, current, labels!];
    expect(found.map(({ name }) => name)).toEqual(Object.values(names));
    const counts = found.map(({ fromSql }) => warehouse.query(`SELECT count(*) FROM ${fromSql}`));
    expect((await Promise.all(counts)).map(({ rows }) => rows)).toEqual([[[1]], [[1]], [[2]]]);
    expect(await warehouse.resolveAll({ ...names, labels: null }, null)).toMatchObject({ labels: null });
  });
});

describe('resolve() refuses', () => {
  const refuse = async (name: string, role: 'reference' | 'current', baseDir: string | null = null) => {
    const warehouse = await space.open({ database: space.path('shop.duckdb') });
    return warehouse.resolve(name, role, baseDir).catch((error: unknown) => error);
  };

  it('a missing reference, naming the nearest table', async () => {
    expect(await refuse('gold.fact', 'reference')).toMatchObject({
      code: 'reference_not_found',
      message: 'Reference dataset not found: gold.fact',
      hint: expect.stringContaining('Did you mean "gold.facts"?'),
    });
  });
  it('a missing file, naming the path it looked at and the nearest file', async () => {
    expect(await refuse('dbfs:/two/one.parquet', 'current')).toMatchObject({
      code: 'dataset_not_found',
      hint: expect.stringContaining(space.path('two/one.parquet')),
    });
    expect(await refuse('dbfs:/onee.parquet', 'current')).toMatchObject({
      hint: expect.stringContaining('Did you mean "one.parquet"?'),
    });
  });
  it('paths that leave the root, also through a link', async () => {
    expect(await refuse('dbfs:/../../etc/passwd', 'current')).toMatchObject({ code: 'permission_denied' });
    expect(await refuse('/etc/passwd', 'current')).toMatchObject({ code: 'permission_denied' });
    expect(await refuse('dbfs:/escape/passwd', 'current')).toMatchObject({ code: 'permission_denied' });
    expect(await refuse('dbfs:/escape/pass*', 'current')).toMatchObject({ code: 'permission_denied' });
  });
  it('cloud storage', async () => {
    expect(await refuse('s3://bucket/x.parquet', 'current')).toMatchObject({ code: 'invalid_input' });
  });
  it('a folder without data', async () => {
    await mkdir(space.path('empty'), { recursive: true });
    expect(await refuse('dbfs:/empty', 'reference')).toMatchObject({ code: 'reference_not_found' });
  });
  it('a database that is none, with what DuckDB says of it', async () => {
    await writeFile(space.path('notes.duckdb'), 'no database');
    const warehouse = await space.open({ database: space.path('notes.duckdb') });
    await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({
      message: expect.stringMatching(/notes\.duckdb: .*not a valid DuckDB database file/),
      hint: expect.stringContaining('DUCKDB_DATABASE'),
    });
  });
  it('a view over files, with the way to read them', async () => {
    await space.run(["CREATE VIEW v AS SELECT * FROM read_csv_auto('/etc/hosts')"], 'views.duckdb');
    const warehouse = await space.open({ database: space.path('views.duckdb') });
    await expect(warehouse.resolve('v', 'current', null)).rejects.toMatchObject({
      code: 'permission_denied',
      hint: expect.stringContaining('name the files in the monitor'),
    });
  });
  it('a database that does not exist', async () => {
    const failure = await space.open({ database: space.path('none.duckdb') }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'compute_unavailable', message: expect.stringContaining('none.duckdb') });
  });
});
