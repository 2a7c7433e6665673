import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactDistances } from '../../src/profile/exact.ts';
import { type Lab, makeLab, WHOLE } from './data.ts';
import { plainDistances } from './distances.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

function literal(x: number | null): string {
  if (x === null) return 'NULL';
  return `CAST('${Object.is(x, -0) ? '-0' : x}' AS DOUBLE)`;
}
async function measure(a: readonly (number | null)[], b: readonly (number | null)[]) {
  const side = async (values: readonly (number | null)[]) => {
    const rows = values.map((x) => `(${literal(x)})`).join(', ');
    const dataset = await lab.dataset(`SELECT x FROM (VALUES ${rows}) AS t(x)`);
    return { dataset, timestampColumn: null, range: WHOLE };
  };
  return (await exactDistances(lab.warehouse, await side(a), await side(b), ['x'])).columns.x;
}
const series = (n: number, f: (i: number) => number) => Array.from({ length: n }, (_, i) => f(i));

describe('exactDistances()', () => {
  it.each<[string, number[], number[]]>([
    ['a shift', series(200, (i) => Math.sin(i)), series(150, (i) => Math.sin(i) + 0.3)],
    ['ties', series(100, (i) => i % 5), series(77, (i) => i % 7)],
    ['an outlier', [...series(99, (i) => i / 99), 1e6], series(100, (i) => i / 100)],
    ['a large offset', series(300, (i) => 1e9 + Math.sin(i) / 1000), series(300, (i) => 1e9 + Math.cos(i) / 900)],
    ['the same values', [1, 2, 3], [3, 2, 1]],
    ['values far apart', [0, 1], [10, 11, 12]],
  ])('equals the definition for %s', async (_, a, b) => {
    const found = (await measure(a, b))!;
    const wanted = plainDistances(a, b);
    expect(found.ks).toBeCloseTo(wanted.ks, 12);
    expect(Math.abs(found.wasserstein - wanted.wasserstein)).toBeLessThanOrEqual(1e-9 * wanted.wasserstein);
  });

  it('gives the numbers of scipy', async () => {
    // ks_2samp([0, 1, 3, 7], [5, 6, 8, 8, 2]).statistic; wasserstein_distance(...) / numpy.std([0, 1, 3, 7])
    const found = (await measure([0, 1, 3, 7], [5, 6, 8, 8, 2]))!;
    expect(found.ks).toBeCloseTo(0.55, 12);
    expect(found.wasserstein).toBeCloseTo(3.05 / 2.680951323690902, 12);
  });

  it('leaves out what is missing or not finite', async () => {
    const odd = [null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(await measure([1, 2, ...odd], [2, 3, ...odd])).toEqual(await measure([1, 2], [2, 3]));
  });

  it('takes -0 and 0 for one value', async () => {
    expect(await measure([-0, 1], [0, 1])).toEqual({ ks: 0, wasserstein: 0 });
  });

  it('does not divide by the spread of a constant', async () => {
    expect(await measure([5, 5], [7, 7])).toEqual({ ks: 1, wasserstein: 2 });
  });

  it('has no distance where a side has no finite value', async () => {
    expect(await measure([null, Number.NaN], [1])).toBeUndefined();
    expect(await measure([1], [null])).toBeUndefined();
  });
});
