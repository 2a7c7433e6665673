import { describe, expect, it } from 'vitest';
import type { JointCounts } from '../../src/profile/types.ts';
import { describeMistakes } from '../../src/rootcause/mistakes.ts';

function joint(cells: [predicted: string, actual: string | null, count: number][]): JointCounts {
  return {
    scoreEdges: [],
    isScoreExact: false,
    cells: cells.map(([predicted, actual, count]) => ({ score: null, scoreSum: 0, predicted, actual, count })),
  };
}

const reference = joint([
  ['false', 'false', 700],
  ['true', 'true', 150],
  ['false', 'true', 100],
  ['true', 'false', 50],
]);

describe('why a classifier became worse', () => {
  it('names the mistake that grew most, in share of the labelled rows', () => {
    const current = joint([
      ['false', 'false', 60],
      ['true', 'true', 15],
      ['false', 'true', 20],
      ['true', 'false', 5],
      ['true', null, 900],
    ]);
    expect(describeMistakes(reference, current)).toBe(
      'Of the mistakes, true predicted as false grew most: 20.0% of rows, was 10.0%',
    );
  });

  it('says nothing without labels on both sides, or where no mistake grew', () => {
    expect(describeMistakes(null, reference)).toBeNull();
    expect(describeMistakes(joint([['true', null, 10]]), reference)).toBeNull();
    expect(describeMistakes(reference, reference)).toBeNull();
  });
});
