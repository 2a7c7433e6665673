import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JointSpec } from '../../src/profile/joint.ts';
import { mergeProfiles } from '../../src/profile/merge.ts';
import type { JointCell } from '../../src/profile/types.ts';
import { DAY, type Lab, makeLab, numeric, T0 } from './data.ts';

const HOUR = DAY / 24;

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

const CLASSES: JointSpec = {
  problemType: 'classification',
  predictionColumn: 'p',
  scoreColumn: 'score',
  labelColumn: 'y',
  labels: null,
  labelsBeforeAt: null,
};
const REGRESSION: JointSpec = { ...CLASSES, problemType: 'regression', scoreColumn: null };

async function jointOf(select: string, spec: JointSpec) {
  const dataset = await lab.dataset(select);
  const scoreColumn = spec.scoreColumn;
  return { dataset, ...(await lab.fit(dataset, scoreColumn ? [] : numeric('p'), { scoreColumn, joint: spec })) };
}

describe('joint counts of a classifier', () => {
  it('hold score cell, prediction and label, and null where one is missing', async () => {
    const { reference } = await jointOf(
      `SELECT * FROM (VALUES (0.25, FALSE, 0), (0.25, FALSE, 0), (0.75, TRUE, 1), (0.75, TRUE, NULL),
       (NULL, TRUE, 1), (CAST('nan' AS DOUBLE), NULL, 1)) AS t(score, p, y)`,
      CLASSES,
    );
    expect(reference.joint).toEqual({
      scoreEdges: [0.25, 0.75],
      isScoreExact: true,
      cells: [
        { score: null, scoreSum: 0, predicted: null, actual: '1', count: 1 },
        { score: null, scoreSum: 0, predicted: 'true', actual: '1', count: 1 },
        { score: 1, scoreSum: 0.5, predicted: 'false', actual: '0', count: 2 },
        { score: 2, scoreSum: 0.75, predicted: 'true', actual: null, count: 1 },
        { score: 2, scoreSum: 0.75, predicted: 'true', actual: '1', count: 1 },
      ],
    });
  });

  it('put continuous scores into the cells of the score column, slice by slice', async () => {
    const select = `SELECT TIMESTAMP '2026-01-01' + INTERVAL (i) HOUR AS "at", (i * 7919 % 1000) / 1000e0 AS score,
      CASE WHEN i * 7919 % 1000 >= 500 THEN 'yes' ELSE 'no' END AS p, i % 2 AS y FROM range(1000) AS r(i)`;
    const { dataset, grids, reference } = await jointOf(select, CLASSES);
    const range = { fromAt: T0, toAt: T0 + 42 * DAY };
    const { slices } = await lab.slices(dataset, [], { grids, timestampColumn: 'at', range, joint: CLASSES });
    const merged = mergeProfiles(
      grids,
      slices.map(({ profile }) => profile),
    );
    const counts = (cells: readonly JointCell[]) => cells.map(({ scoreSum, ...rest }) => rest);
    expect(counts(merged.joint!.cells)).toEqual(counts(reference.joint!.cells));
    expect(grids.isScoreExact).toBe(false);
    expect(reference.joint!.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(1000);
    for (const { score, scoreSum, count } of reference.joint!.cells) {
      expect(scoreSum / count).toBeGreaterThanOrEqual(grids.scoreEdges[score! - 1]! - 1e-12);
    }
  });

  it('of a month of hours are no more than a statement may give', async () => {
    const [hours, scores] = [864, 250];
    const dataset = await lab.dataset(`SELECT TIMESTAMP '2026-01-01' + INTERVAL (i // ${scores}) HOUR AS "at",
      (i % ${scores}) / 250e0 AS score, 1 AS p, i % 2 AS y FROM range(${hours * scores}) AS r(i)`);
    const { grids } = await lab.fit(dataset, [], { scoreColumn: 'score', joint: CLASSES });
    const range = { fromAt: T0, toAt: T0 + hours * HOUR };
    const options = { grids, timestampColumn: 'at', grain: '1 hour', range, joint: CLASSES } as const;
    const { slices } = await lab.slices(dataset, [], options);
    expect(slices.map(({ profile }) => profile.joint!.cells.length)).toEqual(Array(hours).fill(scores));
  });

  it('take the labels from a table of their own, each key once', async () => {
    const labels = await lab.dataset("SELECT * FROM (VALUES (1, 'a'), (1, 'a'), (2, 'b')) AS t(id, y)");
    const spec = { ...CLASSES, scoreColumn: null, labels: { dataset: labels, on: ['id'], at: null } };
    const dataset = await lab.dataset("SELECT * FROM (VALUES (1, 'a'), (2, 'a'), (3, 'b')) AS t(id, p)");
    const { reference } = await lab.fit(dataset, [], { joint: spec });
    expect(reference.joint!.cells.map(({ predicted, actual, count }) => [predicted, actual, count])).toEqual([
      ['a', 'a', 1],
      ['a', 'b', 1],
      ['b', null, 1],
    ]);
    expect(reference.rows).toBe(3);
  });

  it('hold predictions alone where no label is known', async () => {
    const { reference } = await jointOf("SELECT 0.5 AS score, 'x' AS p FROM range(3)", {
      ...CLASSES,
      labelColumn: null,
    });
    expect(reference.joint!.cells).toEqual([{ score: 1, scoreSum: 1.5, predicted: 'x', actual: null, count: 3 }]);
  });

  it('refuse a score that is a category', async () => {
    const dataset = await lab.dataset("SELECT 'a' AS score, 1 AS p, 1 AS y");
    const { grids } = await lab.fit(dataset, [{ name: 'score', kind: 'categorical' }]);
    const columns = [{ name: 'score', kind: 'categorical' as const }];
    await expect(lab.slices(dataset, columns, { grids, joint: CLASSES })).rejects.toMatchObject({
      code: 'metric_not_supported',
    });
  });
});

describe('values that are none', () => {
  it('a class of NaN is a missing one', async () => {
    const { reference } = await jointOf(
      "SELECT 0.5 AS score, p, y FROM (VALUES (1e0, CAST('nan' AS DOUBLE)), (CAST('nan' AS DOUBLE), 0e0), (1e0, 1e0)) AS t(p, y)",
      { ...CLASSES, scoreColumn: null },
    );
    expect(reference.joint!.cells.map(({ predicted, actual }) => [predicted, actual])).toEqual([
      [null, '0'],
      ['1', null],
      ['1', '1'],
    ]);
  });

  it('a label of a regressor that is not finite has not come, and a spread that does not fit is none', async () => {
    const { reference } = await jointOf(
      "SELECT 1e0 AS p, y FROM (VALUES (CAST('nan' AS DOUBLE)), (CAST('inf' AS DOUBLE)), (1e200), (3e200)) AS t(y)",
      REGRESSION,
    );
    expect(reference.errors).toMatchObject({ count: 2, unlabelled: 2, unpredicted: 0, actualSpread: null });
  });
});

describe('scores where the reference has none', () => {
  it.each(['CAST(NULL AS DOUBLE) AS score,', ''])('fall into equal cells from 0 to 1: "%s"', async (score) => {
    const before = await lab.dataset(`SELECT ${score} 1 AS p, 1 AS y`);
    const columns = score === '' ? [] : numeric('score');
    const { grids } = await lab.fit(before, columns, {});
    const dataset = await lab.dataset('SELECT i / 512e0 AS score, 1 AS p, 1 AS y FROM range(513) AS r(i)');
    const { slices } = await lab.slices(dataset, [], { grids, joint: CLASSES });
    const { cells, scoreEdges } = slices[0]!.profile.joint!;
    expect(scoreEdges).toHaveLength(257);
    expect(cells).toHaveLength(257);
    for (const { score, scoreSum, count } of cells) {
      expect(Math.floor((scoreSum / count) * 256)).toBe(score! - 1);
    }
  });
});

describe('labels of rows younger than the label delay', () => {
  it('count as not there yet', async () => {
    const dataset = await lab.dataset(
      `SELECT TIMESTAMP '2026-01-01' + INTERVAL (i) DAY AS "at", 'a' AS p, 'a' AS y FROM range(3) AS r(i)`,
    );
    const joint = { ...CLASSES, scoreColumn: null, labelsBeforeAt: T0 + DAY };
    const { reference } = await lab.fit(dataset, [], { timestampColumn: 'at', joint });
    expect(reference.joint!.cells.map(({ actual, count }) => [actual, count])).toEqual([
      [null, 2],
      ['a', 1],
    ]);
  });
});

describe('error sums of a regressor', () => {
  it('sum over the rows that have both, and count those without a label', async () => {
    const { reference } = await jointOf(
      `SELECT * FROM (VALUES (3, 2), (1, 4), (5, 0), (7, NULL), (NULL, 1), (CAST('nan' AS DOUBLE), 9)) AS t(p, y)`,
      REGRESSION,
    );
    expect(reference.joint).toBeNull();
    expect(reference.errors).toEqual({
      count: 3,
      unlabelled: 1,
      unpredicted: 2,
      error: 1 - 3 + 5,
      absoluteError: 1 + 3 + 5,
      squaredError: 1 + 9 + 25,
      absolutePercentageError: 1 / 2 + 3 / 4,
      percentageCount: 2,
      actual: 6,
      actualSpread: 4 + 0 + 4,
    });
  });

  it('come by cell of the prediction where an estimate wants them, and add up to the same sums', async () => {
    const select = `SELECT i % 3 AS p, CASE WHEN i % 5 > 0 THEN i % 7 END AS y FROM range(30) AS r(i)
      UNION ALL SELECT NULL, 1 UNION ALL SELECT CAST('nan' AS DOUBLE), 2`;
    const whole = await jointOf(select, REGRESSION);
    const byCell = await jointOf(select, { ...REGRESSION, areErrorsByCell: true });
    const { cells, ...sums } = byCell.reference.errors!;
    expect(sums).toEqual(whole.reference.errors);
    expect(cells!.map(({ cell, count, unlabelled }) => [cell, count, unlabelled])).toEqual([
      [null, 0, 0],
      [1, 8, 2],
      [2, 8, 2],
      [3, 8, 2],
    ]);
    expect(cells!.reduce((sum, { absoluteError }) => sum + absoluteError, 0)).toBe(sums.absoluteError);
    const merged = mergeProfiles(byCell.grids, [byCell.reference, byCell.reference]);
    expect(merged.errors!.cells![1]).toMatchObject({ cell: 1, count: 16, squaredError: 2 * cells![1]!.squaredError });
  });
});
