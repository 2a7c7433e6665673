import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import type { JointCell, JointCounts, Profile } from '../../src/profile/types.ts';
import { createRandom } from '../../src/stats/random.ts';
import golden from '../parity/performance.json' with { type: 'json' };

type Row = { score?: number | null; predicted: unknown; actual: unknown };

function count(rows: readonly Row[], scoreEdges: readonly number[] = [], isScoreExact = true): JointCounts {
  const cells: JointCell[] = rows.map(({ score, predicted, actual }) => ({
    score: score === undefined || score === null ? null : scoreEdges.filter((edge) => edge <= score).length,
    scoreSum: score ?? 0,
    predicted: predicted === null ? null : String(predicted),
    actual: actual === null ? null : String(actual),
    count: 1,
  }));
  return { scoreEdges, isScoreExact, cells };
}

/** One entry for each cell, prediction and label, as a profile has them. */
function merge(joint: JointCounts): JointCounts {
  const cells = new Map<string, JointCell>();
  for (const cell of joint.cells) {
    const key = [cell.score, cell.predicted, cell.actual].join();
    const known = cells.get(key);
    const sums = { count: cell.count + (known?.count ?? 0), scoreSum: cell.scoreSum + (known?.scoreSum ?? 0) };
    cells.set(key, { ...cell, ...sums });
  }
  return { ...joint, cells: [...cells.values()] };
}

function measure(metric: string, joint: JointCounts | null, positiveLabel: string | null = null) {
  const profile: Profile = { rows: 1, columns: {}, joint, errors: null, lastEventAt: null };
  return METRICS[metric]!.measure(profile, { positiveLabel });
}

const rowsOf = (side: {
  actual: readonly unknown[];
  predicted: readonly unknown[];
  score?: readonly number[];
}): Row[] => side.actual.map((actual, i) => ({ actual, predicted: side.predicted[i], score: side.score?.[i] ?? null }));

it('a score that is certain and wrong costs a finite log loss, as scikit-learn 1.9.1 has it', () => {
  // sklearn.metrics.log_loss([1, 0, 1], [0.0, 0.0, 0.75], labels=[0, 1])
  const rows = [
    { score: 0, predicted: 0, actual: 1 },
    { score: 0, predicted: 0, actual: 0 },
    { score: 0.75, predicted: 1, actual: 1 },
  ];
  expect(measure('log_loss', count(rows, [0, 0.75])).value).toBeCloseTo(12.110445153856311, 12);
});

describe.each(golden.binary)('two classes, $name', (binary) => {
  const edges = [...new Set(binary.score)].sort((a, b) => a - b);
  const joint = count(rowsOf(binary), edges);

  it.each(['accuracy', 'precision', 'recall', 'f1_score', 'roc_auc', 'log_loss', 'brier'] as const)(
    "%s is scikit-learn's",
    (name) => {
      expect(measure(name, joint).value).toBeCloseTo(binary[name], 12);
      expect(measure(name, joint, '1').value).toBeCloseTo(binary[name], 12);
    },
  );

  it('AUC from ten score cells is within the bound that it states', () => {
    const tenths = Array.from({ length: 9 }, (_, i) => (i + 1) / 10 + 0.03);
    const { value, reason } = measure('roc_auc', count(rowsOf(binary), tenths, false));
    const bound = Number(reason!.match(/within (\S+)/)![1]);
    expect(bound).toBeGreaterThan(0);
    expect(Math.abs(value! - binary.roc_auc)).toBeLessThanOrEqual(bound * 1.1);
  });
});

it.each(['accuracy', 'precision', 'recall', 'f1_score'] as const)(
  '%s of three classes is the mean over classes',
  (name) => {
    expect(measure(name, count(rowsOf(golden.many))).value).toBeCloseTo(golden.many[name], 12);
  },
);

it.each(
  (['precision', 'recall', 'f1_score'] as const).flatMap((name) =>
    (['macro', 'micro', 'weighted'] as const).map((average) => `${name}_${average}` as const),
  ),
)("%s of three classes is scikit-learn's", (name) => {
  expect(measure(name, count(rowsOf(golden.many))).value).toBeCloseTo(golden.many[name], 12);
});

describe('log loss and Brier score from binned scores', () => {
  const random = createRandom(11);
  const rows: Row[] = Array.from({ length: 2000 }, () => {
    const score = random.uniform();
    return { score, predicted: score > 0.5 ? 1 : 0, actual: random.uniform() < score ? 1 : 0 };
  });
  const edges = Array.from({ length: 63 }, (_, i) => (i + 1) / 64);
  const byScore = [...new Set(rows.map(({ score }) => score!))].sort((a, b) => a - b);

  it.each(['log_loss', 'brier'])('%s stays within the bound that it states', (name) => {
    const exact = measure(name, count(rows, byScore)).value!;
    const { value, reason } = measure(name, merge(count(rows, edges, false)));
    const bound = Number(reason!.match(/exact within (\S+)/)![1]);
    expect(value).toBeLessThanOrEqual(exact + 1e-12);
    expect(exact - value!).toBeLessThanOrEqual(bound * 1.1);
    expect(bound).toBeLessThan(0.02);
  });
});

describe('labels that have not come', () => {
  const late: Row = { predicted: 1, actual: null };

  it('are counted and said, and never read as wrong', () => {
    const joint = count([{ predicted: 1, actual: 1 }, { predicted: 0, actual: 0 }, late, late, late]);
    expect(measure('accuracy', joint)).toMatchObject({ value: 1, reason: '3 of 5 rows have no label yet' });
  });

  it('leave no value where none has come', () => {
    expect(measure('accuracy', count([late, late]))).toMatchObject({
      value: null,
      reason: 'None of 2 rows has a label yet',
    });
    expect(measure('roc_auc', count([]))).toMatchObject({ value: null, reason: 'No rows in the window' });
    expect(measure('accuracy', null).value).toBeNull();
  });
});

describe('a division by zero has no value, and says which', () => {
  const none = count([
    { predicted: 'no', actual: 'no' },
    { predicted: 'no', actual: 'no' },
  ]);

  it.each([
    ['precision', "No row was predicted 'yes'; the classes seen are no"],
    ['recall', "No row is really 'yes'; the classes seen are no"],
    ['f1_score', "No row is or was predicted 'yes'; the classes seen are no"],
  ])('%s', (name, reason) => {
    expect(measure(name, none, 'yes')).toMatchObject({ value: null, reason });
  });

  it('roc_auc of one class', () => {
    const joint = count(
      [
        { predicted: 1, actual: 1, score: 0.7 },
        { predicted: 1, actual: 1, score: 0.2 },
      ],
      [0.5],
    );
    expect(measure('roc_auc', joint)).toMatchObject({ value: null, reason: expect.stringContaining('one class') });
  });

  it('a class of many that was never predicted counts as 0 and is named', () => {
    const joint = count([
      { predicted: 'a', actual: 'a' },
      { predicted: 'b', actual: 'b' },
      { predicted: 'a', actual: 'c' },
    ]);
    expect(measure('precision', joint)).toMatchObject({
      value: 0.5,
      reason: 'Mean over 3 classes; undefined and counted as 0 for c',
    });
  });
});

it('asks for the positive label where scores of several classes have none', () => {
  const joint = count(
    [
      { predicted: 'a', actual: 'a', score: 0.7 },
      { predicted: 'b', actual: 'b', score: 0.2 },
    ],
    [0.5],
  );
  expect(measure('roc_auc', joint)).toMatchObject({
    value: null,
    reason: expect.stringContaining('set positive_label'),
  });
  expect(measure('roc_auc', joint, 'a').value).toBe(1);
});
