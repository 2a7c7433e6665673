import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import type { Monitor } from '../../src/monitors/types.ts';
import type { ErrorSums, JointCell, JointCounts } from '../../src/profile/types.ts';
import { makeInput, makeProfile } from './support.ts';

type Row = [score: number | null, predicted: string, actual: string | null, count: number];

function toJoint(rows: readonly Row[]): JointCounts {
  const cells: JointCell[] = rows.map(([score, predicted, actual, count]) => ({
    score: score === null ? null : Math.round(score * 10),
    scoreSum: (score ?? 0) * count,
    predicted,
    actual,
    count,
  }));
  return { scoreEdges: [], isScoreExact: true, cells };
}

const LABELLED: Row[] = [
  [0.2, '0', '0', 800],
  [0.2, '0', '1', 200],
  [0.8, '1', '1', 800],
  [0.8, '1', '0', 200],
];

function estimate(current: readonly Row[], reference: readonly Row[] = LABELLED, monitor: Partial<Monitor> = {}) {
  const joint = (rows: readonly Row[]) => makeProfile({}, { rows: rows.length, joint: toJoint(rows) });
  const estimatedPerformance = { metrics: ['accuracy', 'precision', 'recall', 'f1_score', 'roc_auc'] };
  const input = makeInput(
    { estimatedPerformance, ...monitor },
    {},
    { reference: joint(reference), current: joint(current) },
  );
  return CHECKS.estimated_performance.measure(input);
}

const LATE: Row[] = [
  [0.2, '0', null, 100],
  [0.8, '1', null, 300],
];

describe('a window whose labels have not come', () => {
  it('is measured by what the scores let expect, under names that say so', () => {
    const found = estimate(LATE);
    expect(found.map(({ metric }) => metric)).toEqual([
      'estimated_accuracy',
      'estimated_precision',
      'estimated_recall',
      'estimated_f1_score',
      'estimated_roc_auc',
    ]);
    expect(found.map(({ value }) => value)).toEqual([
      expect.closeTo(0.8, 12),
      expect.closeTo(0.8, 12),
      expect.closeTo(240 / 260, 12),
      expect.closeTo(480 / 560, 12),
      expect.closeTo((240 * 80 + (240 * 60) / 2 + (20 * 80) / 2) / (260 * 140), 12),
    ]);
  });

  it('says of how many rows it speaks, how exact it is, and what it cannot see', () => {
    expect(estimate(LATE)[0]!.reason).toBe(
      'expected of 400 rows without a label; ±0.039 from sampling (95 %); the scores are calibrated as they are; concept drift stays unseen; 0.8 in the reference',
    );
  });

  it('can pass a limit of its own name', () => {
    const thresholds = [{ metric: 'estimated_accuracy', minValue: 0.85, maxValue: null }];
    expect(estimate(LATE, LABELLED, { thresholds })[0]).toMatchObject({ threshold: 0.85, state: 'breach' });
  });

  it('takes the scores at their word where the reference has no labels', () => {
    const unlabelled = LABELLED.map(([score, predicted, , count]): Row => [score, predicted, null, count]);
    const [accuracy] = estimate(LATE, unlabelled);
    expect(accuracy!.value).toBeCloseTo(0.8, 12);
    expect(accuracy!.reason).toContain('taken at their word');
  });

  it('reads true and false of one side as 1 and 0 of the other', () => {
    const spelled = LATE.map(
      ([score, predicted, actual, count]): Row => [score, predicted === '1' ? 'true' : 'false', actual, count],
    );
    expect(estimate(spelled)[0]!.value).toBeCloseTo(0.8, 12);
  });
});

describe('averages over the classes', () => {
  const averages = ['precision_macro', 'recall_weighted', 'f1_score_micro', 'roc_auc_macro'];
  const values = (found: ReturnType<typeof estimate>) => found.map(({ value }) => value);

  it('of two classes come out of the one score', () => {
    const auc = (240 * 80 + (240 * 60) / 2 + (20 * 80) / 2) / (260 * 140);
    expect(values(estimate(LATE, LABELLED, { estimatedPerformance: { metrics: averages } }))).toEqual([
      expect.closeTo((240 / 300 + 80 / 100) / 2, 12),
      expect.closeTo((240 + 80) / 400, 12),
      expect.closeTo(0.8, 12),
      expect.closeTo(auc, 12),
    ]);
  });

  it('of three classes cannot, and say what can', () => {
    const third: Row[] = [...LATE, [0.2, '2', null, 50]];
    const found = estimate(third, LABELLED, { positiveLabel: '1', estimatedPerformance: { metrics: averages } });
    expect(found[0]).toMatchObject({
      value: null,
      reason: 'It needs the score of each class, and there is one: set score_columns',
    });
  });
});

describe('a score for every class', () => {
  const LABELS = ['a', 'b', 'c'];
  /** 0.6 for what is predicted and 0.2 for the others, which is true in the reference. */
  const countEach = (isLabelled: boolean, rows: number): JointCounts => {
    const outcomes = (at: string): Row[] =>
      LABELS.map((actual) => [null, at, isLabelled ? actual : null, (rows * (actual === at ? 6 : 2)) / 10]);
    const all = LABELS.flatMap(outcomes);
    const known = (name: string | null, label: string) => (name === null ? null : name === label ? '1' : '0');
    return {
      ...toJoint(all),
      classes: LABELS.map((label) => {
        const own = all.map(([, predicted, actual, count]): Row => {
          return [predicted === label ? 0.6 : 0.2, known(predicted, label)!, known(actual, label), count];
        });
        return { label, joint: toJoint(own) };
      }),
    };
  };
  const measure = (before: JointCounts, now: JointCounts, metrics: readonly string[]) => {
    const profileOf = (joint: JointCounts) => makeProfile({}, { rows: 300, joint });
    const sides = { reference: profileOf(before), current: profileOf(now) };
    return CHECKS.estimated_performance.measure(makeInput({ estimatedPerformance: { metrics } }, {}, sides));
  };

  it('gives accuracy, rates and areas of each class against the rest, with what they are the mean of', () => {
    const found = measure(countEach(true, 1000), countEach(false, 100), ['accuracy', 'precision', 'roc_auc_weighted']);
    expect(found.map(({ value }) => value)).toEqual([
      expect.closeTo(0.6, 12),
      expect.closeTo(0.6, 12),
      expect.closeTo(0.7, 12),
    ]);
    expect(found[0]!.reason).toBe(
      'expected of 300 rows without a label; ±0.055 from sampling (95 %); the scores are calibrated as they are; concept drift stays unseen; 0.6 in the reference',
    );
    expect(found[1]!.reason).toContain('Mean over 3 classes');
  });

  it('is calibrated class by class, and scores that are no shares of 1 are counted', () => {
    const sure = countEach(true, 1000);
    const half = (joint: JointCounts): JointCounts => ({
      ...joint,
      improper: 300,
      classes: joint.classes!.map((one) => ({
        ...one,
        joint: { ...one.joint, cells: one.joint.cells.map((cell) => ({ ...cell, scoreSum: cell.scoreSum / 2 })) },
      })),
    });
    const [accuracy] = measure(half(sure), half(countEach(false, 100)), ['accuracy']);
    expect(accuracy!.value).toBeCloseTo(0.6, 12);
    expect(accuracy!.reason).toContain('scores of 3 of 3 classes calibrated on the reference, each by itself');
    expect(accuracy!.reason).toContain('the scores of 300 rows are no shares of 1, and are taken as they are');
  });

  it('leaves nothing to say where no row has one', () => {
    const joint = countEach(false, 100);
    const none = joint.classes!.map((one) => ({
      ...one,
      joint: { ...one.joint, cells: one.joint.cells.map((cell) => ({ ...cell, score: null })) },
    }));
    expect(measure(countEach(true, 1000), { ...joint, classes: none }, ['accuracy'])[0]).toMatchObject({
      value: null,
      reason: 'No row without a label has a score of every class and a prediction among them: look at score_columns',
    });
  });
});

describe('real labels', () => {
  it('leave nothing to estimate where all have come', () => {
    expect(estimate(LABELLED)[0]).toMatchObject({
      value: null,
      state: 'unknown',
      reason: 'All 2000 rows have their label: the real metrics need no estimate',
    });
  });

  it('are not estimated, and come first where most are there', () => {
    const [accuracy] = estimate([...LABELLED, [0.2, '0', null, 100]]);
    expect(accuracy!.reason).toMatch(
      /^2000 of 2100 rows have their label: trust the real metrics first; expected of 100/,
    );
  });

  it('of all but a few rows make the rest say too little', () => {
    expect(estimate([...LABELLED, [0.2, '0', null, 5]])[0]!.reason).toBe(
      'Only 5 of 2005 rows have no label; 30 are needed',
    );
  });
});

describe('what cannot be estimated says why', () => {
  it.each([
    [
      'no score',
      estimate([[null, '1', null, 50]]),
      'No row without a label has both a score that is a number and a prediction: set score_column',
    ],
    [
      'classes without a positive one',
      estimate([[0.5, 'a', null, 50]], []),
      'The scores of a need positive_label: whose probability are they?',
    ],
    [
      'a margin without labels',
      estimate([[5, '1', null, 50]], []),
      'The scores are not between 0 and 1, and the reference has no labels to calibrate them with',
    ],
    ['no row', estimate([]), 'No rows in the window'],
  ])('%s', (_, [accuracy], reason) => {
    expect(accuracy).toMatchObject({ value: null, state: 'unknown', reason });
  });

  it('accuracy over three classes, of which one has a score; precision of that one is known', () => {
    const [accuracy, precision] = estimate(
      [[0.9, 'a', null, 50]],
      [
        [0.9, 'a', 'a', 90],
        [0.9, 'a', 'b', 5],
        [0.9, 'a', 'c', 5],
      ],
      { positiveLabel: 'a' },
    );
    expect(accuracy!.reason).toContain('Accuracy over 3 classes');
    expect(precision!.value).toBeCloseTo(0.9, 12);
  });
});

describe('a regressor', () => {
  const sums = (cells: NonNullable<ErrorSums['cells']>): ErrorSums => ({
    count: cells.reduce((sum, one) => sum + one.count, 0),
    unlabelled: cells.reduce((sum, one) => sum + one.unlabelled, 0),
    error: 0,
    absoluteError: cells.reduce((sum, one) => sum + one.absoluteError, 0),
    squaredError: cells.reduce((sum, one) => sum + one.squaredError, 0),
    absolutePercentageError: 0,
    percentageCount: 0,
    actual: 0,
    actualSpread: 0,
    unpredicted: 0,
    cells,
  });
  const cell = (at: number | null, count: number, unlabelled: number, absoluteError: number, squaredError: number) => ({
    cell: at,
    count,
    unlabelled,
    absoluteError,
    squaredError,
  });
  const reference = makeProfile({}, { errors: sums([cell(1, 100, 0, 100, 150), cell(4, 50, 0, 200, 900)]) });
  const measure = (errors: ErrorSums) =>
    CHECKS.estimated_performance.measure(
      makeInput(
        { problemType: 'regression', estimatedPerformance: { metrics: ['mae', 'mse', 'rmse', 'r2'] } },
        {},
        { reference, current: makeProfile({}, { rows: 1, errors }) },
      ),
    );

  it('gets the errors of the reference at like predictions, called an approximation', () => {
    const [mae, mse, rmse] = measure(sums([cell(1, 0, 30, 0, 0), cell(3, 0, 10, 0, 0)]));
    expect(mae!.value).toBeCloseTo((30 * 1 + 10 * 4) / 40, 12);
    expect(mse!.value).toBeCloseTo((30 * 1.5 + 10 * 18) / 40, 12);
    expect(rmse!.value).toBeCloseTo(Math.sqrt(5.625), 12);
    expect(mae).toMatchObject({ metric: 'estimated_mae' });
    expect(mae!.reason).toMatch(/^an approximation for 40 rows without a label.*25 % of them predict what/);
  });

  it('has no estimate of R squared', () => {
    expect(measure(sums([cell(1, 0, 40, 0, 0)]))[3]).toMatchObject({
      metric: 'estimated_r2',
      reason: "Metric 'r2' cannot be estimated for regression; known: mae, mse, rmse",
    });
  });
});

describe('what surrounds an estimate', () => {
  it('a reference without a single hit does not promise that there is no chance in it', () => {
    const [, precision] = estimate(LATE, [
      [0.2, '0', '0', 500],
      [0.8, '1', '0', 500],
    ]);
    expect(precision).toMatchObject({ value: expect.closeTo(0.8, 12), reason: expect.stringContaining('±0.045 from') });
  });

  it('rows without a score are left out, and said', () => {
    const [accuracy] = estimate([...LATE, [null, '1', null, 40]]);
    expect(accuracy!.reason).toContain('expected of 400 rows without a label, 40 more have no score or no prediction');
  });
});
