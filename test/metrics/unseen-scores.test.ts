import { expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import type { JointCell, JointCounts } from '../../src/profile/types.ts';

function measure(metric: string, { edges, cells }: { edges: number[]; cells: JointCell[] }) {
  const joint: JointCounts = { scoreEdges: edges, isScoreExact: true, cells };
  const profile = { rows: 10, columns: {}, joint, errors: null, lastEventAt: null };
  return METRICS[metric]!.measure(profile, { positiveLabel: null });
}

/** Rows of one cell of the reference's own scores. */
function cell(score: number, mean: number, actual: string, count: number): JointCell {
  return { score, scoreSum: mean * count, predicted: '0', actual, count };
}

const EDGES = [0, 0.1, 0.2, 0.9];
const KNOWN = [cell(2, 0.1, '0', 900), cell(2, 0.1, '1', 100), cell(4, 0.9, '1', 90), cell(4, 0.9, '0', 10)];

it('scores that the reference has are exact', () => {
  for (const metric of ['roc_auc', 'log_loss', 'brier']) {
    expect(measure(metric, { edges: EDGES, cells: KNOWN })).toMatchObject({
      value: expect.any(Number),
      reason: null,
    });
  }
});

it('scores between those of the reference are not, and the value says within what', () => {
  const cells = [...KNOWN.slice(0, 3), cell(4, 0.95, '0', 10)];
  expect(measure('roc_auc', { edges: EDGES, cells }).reason).toBe(
    'From binned scores: exact within 0.0026 on either side',
  );
  expect(measure('brier', { edges: EDGES, cells }).reason).toMatch(/^From binned scores: exact within/);
});

it.each(['roc_auc', 'brier', 'log_loss'])('%s is unknown where all that is left of it is chance', (metric) => {
  const cells = [cell(1, 0.05, '0', 50), cell(1, 0.09, '1', 50)];
  const found = measure(metric, { edges: [0, 1], cells: cells.map((one) => ({ ...one, scoreSum: one.count * 0.5 })) });
  expect(found).toMatchObject({ value: null, reason: expect.stringMatching(/lie between those of the reference/) });
});

it('scores of 0 and 1 tie for good in the cells at the ends', () => {
  const cells = [cell(0, 0, '0', 60), cell(0, 0, '1', 20), cell(2, 1, '1', 15), cell(2, 1, '0', 5)];
  expect(measure('roc_auc', { edges: [0.3, 0.6], cells })).toMatchObject({
    value: expect.closeTo((15 * 60 + (20 * 60 + 15 * 5) / 2) / (35 * 65), 12),
    reason: null,
  });
  expect(measure('brier', { edges: [0.3, 0.6], cells })).toMatchObject({ value: 0.25, reason: null });
});

it('rows without a score are left out, and said', () => {
  const cells = [...KNOWN, { ...cell(2, 0, '1', 100), score: null }];
  const usual = measure('roc_auc', { edges: EDGES, cells: KNOWN });
  expect(measure('roc_auc', { edges: EDGES, cells })).toMatchObject({
    value: usual.value,
    reason: '100 of 1200 labelled rows have no score',
  });
});

it.each(['roc_auc', 'log_loss', 'brier'])(
  '%s is unknown where no row is of the positive class that is declared',
  (metric) => {
    const joint = { scoreEdges: EDGES, isScoreExact: true, cells: KNOWN };
    const profile = { rows: 10, columns: {}, joint, errors: null, lastEventAt: null };
    expect(METRICS[metric]!.measure(profile, { positiveLabel: 'yes', classes: ['0', '1'] })).toMatchObject({
      value: null,
      reason: "No row is 'yes'; the classes seen are 0, 1",
    });
  },
);

it.each([-0.4, 3.25])('scores beyond 0 and 1, as %s, have an order and no loss of probabilities', (beyond) => {
  const cells = [cell(0, -0.4, '0', 40), cell(1, 0.2, '0', 30), cell(1, 0.2, '1', 30), cell(2, beyond, '1', 40)];
  for (const metric of ['brier', 'log_loss']) {
    expect(measure(metric, { edges: [0.2, 0.6], cells })).toMatchObject({
      value: null,
      reason: `Scores such as ${beyond} are no probabilities, which lie between 0 and 1`,
    });
  }
  expect(measure('roc_auc', { edges: [0.2, 0.6], cells }).value).toBeGreaterThan(0.5);
});
