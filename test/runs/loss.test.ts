import { describe, expect, test } from 'vitest';
import { makeMeasurement } from '../../src/checks/measurement.ts';
import type { JointCounts } from '../../src/profile/types.ts';
import { findLoss } from '../../src/runs/loss.ts';
import { makeInput, makeProfile } from '../checks/support.ts';

const { monitor } = makeInput({});

function joint(right: number, wrong: number): JointCounts {
  const cell = { score: null, scoreSum: 0, predicted: '1' };
  return {
    scoreEdges: [],
    isScoreExact: false,
    cells: [
      { ...cell, actual: '1', count: right },
      { ...cell, actual: '0', count: wrong },
    ],
  };
}

/** What is known of a window of `rows` rows with this accuracy, against a reference with 80 %. */
function lossOf(accuracy: number, rows: number) {
  const right = Math.round(accuracy * rows);
  const current = makeProfile({}, { joint: joint(right, rows - right) });
  const reference = makeProfile({}, { joint: joint(80_000, 20_000) });
  const measured = makeMeasurement({ check: 'performance', metric: 'accuracy', value: right / rows });
  return findLoss(monitor, { reference, current }, [measured])!;
}

describe('a loss is known', () => {
  // Three standard errors of an accuracy of 0.77: 0.063 in 400 rows, 0.013 in 10,000.
  test.each([
    [0.77, 400, false],
    // Beyond the band of 95 %, and not beyond three standard errors.
    [0.75, 400, false],
    [0.77, 10_000, true],
    [0.7, 400, true],
    [0.795, 1_000_000, false],
    [0.79, 1_000_000, true],
    [0.85, 10_000, false],
  ])('accuracy %f over %i rows, 0.80 in the reference: %s', (accuracy, rows, isKnown) => {
    expect(lossOf(accuracy, rows).isKnown).toBe(isKnown);
  });

  test('without a standard error, from a twentieth on', () => {
    const reference = makeProfile({}, { joint: joint(80, 20) });
    const current = makeProfile({});
    const estimated = (value: number) =>
      makeMeasurement({ check: 'estimated_performance', metric: 'estimated_accuracy', value });
    expect(findLoss(monitor, { reference, current }, [estimated(0.77)])).toMatchObject({ isKnown: false });
    expect(findLoss(monitor, { reference, current }, [estimated(0.75)])).toMatchObject({ isKnown: true });
  });

  test('and a known one is shown before a larger one that chance may explain', () => {
    const reference = makeProfile({}, { joint: joint(80_000, 20_000) });
    const current = makeProfile({}, { joint: joint(7_700, 2_300) });
    const accuracy = makeMeasurement({ check: 'performance', metric: 'accuracy', value: 0.77 });
    // F1 has no standard error here, and 4 % of it is less than a twentieth.
    const f1 = makeMeasurement({ check: 'performance', metric: 'f1_score', value: 0.853 });
    const found = findLoss(monitor, { reference, current }, [f1, accuracy]);
    expect(found).toMatchObject({ metric: 'accuracy', isKnown: true });
    expect(found!.share).toBeLessThan(findLoss(monitor, { reference, current }, [f1])!.share);
  });
});
