import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../src/alerts/condition.ts';
import { makeMeasurement } from '../../src/checks/measurement.ts';
import type { Measurement } from '../../src/checks/types.ts';
import { listConditionNames } from '../../src/monitors/rules.ts';
import type { Monitor } from '../../src/monitors/types.ts';
import type { JointCounts } from '../../src/profile/types.ts';
import { pickEvidence } from '../../src/runs/evidence.ts';
import { findLoss, type Loss } from '../../src/runs/loss.ts';
import { makeInput, makeProfile } from '../checks/support.ts';

const CONDITION = compileCondition('drifted_columns > 0', listConditionNames([], null));

function drift(column: string, value: number, state: 'ok' | 'breach' = 'breach'): Measurement {
  const limit = { threshold: 0.1, direction: 'above' as const, drifted: state === 'breach', state };
  return makeMeasurement({ check: 'feature_drift', metric: 'psi', column, value, ...limit });
}

function pick(
  measurements: Measurement[],
  importance: Record<string, number>,
  loss: Loss | null = null,
  condition = CONDITION,
) {
  const rows = { reference: 100, current: 10 };
  return pickEvidence(condition, {
    runId: 1,
    window: { fromAt: null, toAt: null },
    rows,
    measurements,
    importance,
    loss,
  });
}

describe('what an alert shows first', () => {
  it('is the column with the largest drift times importance, and the others follow in that order', () => {
    const measurements = [drift('hour', 0.4), drift('delay', 0.3), drift('origin', 0.2)];
    const found = pick(measurements, { hour: 0.1, delay: 0.9, origin: 0.5 });
    expect(found.column).toBe('delay');
    expect(found.also.map(({ column }) => column)).toEqual(['origin', 'hour']);
  });

  it('may be a column that is called like what every object has', () => {
    const found = pick([drift('constructor', 0.4), drift('delay', 0.3)], { delay: 0.9 });
    expect(found).toMatchObject({ column: 'constructor', concern: expect.closeTo(4, 9) });
  });

  it('is never a column within its limit where another is beyond it', () => {
    expect(pick([drift('hour', 0.11), drift('delay', 0.09, 'ok')], { hour: 0.1, delay: 50 }).column).toBe('hour');
  });

  it('is what a rule is about and not how many rows it asks for', () => {
    const accuracy = makeMeasurement({ check: 'performance', metric: 'accuracy', value: 0.8 });
    const rows = makeMeasurement({ check: 'volume', metric: 'rows', value: 50_000 });
    const show = (condition: string) =>
      pick([rows, accuracy], {}, null, compileCondition(condition, listConditionNames([], null))).metric;
    expect(show('accuracy < 0.85 && rows > 1000')).toBe('accuracy');
    expect(show('rows > 1000 && accuracy < 0.85')).toBe('accuracy');
    expect(show('accuracy < 0.5 || rows > 1000')).toBe('rows');
    expect(show('rows > 1000')).toBe('rows');
  });

  it('is of a segment together with what else is outside its limit there, and not in all rows', () => {
    const inEu = (column: string, value: number) => ({ ...drift(column, value), segment: 'region = EU' });
    const measurements = [
      ...[drift('hour', 0.9), inEu('delay', 0.4), inEu('origin', 0.3)],
      { ...drift('dest', 0.8), segment: 'region = US' },
    ];
    const condition = compileCondition('segments("feature_drift") > 0', listConditionNames([], null));
    const there = pick(measurements.slice(0, 3), {}, null, condition);
    expect(there).toMatchObject({ column: 'delay', segment: 'region = EU' });
    expect(there.also.map(({ column }) => column)).toEqual(['origin']);
    expect(pick(measurements, {}, null, condition).also).toEqual([]);
    expect(pick(measurements, {}).also).toEqual([]);
  });

  it('concerns more the more the model has lost', () => {
    const loss = { metric: 'accuracy', value: 0.72, reference: 0.8, share: 0.1, isKnown: true };
    const [with_, without] = [pick([drift('hour', 0.2)], {}, loss), pick([drift('hour', 0.2)], {})];
    expect(without.concern).toBeCloseTo(2);
    expect(with_.concern).toBeCloseTo(6);
    expect(with_.loss).toEqual(loss);
  });
});

describe('what a model has lost', () => {
  const joint = (right: number, wrong: number): JointCounts => ({
    scoreEdges: [],
    isScoreExact: false,
    cells: [
      { score: null, scoreSum: 0, predicted: '1', actual: '1', count: right },
      { score: null, scoreSum: 0, predicted: '1', actual: '0', count: wrong },
    ],
  });
  const monitor: Monitor = makeInput({}).monitor;
  const reference = makeProfile({}, { joint: joint(80, 20) });
  const current = makeProfile({});
  const real = makeMeasurement({ check: 'performance', metric: 'accuracy', value: 0.72 });
  const estimated = makeMeasurement({ check: 'estimated_performance', metric: 'estimated_accuracy', value: 0.6 });
  const unknown = makeMeasurement({ check: 'performance', metric: 'accuracy' });

  it('is told by the labels where they have come, else by the estimate', () => {
    expect(findLoss(monitor, { reference, current }, [estimated, real])).toMatchObject({
      metric: 'accuracy',
      reference: 0.8,
    });
    expect(findLoss(monitor, { reference, current }, [estimated, real])!.share).toBeCloseTo(0.1);
    expect(findLoss(monitor, { reference, current }, [unknown, estimated])!.share).toBeCloseTo(0.25);
  });

  it('is nothing where the model became better, and unknown without labels in the reference', () => {
    expect(findLoss(monitor, { reference, current }, [{ ...real, value: 0.9 }])!.share).toBe(0);
    expect(findLoss(monitor, { reference: makeProfile({}), current }, [real])).toBeNull();
    expect(findLoss(monitor, { reference, current }, [unknown])).toBeNull();
  });
});
