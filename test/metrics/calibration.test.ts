import { expect, it } from 'vitest';
import { calibrate, type ScoredCell, toProbability } from '../../src/metrics/calibration.ts';

/** A hundred scores, each with as many rows; `rateOf` gives the share of positives. */
function cells(rowsEach: number, rateOf: (score: number) => number): ScoredCell[] {
  return Array.from({ length: 100 }, (_, i) => {
    const score = (i + 0.5) / 100;
    const positives = Math.round(rowsEach * rateOf(score));
    return { score, positives, negatives: rowsEach - positives };
  });
}

it('leaves scores alone that are probabilities already', () => {
  const found = calibrate(cells(200, (score) => score));
  expect(found.fit).toBeNull();
  expect(toProbability(found, 0.3)).toBe(0.3);
  expect(found.errorBefore).toBeLessThan(0.003);
});

it('calibrates scores that promise too much', () => {
  const found = calibrate(cells(200, (score) => 0.25 + score / 2));
  expect(found.errorBefore).toBeCloseTo(0.125, 2);
  expect(found.errorAfter).toBeLessThan(0.02);
  expect(toProbability(found, 0.9)).toBeCloseTo(0.7, 1);
});

it('decides alike every time', () => {
  const odd = cells(7, (score) => score ** 1.5);
  expect(calibrate(odd)).toEqual(calibrate(odd));
});

it('leaves one class, and a model that makes no mistake, as they are', () => {
  expect(calibrate(cells(10, () => 1)).fit).toBeNull();
  expect(calibrate(cells(10, (score) => (score > 0.5 ? 1 : 0))).fit).toBeNull();
});

it('tries up to an area of 0.999 under the curve: beyond, the few mistakes tell nothing', () => {
  const promise = (rows: number, mistakes: number): ScoredCell[] => [
    { score: 0.2, positives: mistakes, negatives: rows - mistakes },
    { score: 0.8, positives: rows - mistakes, negatives: mistakes },
  ];
  expect(calibrate(promise(1000, 2)).fit).not.toBeNull();
  expect(calibrate(promise(2000, 1)).fit).toBeNull();
});

it('must calibrate scores that are no probabilities', () => {
  const margins = cells(100, (score) => score).map((cell) => ({ ...cell, score: cell.score * 10 - 5 }));
  const found = calibrate(margins);
  expect(found.fit).not.toBeNull();
  expect(toProbability(found, 0)).toBeCloseTo(0.5, 1);
});
