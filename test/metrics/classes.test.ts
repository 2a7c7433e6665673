import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import { optionsFor } from '../../src/metrics/metric.ts';
import { IS_CLASS, IS_REST, type JointCell, type JointCounts, type Profile } from '../../src/profile/types.ts';
import { createRandom } from '../../src/stats/random.ts';
import golden from '../parity/classes.json' with { type: 'json' };

type Row = { scores: readonly number[] | null; predicted: string; actual: string | null };
const LABELS = ['a', 'b', 'c'];
const SCORE_METRICS = ['log_loss', 'brier', 'roc_auc', 'roc_auc_macro', 'roc_auc_weighted'] as const;

/** What a profile holds of such rows; without `edges` every score is a cell of its own. */
function countRows(labels: readonly string[], rows: readonly Row[], given?: readonly number[]): JointCounts {
  const values = rows.flatMap(({ scores }) => scores ?? []);
  const edges = given ?? [...new Set(values)].sort((x, y) => x - y);
  const cellOf = (score: number) => edges.filter((edge) => edge <= score).length;
  const isExact = given === undefined;
  const known = (name: string | null, label: string) => {
    if (name === null || !labels.includes(name)) return null;
    return name === label ? IS_CLASS : IS_REST;
  };
  return {
    scoreEdges: [],
    isScoreExact: false,
    cells: merge(rows.map(({ predicted, actual }) => ({ score: null, scoreSum: 0, predicted, actual, count: 1 }))),
    classes: labels.map((label, k) => {
      const cells = rows.map(({ scores, predicted, actual }) => {
        const isScored = scores !== null && (actual === null || labels.includes(actual));
        return {
          score: isScored ? cellOf(scores[k]!) : null,
          scoreSum: isScored ? scores[k]! : 0,
          predicted: known(predicted, label),
          actual: known(actual, label),
          count: 1,
        };
      });
      return { label, joint: { scoreEdges: edges, isScoreExact: isExact, cells: merge(cells) } };
    }),
  };
}

/** One entry for each cell, prediction and label, as a profile has them. */
function merge(cells: readonly JointCell[]): JointCell[] {
  const merged = new Map<string, JointCell>();
  for (const cell of cells) {
    const key = [cell.score, cell.predicted, cell.actual].join();
    const before = merged.get(key);
    const sums = { count: cell.count + (before?.count ?? 0), scoreSum: cell.scoreSum + (before?.scoreSum ?? 0) };
    merged.set(key, { ...cell, ...sums });
  }
  return [...merged.values()];
}

function measure(metric: string, joint: JointCounts) {
  const profile: Profile = { rows: 1, columns: {}, joint, errors: null, lastEventAt: null };
  return METRICS[metric]!.measure(profile, optionsFor(null, [profile]));
}

/** Continuous scores of rows whose outcomes they tell truly. */
function drawRows(count: number, seed: number): Row[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const weights = LABELS.map(() => -Math.log(1 - random.uniform()));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const scores = weights.map((weight) => weight / total);
    const u = random.uniform();
    const actual = LABELS[u < scores[0]! ? 0 : u < scores[0]! + scores[1]! ? 1 : 2]!;
    return { scores, predicted: LABELS[scores.indexOf(Math.max(...scores))]!, actual };
  });
}

describe.each(golden)('$name', ({ labels, scores, predicted, actual, sklearn }) => {
  const rows = scores.map((one, i): Row => ({ scores: one, predicted: predicted[i]!, actual: actual[i]! }));

  it.each(SCORE_METRICS)("%s is scikit-learn's", (name) => {
    expect(measure(name, countRows(labels, rows)).value).toBeCloseTo(sklearn[name], 12);
  });
});

describe('from binned scores', () => {
  const rows = drawRows(1500, 5);
  const edges = Array.from({ length: 63 }, (_, i) => (i + 1) / 64);

  it.each(SCORE_METRICS)('%s stays within the bound that it states', (name) => {
    const exact = measure(name, countRows(LABELS, rows)).value!;
    const { value, reason } = measure(name, countRows(LABELS, rows, edges));
    const bound = Number(/exact within (\S+)/.exec(reason!)![1]);
    expect(bound).toBeGreaterThan(0);
    expect(bound).toBeLessThan(0.02);
    expect(Math.abs(value! - exact)).toBeLessThanOrEqual(bound * 1.1);
  });
});

describe('what the scores do not tell is said', () => {
  const rows = drawRows(60, 7);

  it('rows without a score of every class are left out of what reads scores', () => {
    const unscored = rows.slice(0, 7).map((row) => ({ ...row, scores: null }));
    const found = measure('brier', countRows(LABELS, [...rows, ...unscored]));
    expect(found.value).toBeCloseTo(measure('brier', countRows(LABELS, rows)).value!, 12);
    expect(found.reason).toBe('7 of 67 labelled rows have no score');
  });

  it('outcomes of a class without a score are left out, and named', () => {
    const strange = rows.slice(0, 4).map((row) => ({ ...row, actual: 'd' }));
    const found = measure('log_loss', countRows(LABELS, [...rows, ...strange]));
    expect(found.value).toBeCloseTo(measure('log_loss', countRows(LABELS, rows)).value!, 12);
    expect(found.reason).toBe('4 labelled rows are left out: score_columns has no d');
  });

  it('scores that are no shares of 1 are taken as they are, and counted', () => {
    const { reason } = measure('roc_auc', { ...countRows(LABELS, rows), improper: 12 });
    expect(reason).toContain('the scores of 12 rows are no shares of 1, and are taken as they are');
  });

  it('a class that no row is has no area, and is named', () => {
    const { reason } = measure(
      'roc_auc',
      countRows(
        LABELS,
        rows.filter(({ actual }) => actual !== 'c'),
      ),
    );
    expect(reason).toBe('Mean over 2 classes, each against the rest; left out, for no row is of it: c');
  });

  it('where all rows are of one class there is no order, and losses are still known', () => {
    const joint = countRows(
      LABELS,
      rows.filter(({ actual }) => actual === 'a'),
    );
    expect(measure('roc_auc', joint)).toMatchObject({
      value: null,
      reason: 'All labelled rows are of one class: there is no order to measure',
    });
    expect(measure('log_loss', joint).value).toBeGreaterThan(0);
  });

  it('where no labelled row has a score there is no value', () => {
    const joint = countRows(
      LABELS,
      rows.map((row) => ({ ...row, scores: null })),
    );
    expect(measure('roc_auc', joint)).toMatchObject({
      value: null,
      reason: 'No labelled row has a score of every class: look at score_columns',
    });
    expect(measure('accuracy', joint).value).toBeGreaterThan(0.3);
  });
});

it('no class is the positive one, not even where a window has 0 and 1 alone of three', () => {
  const rows: Row[] = [
    { scores: [0.7, 0.2, 0.1], predicted: '0', actual: '0' },
    { scores: [0.2, 0.5, 0.3], predicted: '1', actual: '0' },
    { scores: [0.1, 0.8, 0.1], predicted: '1', actual: '1' },
  ];
  const { value, reason } = measure('precision', countRows(['0', '1', '2'], rows));
  expect(value).toBe((1 + 1 / 2) / 2);
  expect(reason).toBe('Mean over 2 classes');
});
