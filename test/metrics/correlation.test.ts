import { describe, expect, it } from 'vitest';
import { chanceOfChange } from '../../src/metrics/correlation.ts';
import { type CorrelationSums, correlationOf } from '../../src/stats/correlation.ts';
import { normalSf } from '../../src/stats/distributions.ts';
import { createRandom } from '../../src/stats/random.ts';

const random = createRandom(7);
type Row = readonly [number, number];

function normalPair(r: number): Row {
  const [radius, angle] = [Math.sqrt(-2 * Math.log(1 - random.uniform())), 2 * Math.PI * random.uniform()];
  const [a, b] = [radius * Math.cos(angle), radius * Math.sin(angle)];
  return [a, r * a + Math.sqrt(1 - r * r) * b];
}

/** Rows of two columns whose logarithms, where `isHeavy`, are normal with correlation `r`. */
function draw(count: number, r: number, isHeavy: boolean): Row[] {
  return Array.from({ length: count }, () => {
    const [a, b] = normalPair(r);
    return isHeavy ? ([Math.exp(a), Math.exp(b)] as const) : ([a, b] as const);
  });
}

function sumsOf(rows: readonly Row[]): CorrelationSums {
  const total = (pick: (row: Row) => number): number => rows.reduce((sum, row) => sum + pick(row), 0);
  return {
    count: rows.length,
    x: total(([x]) => x),
    y: total(([, y]) => y),
    xx: total(([x]) => x * x),
    yy: total(([, y]) => y * y),
    xy: total(([x, y]) => x * y),
  };
}

function noiseOf(rows: readonly Row[]): { spread: number; tail: number } {
  const sums = sumsOf(rows);
  const r = correlationOf(sums)!;
  const [x, y] = [sums.x / sums.count, sums.y / sums.count];
  const [sx, sy] = [Math.sqrt(sums.xx! / sums.count - x * x), Math.sqrt(sums.yy! / sums.count - y * y)];
  const squares = rows.map(([a, b]) => {
    const [u, v] = [(a - x) / sx, (b - y) / sy];
    return (u * v - (r / 2) * (u * u + v * v)) ** 2;
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  return { spread: mean(squares), tail: mean(squares.map((one) => one * one)) / mean(squares) ** 2 };
}

/** Alarms among 1,000 pairs of samples: changes over 0.2 that pass p < .005, by this test and by Fisher's. */
function countAlarms(r: number, after: number, size: number, isHeavy: boolean): { ours: number; fisher: number } {
  const alarms = { ours: 0, fisher: 0 };
  const pairs = 250;
  for (let i = 0; i < pairs; i++) {
    const before = draw(2000, r, isHeavy);
    const reference = { r: correlationOf(sumsOf(before))!, count: before.length };
    const current = { r: correlationOf(sumsOf(draw(size, after, isHeavy)))!, count: size };
    if (Math.abs(reference.r - current.r) <= 0.2) continue;
    if (chanceOfChange(reference, current, noiseOf(before)) < 0.005) alarms.ours += 1000 / pairs;
    const z = (Math.atanh(reference.r) - Math.atanh(current.r)) / Math.sqrt(1 / (before.length - 3) + 1 / (size - 3));
    if (2 * normalSf(Math.abs(z)) < 0.005) alarms.fisher += 1000 / pairs;
  }
  return alarms;
}

describe('a change of correlation', () => {
  it("is seldom seen where nothing changed, heavy tails or not; Fisher's z sees it in one heavy pair of ten", () => {
    for (const r of [0, 0.5, 0.8]) {
      for (const size of [60, 300]) {
        expect(countAlarms(r, r, size, false).ours).toBeLessThanOrEqual(10);
        expect(countAlarms(r, r, size, true).ours).toBeLessThanOrEqual(10);
      }
    }
    expect(countAlarms(0.5, 0.5, 60, true).fisher).toBeGreaterThan(50);
  });

  it('is seen where there is one: at 300 rows always of normal columns, of heavy ones with 2,000', () => {
    expect(countAlarms(0, 0.5, 300, false).ours).toBe(1000);
    expect(countAlarms(0.2, 0.9, 2000, true).ours).toBeGreaterThan(800);
  });

  it('cannot be chance where columns moved as one and do so no more', () => {
    const known = { spread: 0, tail: 1 };
    expect(chanceOfChange({ r: 1, count: 100 }, { r: 0.5, count: 100 }, known)).toBe(0);
    expect(chanceOfChange({ r: 1, count: 100 }, { r: 1, count: 100 }, known)).toBe(1);
  });
});

describe('a correlation', () => {
  it('is null of a constant, also far from the center, of one row, and after an overflow', () => {
    expect(
      correlationOf(
        sumsOf([
          [0.1, 1],
          [0.1, 2],
          [0.1, 4],
        ]),
      ),
    ).toBeNull();
    expect(correlationOf(sumsOf(Array.from({ length: 999 }, (_, i): Row => [1234.567, i])))).toBeNull();
    expect(correlationOf(sumsOf([[1, 2]]))).toBeNull();
    expect(
      correlationOf({
        ...sumsOf([
          [1, 2],
          [2, 3],
        ]),
        xy: null,
      }),
    ).toBeNull();
  });

  it('is never beyond 1, whatever the last digits of the sums say', () => {
    for (let i = 0; i < 200; i++) {
      const rows = draw(5, 0, true).map(([x]): Row => [x, 0.1 + x / 3]);
      expect(correlationOf(sumsOf(rows))).toBeLessThanOrEqual(1);
      expect(correlationOf(sumsOf(rows))).toBeGreaterThan(0.999999);
    }
  });
});
