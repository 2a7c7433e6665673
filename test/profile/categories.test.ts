import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CategoricalGrid } from '../../src/profile/types.ts';
import { categorical, categoricalOf, type Lab, makeLab } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

async function fitOne(select: string, topCategories = 100) {
  const dataset = await lab.dataset(select);
  const { grids, reference } = await lab.fit(dataset, categorical('s'), { topCategories });
  return { dataset, grids, grid: grids.columns.s as CategoricalGrid, profile: categoricalOf(reference, 's') };
}

const HOSTILE = [
  "it's",
  "'; DROP TABLE t; --",
  'a"b',
  'back\\slash',
  'ß 漢字 🎈',
  '',
  ' x ',
  'X',
  'x',
  'NULL',
  '%s $1 \n',
];

describe('a categorical column', () => {
  it('is counted by value, the commonest first, NULL apart from the empty text', async () => {
    const { grid, profile } = await fitOne("SELECT * FROM (VALUES ('b'), ('b'), ('a'), (''), (NULL)) AS t(s)");
    expect(grid).toEqual({ kind: 'categorical', values: ['b', '', 'a'], isComplete: true });
    expect(profile).toEqual({
      kind: 'categorical',
      rows: 5,
      nulls: 1,
      invalid: 0,
      counts: [2, 1, 1],
      other: 0,
      unseen: [],
    });
  });

  it('keeps hostile values apart and whole', async () => {
    const rows = HOSTILE.map((value) => `('${value.replaceAll("'", "''")}')`).join(', ');
    const { grid, profile } = await fitOne(`SELECT * FROM (VALUES ${rows}) AS t(s)`);
    expect([...grid.values].sort()).toEqual([...HOSTILE].sort());
    expect(profile.counts).toEqual(HOSTILE.map(() => 1));
  });

  it('names the commonest unseen values, and adds the others up', async () => {
    const { grids } = await fitOne("SELECT 'known' AS s");
    const dataset = await lab.dataset(
      "SELECT CASE WHEN i < 50 THEN 'new ' || (i % 5) ELSE 'rare ' || i END AS s FROM range(70) AS r(i)",
    );
    const { slices } = await lab.slices(dataset, categorical('s'), { grids });
    const profile = categoricalOf(slices[0]!.profile, 's');
    expect(profile.unseen).toHaveLength(10);
    expect(profile.unseen.slice(0, 2)).toEqual([
      { value: 'new 0', count: 10 },
      { value: 'new 1', count: 10 },
    ]);
    expect(profile.other).toBe(15);
    expect(profile.counts).toEqual([0]);
  });

  it('has no unseen values where the reference has more than are counted by name', async () => {
    const { grid, profile, grids } = await fitOne("SELECT 'v' || (i % 7) AS s FROM range(70) AS r(i)", 3);
    expect(grid).toEqual({ kind: 'categorical', values: ['v0', 'v1', 'v2'], isComplete: false });
    expect(profile).toMatchObject({ counts: [10, 10, 10], other: 40, unseen: [] });
    const dataset = await lab.dataset("SELECT 'never seen' AS s");
    const { slices } = await lab.slices(dataset, categorical('s'), { grids });
    expect(categoricalOf(slices[0]!.profile, 's')).toMatchObject({ other: 1, unseen: [] });
  });

  it.each([
    ['booleans', 'i % 2 = 0', ['false', 'true']],
    ['whole numbers', 'i % 2', ['0', '1']],
    ['doubles that are whole', 'CAST(i % 2 AS DOUBLE)', ['0', '1']],
    ['doubles with a fraction', 'i % 2 + 0.5e0', ['0.5', '1.5']],
    ['decimals', 'CAST(i % 2 AS DECIMAL(9, 2))', ['0', '1']],
    ['dates', "DATE '2026-01-01' + CAST(i % 2 AS INTEGER)", ['2026-01-01', '2026-01-02']],
  ])('of %s is text', async (_, expression, values) => {
    const { grid } = await fitOne(`SELECT ${expression} AS s FROM range(10) AS r(i)`);
    expect([...grid.values].sort()).toEqual(values);
  });

  it('tells texts apart by their first 200 characters', async () => {
    const { grid, profile } = await fitOne("SELECT repeat('ß', 200) || i AS s FROM range(5) AS r(i)");
    expect(grid.values).toEqual(['ß'.repeat(200)]);
    expect(profile.counts).toEqual([5]);
  });

  it('may be empty or NULL throughout', async () => {
    const none = await fitOne("SELECT 'a' AS s WHERE FALSE");
    expect(none.profile).toMatchObject({ rows: 0, counts: [] });
    const nulls = await fitOne('SELECT CAST(NULL AS VARCHAR) AS s FROM range(3)');
    expect(nulls.profile).toMatchObject({ rows: 3, nulls: 3, counts: [] });
  });

  it('counts a value that SQL cannot name among the others', async () => {
    const { grid, profile } = await fitOne(
      "SELECT CASE WHEN i = 0 THEN 'a' || chr(0) || 'b' ELSE 'a' END AS s FROM range(3) AS r(i)",
    );
    expect(grid).toMatchObject({ values: ['a'], isComplete: false });
    expect(profile).toMatchObject({ counts: [2], other: 1 });
  });

  it('may have a name that mlmon uses itself', async () => {
    const names = ['slice', 'c0', 'c1', 'k', 'v', 'n', 'seconds', 'row_count'];
    const list = names.map((name, index) => `'${index}' AS ${name}`).join(', ');
    const { reference } = await lab.fit(await lab.dataset(`SELECT ${list}`), categorical(...names));
    expect(names.map((name) => categoricalOf(reference, name).counts)).toEqual(names.map(() => [1]));
  });

  it('may have a name that is SQL', async () => {
    const name = 'a"b\'; DROP TABLE x; -- ß';
    const dataset = await lab.dataset(`SELECT 'v' AS "${name.replaceAll('"', '""')}"`);
    const { reference } = await lab.fit(dataset, categorical(name));
    expect(categoricalOf(reference, name).counts).toEqual([1]);
  });
});
