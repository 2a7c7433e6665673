import { describe, expect, it } from 'vitest';
import { listSlices, rangeSql, sliceStart } from '../../src/profile/range.ts';
import { DUCKDB } from '../../src/warehouse/dialect.ts';

const HOUR = 3_600_000;

describe('rangeSql()', () => {
  it('is closed at the beginning and open at the end', () => {
    expect(rangeSql(DUCKDB, 'at', { fromAt: 0, toAt: HOUR })).toBe(
      `"at" >= TIMESTAMP '1970-01-01 00:00:00.000' AND "at" < TIMESTAMP '1970-01-01 01:00:00.000'`,
    );
  });
  it('is TRUE where nothing bounds it', () => {
    expect(rangeSql(DUCKDB, 'at', { fromAt: null, toAt: null })).toBe('TRUE');
    expect(rangeSql(DUCKDB, null, { fromAt: 0, toAt: 1 })).toBe('TRUE');
  });
});

describe('sliceStart()', () => {
  it('rounds down, also before 1970', () => {
    expect(sliceStart(HOUR + 1, '1 hour')).toBe(HOUR);
    expect(sliceStart(-1, '1 hour')).toBe(-HOUR);
    expect(sliceStart(Date.UTC(2026, 0, 2, 23, 59), '1 day')).toBe(Date.UTC(2026, 0, 2));
  });
});

describe('listSlices()', () => {
  it('lists every slice that the range touches', () => {
    expect(listSlices({ fromAt: 0, toAt: 3 * HOUR }, '1 hour')).toEqual([0, HOUR, 2 * HOUR]);
    expect(listSlices({ fromAt: 1, toAt: HOUR + 1 }, '1 hour')).toEqual([0, HOUR]);
  });
  it('lists none for an empty or an unbounded range', () => {
    expect(listSlices({ fromAt: HOUR, toAt: HOUR }, '1 hour')).toEqual([]);
    expect(listSlices({ fromAt: null, toAt: HOUR }, '1 hour')).toEqual([]);
  });
});
