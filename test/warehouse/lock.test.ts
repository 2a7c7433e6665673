import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Warehouse } from '../../src/warehouse/types.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

let space: Workspace;
let warehouse: Warehouse;

beforeAll(async () => {
  space = await makeWorkspace();
  await space.run(['CREATE TABLE t AS SELECT 1 AS a'], 'shop.duckdb');
  await space.run([`COPY (SELECT 1 AS a) TO '${space.path('mine.parquet')}'`]);
  await writeFile(space.path('secret.csv'), 'a\n1\n');
  warehouse = await space.open({ database: space.path('shop.duckdb') });
  await warehouse.resolve('dbfs:/mine.parquet', 'current', null);
});
afterAll(() => space.dispose());

const attempt = (sql: string) => warehouse.query(sql).catch((error: unknown) => error);

describe('a custom statement', () => {
  it('reads the resolved dataset and the database', async () => {
    expect((await warehouse.query(`SELECT a FROM read_parquet('${space.path('mine.parquet')}')`)).rows).toEqual([[1]]);
    expect((await warehouse.query('SELECT a FROM shop.t')).rows).toEqual([[1]]);
  });

  it.each([
    ['the system', "SELECT * FROM read_csv('/etc/passwd')"],
    ['the system as text', "SELECT content FROM read_text('/etc/passwd')"],
    ['the system in a subquery', "SELECT sum((SELECT count(*) FROM read_csv('/etc/passwd')))"],
    ['the system through a query in a text', "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')"],
    ['the names of files', "SELECT * FROM glob('/etc/*')"],
    ['the process', "SELECT * FROM read_text('/proc/self/environ')"],
    ['the network', "SELECT * FROM read_csv('https://localhost/x.csv')"],
  ])('cannot read %s', async (_, sql) => {
    expect(await attempt(sql)).toMatchObject({ code: expect.stringMatching(/permission_denied|compute_unavailable/) });
  });

  it('cannot read a neighbour of the resolved file', async () => {
    expect(await attempt(`SELECT * FROM read_csv('${space.path('secret.csv')}')`)).toMatchObject({
      code: 'permission_denied',
    });
  });

  it('cannot look for files after a pattern was looked for and a CSV file was read', async () => {
    await writeFile(space.path('own.csv'), 'a\n1\n');
    const other = await space.open();
    const names = { reference: 'dbfs:/min*.parquet', current: 'dbfs:/own.csv', labels: null };
    const { reference } = await other.resolveAll(names, null);
    expect((await other.query(`SELECT a FROM ${reference.fromSql}`)).rows).toEqual([[1]]);
    for (const sql of [`FROM glob('${space.path('*')}')`, `FROM read_csv('${space.path('secret.csv')}')`]) {
      await expect(other.query(`SELECT * ${sql}`)).rejects.toMatchObject({ code: 'permission_denied' });
    }
  });

  it.each([
    'INSERT INTO shop.t VALUES (2)',
    'CREATE TABLE u AS SELECT 1',
    'SET enable_external_access = true',
    'PRAGMA database_list; SELECT 1',
    'SELECT 1; DROP TABLE shop.t',
    'INSTALL httpfs',
    'CALL pragma_version()',
    'EXPLAIN SELECT 1',
    'DELETE FROM shop.t',
    'PRAGMA version',
    'SELECT 1) AS a, (SELECT 2',
    'SELECT 1) AS a; DROP TABLE shop.t; SELECT * FROM (SELECT 2',
  ])('cannot be %s', async (sql) => {
    expect(await attempt(sql)).toMatchObject({ code: 'invalid_input' });
    expect((await warehouse.query('SELECT count(*) FROM shop.t')).rows).toEqual([[1]]);
  });

  it('cannot write a file or attach a database', async () => {
    const file = space.path('out.csv');
    expect(await attempt(`COPY (SELECT 1) TO '${file}'`)).toBeInstanceOf(Error);
    expect(await attempt(`ATTACH '${space.path('new.duckdb')}' AS n`)).toBeInstanceOf(Error);
    expect(existsSync(file) || existsSync(space.path('new.duckdb'))).toBe(false);
  });

  it('cannot see the environment', async () => {
    expect(await attempt("SELECT getenv('HOME')")).toMatchObject({ code: 'metric_not_supported' });
  });
});
