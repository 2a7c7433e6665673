import { expect, it } from 'vitest';
import { correctSegments } from '../../src/checks/correct-segments.ts';
import { makeMeasurement } from '../../src/checks/measurement.ts';
import type { Measurement } from '../../src/checks/types.ts';
import { makeInput } from './support.ts';

const { monitor } = makeInput({});

function measured(state: 'ok' | 'breach', pValue: number | null, check: Measurement['check'] = 'quality'): Measurement {
  const limit = { threshold: 0.1, direction: 'above' } as const;
  return makeMeasurement({
    check,
    metric: 'missing_rate',
    column: 'x',
    segment: 's',
    value: 0.2,
    pValue,
    state,
    ...limit,
  });
}

function statesOf(...measurements: Measurement[]): string[] {
  return correctSegments(measurements, monitor).map(({ state }) => state);
}

it('what is within its limit counts as a test that found nothing, whatever its p-value', () => {
  expect(statesOf(measured('breach', 0.04))).toEqual(['breach']);
  expect(statesOf(measured('breach', 0.04), measured('ok', 0.001))).toEqual(['ok', 'ok']);
});

it('each check is corrected by itself', () => {
  expect(statesOf(measured('breach', 0.04), measured('ok', 0.9, 'performance'))).toEqual(['breach', 'ok']);
});

it('a limit without a p-value is none in a segment', () => {
  const [only] = correctSegments([measured('breach', null)], monitor);
  expect(only).toMatchObject({ state: 'ok', threshold: null, direction: null });
});
