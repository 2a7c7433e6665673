import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCells } from '../../src/drift/cells.ts';
import { measureArea, type NumericPair } from '../../src/drift/curve.ts';
import { METHODS } from '../../src/drift/index.ts';
import { findParts } from '../../src/rootcause/find-parts.ts';
import { CELL_METHODS, splitOverCells } from '../../src/rootcause/split-cells.ts';
import { splitOverTenths } from '../../src/rootcause/split-tenths.ts';
import { categoricalPair, normals, numericPair } from '../drift/support.ts';

const add = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const counts = fc.array(fc.nat(1000), { minLength: 2, maxLength: 30 });

describe('the parts of a distance', () => {
  it.each(CELL_METHODS)('add up to %s, whatever the counts', (method) => {
    const isRoot = method === 'js_distance' || method === 'chi_square';
    fc.assert(
      fc.property(counts, counts, (before, after) => {
        const length = Math.min(before.length, after.length);
        const pair = categoricalPair([...before.slice(0, length), 1], [...after.slice(0, length), 1]);
        const value = METHODS[method].value(pair);
        const total = add(splitOverCells(countCells(pair), method));
        expect(isRoot ? Math.sqrt(total) : total).toBeCloseTo(value, 9);
        expect(add(findParts(pair, method, value).map(({ contribution }) => contribution))).toBeCloseTo(value, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('of quantile curves that cross within a tenth lose nothing of the area between them', () => {
    // Evenly spread over [0, 1] before, over [-0.35, 1.25] now: the curves cross at the share 7/12.
    const values = (cells: readonly number[]) =>
      cells.flatMap((count, i) => new Array<number>(count).fill([-0.35, 0, 1][i]!));
    const edges = [-0.35, 0, 1, 1.25];
    const grid = { ...(numericPair([0], [0]) as NumericPair).grid, edges, decileEdges: [], isDiscrete: false };
    const pair = numericPair(values([0, 100, 0]), values([35, 100, 25]), grid) as NumericPair;
    const exact = (0.6 * (7 / 12) ** 2 + 0.6 * (5 / 12) ** 2) / 2;
    expect(add(splitOverTenths(pair).map(({ area }) => area))).toBeCloseTo(exact, 9);
  });

  it('of a mean that rose are tenths that rose alone', () => {
    const before = normals(11, 4000).sort((a, b) => a - b);
    const now = before.map((value, i) => (i < 400 ? value - 2 : value + 1));
    const pair = numericPair(before, now);
    const parts = findParts(pair, 'z_score', METHODS.z_score.value(pair));
    expect(parts.length).toBeGreaterThan(0);
    for (const { contribution, reference, current } of parts)
      if (contribution > 0) expect(current).toBeGreaterThan(reference);
  });

  it('of quantiles add up to the area between the curves, and their means to the means', () => {
    const pair = numericPair(normals(1, 4000), normals(2, 3000, 0.4, 1.5)) as NumericPair;
    const tenths = splitOverTenths(pair);
    expect(add(tenths.map(({ area }) => area)) / measureArea(pair)).toBeCloseTo(1, 2);
    expect(add(tenths.map(({ current }) => current)) / 10).toBeCloseTo(0.4, 1);
    expect(tenths[9]!.current - tenths[9]!.reference).toBeCloseTo(10 * tenths[9]!.area, 9);
  });

  it('of a few values are exact: three in ten go from 0 to 7', () => {
    const before = Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : 7));
    const after = Array.from({ length: 100 }, (_, i) => (i < 30 ? 0 : 7));
    const pair = numericPair(before, after) as NumericPair;
    expect(splitOverTenths(pair).map(({ area }) => Number(area.toFixed(9)))).toEqual([
      0, 0, 0, 0.7, 0.7, 0.7, 0, 0, 0, 0,
    ]);
    const [part] = findParts(pair, 'wasserstein', 0.5);
    expect(part).toMatchObject({ place: { kind: 'tenths', first: 3, last: 5 }, reference: 0, current: 7 });
    expect(part!.contribution).toBeCloseTo(0.5, 9);
  });

  it('join neighbours that moved the same way, and leave out what hardly did', () => {
    const before = normals(1, 5000);
    const after = [...normals(2, 4000), ...normals(3, 1000, 4, 0.1)];
    const [part] = findParts(numericPair(before, after), 'psi', 1);
    expect(part!.place).toMatchObject({ kind: 'range', to: null });
    expect(part!.current - part!.reference).toBeGreaterThan(0.15);
    expect(part!.contribution).toBeGreaterThan(0.6);
  });

  it('are none where nothing moved', () => {
    const pair = numericPair(normals(1, 500), normals(1, 500));
    expect(findParts(pair, 'wasserstein', 0)).toEqual([]);
    expect(findParts(categoricalPair([5, 5], [5, 5]), 'js_distance', 0)).toEqual([]);
  });
});
