import { describe, expect, it } from 'vitest';
import { pickTicks, pickTimeTicks, roundStepUp } from '../../src/charts/ticks.ts';

const DAY_MS = 86_400_000;

describe('ticks', () => {
  it('stand on round values without the dirt of binary fractions', () => {
    expect(pickTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(pickTicks(-35, 40, 4)).toEqual([-20, 0, 20, 40]);
  });

  it('are one for a range of no width', () => {
    expect(pickTicks(3, 3, 5)).toEqual([3]);
  });

  it('grow by 1, 2 and 5', () => {
    expect([0.7, 1, 1.2, 3, 7e9].map((size) => roundStepUp(size))).toEqual([1, 1, 2, 5, 1e10]);
  });
});

describe('ticks of time', () => {
  const days = (at: readonly number[]): string[] => at.map((instant) => new Date(instant).toISOString().slice(0, 10));

  it('stand on first days of months', () => {
    const { at } = pickTimeTicks(Date.UTC(2026, 0, 20), Date.UTC(2026, 3, 20), 3);
    expect(days(at)).toEqual(['2026-02-01', '2026-03-01', '2026-04-01']);
  });

  it('are not finer than what they count', () => {
    const { at } = pickTimeTicks(Date.UTC(2026, 0, 19, 12), Date.UTC(2026, 0, 20, 12), 6, DAY_MS);
    expect(days(at)).toEqual(['2026-01-20']);
  });

  it('are hours where there is less than a day', () => {
    const { at } = pickTimeTicks(Date.UTC(2026, 0, 20, 1), Date.UTC(2026, 0, 20, 20), 4);
    expect(at.map((instant) => new Date(instant).getUTCHours())).toEqual([6, 12, 18]);
  });

  it.each([3, 40, 400, 4000, 40_000])('are few over %d days', (count) => {
    expect(pickTimeTicks(0, count * DAY_MS, 6).at.length).toBeLessThanOrEqual(6);
    expect(pickTimeTicks(0, count * DAY_MS, 6).at.length).toBeGreaterThan(0);
  });
});
