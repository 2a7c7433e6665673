import { describe, expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import type { DriftMethodName } from '../../src/monitors/types.ts';
import { describeDriftCause } from '../../src/rootcause/drift.ts';
import { categoricalPair, numericPair } from '../drift/support.ts';

const explain = (column: string, pair: ColumnPair, method: DriftMethodName) =>
  describeDriftCause(column, pair, method, METHODS[method].value(pair));

/** 0 to 99, each `times` over. */
const even = (times = 20): number[] => Array.from({ length: 100 * times }, (_, i) => i % 100);

describe('why a column drifted', () => {
  it('names the highest tenth and its means for the Wasserstein distance', () => {
    const before = even().map((value) => value + 0.25);
    const later = before.map((value) => (value >= 90 ? value + 30 : value));
    expect(explain('delay', numericPair(before, later), 'wasserstein')).toBe(
      'All of the drift comes from the highest tenth of delay: 125 on average, was 95',
    );
  });

  it('says when all of a column moved', () => {
    const before = even().map((value) => value + 0.25);
    const shifted = before.map((value) => value + 10);
    expect(explain('delay', numericPair(before, shifted), 'wasserstein')).toBe(
      'All of delay moved up: 60 on average, was 50',
    );
  });

  it('names the range of a number, with its share of the rows before and now', () => {
    const more = [...even(), ...even(10).filter((value) => value >= 70 && value < 90)];
    expect(explain('delay', numericPair(even(), more), 'psi')).toBe(
      '77% of the drift comes from delay 70 to 89: 27.3% of rows, was 20.0%',
    );
  });

  it('says where the gap of a KS test is widest', () => {
    const later = even().map((value) => (value >= 40 && value < 70 ? 70 : value));
    expect(explain('delay', numericPair(even(), later), 'ks_test')).toBe(
      'The gap is widest at 69: 60.0% of delay is above it, was 30.0%',
    );
  });

  it('says so where the gap of a KS test is widest below all that the reference has', () => {
    const [before, later] = [
      [0, 1],
      [-1, 1],
    ].map((values) => values.flatMap((value) => Array<number>(50).fill(value)));
    expect(explain('flag', numericPair(before!, later!), 'ks_test')).toBe(
      'The gap is widest at 0: 50.0% of flag is below it, was 0',
    );
  });

  it('names values that moved, are gone and are new', () => {
    const cause = explain('origin', categoricalPair([500, 300, 100, 100, 0], [700, 0, 100, 100, 100]), 'js_distance');
    expect(cause).toBe('71% of the drift comes from value 1, which is gone: 30.0% of rows before');
    const fresh = explain('origin', categoricalPair([500, 500, 0, 0], [250, 250, 300, 200]), 'js_distance');
    expect(fresh).toMatch(/^\d+% of the drift comes from values that are new \(value 2, value 3\): 50\.0% of rows/);
  });

  it('says that a drift is spread out where no value stands out', () => {
    const before = Array.from({ length: 40 }, () => 100);
    const after = before.map((count, i) => (i % 2 === 0 ? count + 30 + (i % 3) : count - 30));
    expect(explain('origin', categoricalPair(before, after), 'js_distance')).toMatch(
      /^The drift is spread over many values of origin, the most of it over value 1 \(1\.7% of rows, was 2\.5%\), value 3 /,
    );
  });

  it('says how many left a constant', () => {
    const pair = numericPair(new Array<number>(200).fill(5), [
      ...new Array<number>(60).fill(5),
      ...new Array<number>(40).fill(9),
    ]);
    expect(explain('version', pair, 'wasserstein')).toBe('Every value of version was 5; now 40.0% above it');
  });

  it('keeps long and odd names short and harmless', () => {
    const pair = categoricalPair([500, 500, 0], [500, 0, 500]);
    const cause = explain(`x\n${'y'.repeat(500)}`, pair, 'js_distance')!;
    expect(cause).not.toContain('\n');
    expect(cause.length).toBeLessThan(200);
  });

  it('is not said where nothing moved', () => {
    expect(explain('delay', numericPair(even(), even()), 'ks_test')).toBeNull();
    expect(explain('delay', numericPair(even(), even()), 'psi')).toBeNull();
  });
});
