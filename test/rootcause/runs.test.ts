import { expect, it } from 'vitest';
import { findRuns } from '../../src/rootcause/runs.ts';

it('neighbours that moved the same way are one run, the largest first', () => {
  const runs = findRuns([0.2, 0.2, 0.3, 0.3], [1, 1, -1, -1]);
  expect(runs.map(({ first, last }) => [first, last])).toEqual([
    [2, 3],
    [0, 1],
  ]);
  expect(runs.map(({ contribution }) => contribution)).toEqual([0.6, 0.4]);
});

it('an end that carries little of the whole, or of its share in the run, is not named', () => {
  expect(findRuns([0.1, 0.45, 0.45], [1, 1, 1])).toMatchObject([{ first: 1, last: 2, contribution: 0.9 }]);
  expect(findRuns([0.03, 0.05, 0.92], [1, 1, -1])[1]).toMatchObject({ first: 1, last: 1 });
  expect(findRuns([0.3, 0.3, 0.4], [1, 1, 1])).toMatchObject([{ first: 0, last: 2 }]);
});
