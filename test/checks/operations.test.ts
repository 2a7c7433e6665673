import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import type { CheckInput, SliceRows } from '../../src/checks/types.ts';
import { DAY, MONDAY, makeInput, makeProfile } from './support.ts';

/** Weekdays of about 1,000 rows and weekends of about 100, for whole weeks before the window. */
function weeks(count: number): SliceRows[] {
  return Array.from({ length: 7 * count }, (_, i) => {
    const at = MONDAY + (i - 7 * count) * DAY;
    return { at, rows: ([0, 6].includes(new Date(at).getUTCDay()) ? 100 : 1000) + (i % 5) };
  });
}

function measureVolume(
  rows: number,
  history: readonly SliceRows[],
  expected: 'auto' | { min: number; max: number } = 'auto',
) {
  const current = makeProfile({}, { rows });
  return CHECKS.volume.measure(makeInput({ volume: { expected } }, {}, { current, history }));
}

describe('volume', () => {
  it('expects what the same weekdays of past weeks had', () => {
    const [usual, expected] = measureVolume(5210, weeks(4));
    expect(usual).toMatchObject({ metric: 'rows', value: 5210, state: 'ok' });
    expect(expected!.value).toBeGreaterThan(5195);
    expect(expected!.value).toBeLessThan(5225);
    expect(measureVolume(2600, weeks(4))[0]).toMatchObject({ state: 'breach', direction: 'below' });
    expect(measureVolume(9000, weeks(4))[0]).toMatchObject({ state: 'breach', direction: 'above' });
  });

  it('keeps the window itself and one bad week out of what it expects', () => {
    const bad = weeks(5).map((slice, i) => (i < 7 ? { ...slice, rows: 0 } : slice));
    const own = Array.from({ length: 7 }, (_, i) => ({ at: MONDAY + i * DAY, rows: 1 }));
    expect(measureVolume(5210, [...bad, ...own])[0]!.state).toBe('ok');
    expect(measureVolume(7, [...bad, ...own])[0]!.state).toBe('breach');
  });

  it('knows no expectation from two weeks, and still says how many rows there are', () => {
    expect(measureVolume(5, weeks(2))).toMatchObject([
      { metric: 'rows', value: 5, threshold: null, state: 'ok' },
      {
        metric: 'expected_rows',
        state: 'unknown',
        reason: 'Too little history: 2 earlier Mondays, and 3 are needed',
      },
    ]);
  });

  it('counts one earlier weekday as one', () => {
    const reason = 'Too little history: 1 earlier Monday, and 3 are needed';
    expect(measureVolume(5, weeks(1))).toContainEqual(expect.objectContaining({ metric: 'expected_rows', reason }));
  });

  it('does not take a stray row for a fault where past weeks had none', () => {
    const none = weeks(8).map((slice) => ({ ...slice, rows: 0 }));
    expect(measureVolume(2, none)[0]).toMatchObject({ state: 'ok' });
    expect(measureVolume(50, none)[0]).toMatchObject({ state: 'breach', direction: 'above' });
  });

  it('lets rows be off by three spreads, each at least a twentieth of what is usual', () => {
    const even = weeks(4).map(({ at }) => ({ at, rows: 1000 }));
    const states = [5900, 6000, 8000, 8100].map((rows) => measureVolume(rows, even)[0]!.state);
    expect(states).toEqual(['breach', 'ok', 'ok', 'breach']);
  });

  it('goes by the last eight weeks, whatever was usual before', () => {
    const grown = weeks(20).map(({ at }, i) => ({ at, rows: i < 7 * 12 ? 3000 : 1000 }));
    expect(measureVolume(7000, grown)[1]!.value).toBe(7000);
  });

  it('holds the rows against a declared range', () => {
    const expected = { min: 10, max: 20 };
    expect(measureVolume(9, [], expected)[0]).toMatchObject({ threshold: 10, direction: 'below', state: 'breach' });
    expect(measureVolume(21, [], expected)[0]).toMatchObject({ threshold: 20, direction: 'above', state: 'breach' });
    expect(measureVolume(10, [], expected)[0]).toMatchObject({ state: 'ok' });
  });
});

it('active days are counted back from the end of the window, which need not be midnight', () => {
  const hour = DAY / 24;
  const end = MONDAY + 7 * DAY + 12 * hour;
  const history = Array.from({ length: 7 * 24 }, (_, i) => ({ at: end - (i + 1) * hour, rows: 1 })).reverse();
  const freshness = { maxDaysSincePrediction: null, minActiveDays: 7, maxDaysSinceTrainingData: null };
  const window = { fromAt: end - DAY, toAt: end };
  const found = CHECKS.freshness.measure(makeInput({ freshness, grain: '1 hour' }, {}, { history, window, now: end }));
  expect(found.find(({ metric }) => metric === 'active_days')).toMatchObject({ value: 7, state: 'ok' });
});

describe('freshness', () => {
  const freshness = { maxDaysSincePrediction: 1, minActiveDays: 7, maxDaysSinceTrainingData: 30 };
  const end = MONDAY + 7 * DAY;

  const measureAge = (lastEventAt: number, observations: CheckInput['observations']) => {
    const current = makeProfile({}, { rows: 1, lastEventAt });
    return CHECKS.freshness.measure(makeInput({ freshness }, {}, { current, observations, now: end + DAY / 2 }))[0];
  };

  it('counts from the newest event to now', () => {
    expect(measureAge(end - DAY, { newestEventAt: { value: null } })).toMatchObject({
      metric: 'days_since_prediction',
      value: 1.5,
      threshold: 1,
      direction: 'above',
      state: 'breach',
      reason: 'The last prediction is of 2026-01-11 00:00 UTC',
    });
  });

  it('knows of predictions that came after the window', () => {
    expect(measureAge(end - DAY, { newestEventAt: { value: end + DAY / 4 } })).toMatchObject({
      value: 0.25,
      state: 'ok',
      reason: 'The last prediction is of 2026-01-12 06:00 UTC',
    });
  });

  it('counts to the end of the window where nobody could look behind it', () => {
    expect(measureAge(end - DAY, {})).toMatchObject({ value: 1, state: 'ok' });
    expect(measureAge(end - 2 * DAY, { newestEventAt: { reason: 'gone' } })).toMatchObject({
      value: 2,
      state: 'breach',
    });
  });

  it('falls back to the last slice that has rows when the window has none', () => {
    const history = [
      { at: MONDAY - 3 * DAY, rows: 4 },
      { at: MONDAY - 2 * DAY, rows: 0 },
    ];
    const [age] = CHECKS.freshness.measure(makeInput({ freshness }, {}, { history, now: end }));
    expect(age).toMatchObject({ value: 9, state: 'breach', reason: expect.stringContaining('last slice') });
  });

  it('counts the days with rows among the last seven', () => {
    const history = Array.from({ length: 10 }, (_, i) => ({ at: end - (10 - i) * DAY, rows: i === 8 ? 0 : 5 }));
    const [, days] = CHECKS.freshness.measure(makeInput({ freshness }, {}, { history }));
    expect(days).toMatchObject({ metric: 'active_days', value: 6, threshold: 7, direction: 'below', state: 'breach' });
  });

  it('knows how old the training data is by the newest row of the reference', () => {
    const measure = (lastEventAt: number | null, limit: number | null) => {
      const settings = { ...freshness, maxDaysSinceTrainingData: limit };
      const reference = makeProfile({}, { rows: 1, lastEventAt });
      return CHECKS.freshness.measure(makeInput({ freshness: settings }, {}, { reference, now: end }))[2];
    };
    expect(measure(end - 31 * DAY, 30)).toMatchObject({
      metric: 'days_since_training_data',
      value: 31,
      state: 'breach',
      reason: 'The newest row of the reference is of 2025-12-12 00:00 UTC',
    });
    expect(measure(end - 31 * DAY, null)).toMatchObject({ value: 31, threshold: null, state: 'ok' });
    expect(measure(null, 30)).toMatchObject({ state: 'unknown' });
    expect(measure(null, null)).toBeUndefined();
  });

  it('is unknown without event times and before it has seen seven days', () => {
    const found = CHECKS.freshness.measure(makeInput({ freshness, timestampColumn: null }));
    expect(found.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
    const [, days] = CHECKS.freshness.measure(
      makeInput({ freshness }, {}, { history: [2, 1].map((days) => ({ at: end - days * DAY, rows: 1 })) }),
    );
    expect(days).toMatchObject({ state: 'unknown', reason: 'The history covers 2 of the last 7 days' });
  });

  it('does not take days that no run has read for days without rows', () => {
    const history = [9, 8, 5, 4, 2, 1].map((days) => ({ at: end - days * DAY, rows: 1 }));
    const [, days] = CHECKS.freshness.measure(makeInput({ freshness }, {}, { history }));
    expect(days).toMatchObject({ state: 'unknown', reason: 'The history covers 4 of the last 7 days' });
  });
});
