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

const OPTIONS = { positiveLabel: 'true' };
const describeOf = (metric: string, before: JointCounts | null, now: JointCounts | null) =>
  describeMistakes(metric, { reference: before, current: now }, OPTIONS);

describe('why a classifier became worse', () => {
  const current = joint([
    ['false', 'false', 600],
    ['true', 'true', 150],
    ['false', 'true', 120],
    ['true', 'false', 130],
    ['true', null, 900],
  ]);

  it('names the mistake that grew most, in share of the labelled rows', () => {
    expect(describeOf('accuracy', reference, current)).toBe(
      'Of the mistakes, false predicted as true grew most: 13.0% of rows, was 5.0%',
    );
  });

  it('names for recall what was missed, and for precision what was taken for it, of the rows that these count', () => {
    const fewer = joint([
      ['false', 'false', 500],
      ['true', 'true', 100],
      ['false', 'true', 150],
      ['true', 'false', 250],
    ]);
    expect(describeOf('recall_drop', reference, fewer)).toBe(
      'Of the mistakes, true predicted as false grew most: 60.0% of the rows that are true, was 40.0%',
    );
    expect(describeOf('precision', reference, fewer)).toBe(
      'Of the mistakes, false predicted as true grew most: 71.4% of the rows predicted as true, was 25.0%',
    );
    // More rows are missed because more rows are positive: recall is what it was.
    const commoner = joint([
      ['false', 'false', 400],
      ['true', 'true', 300],
      ['false', 'true', 200],
    ]);
    expect(describeOf('recall', reference, commoner)).toBeNull();
  });

  it('says nothing without labels on both sides, or where no mistake grew beyond chance', () => {
    expect(describeOf('accuracy', null, reference)).toBeNull();
    expect(describeOf('accuracy', joint([['true', null, 10]]), reference)).toBeNull();
    expect(describeOf('accuracy', reference, reference)).toBeNull();
    const few = joint([
      ['false', 'false', 68],
      ['true', 'true', 15],
      ['false', 'true', 12],
      ['true', 'false', 5],
    ]);
    expect(describeOf('accuracy', reference, few)).toBeNull();
  });
});
