import { describe, expect, it } from 'vitest';
import { describeChart } from '../../src/charts/alt-text.ts';
import { buildHistoryChart, makeShareBand } from '../../src/charts/findings.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 1, 10);

type Input = Parameters<typeof buildHistoryChart>[0];

function build(values: readonly (number | null)[], changes: Partial<Input> = {}) {
  const threshold = changes.threshold === undefined ? 0.85 : changes.threshold;
  const isBad = (value: number): boolean =>
    threshold !== null && (changes.direction === 'above' ? value > threshold : value < threshold);
  return buildHistoryChart({
    modelName: 'churn',
    metric: 'accuracy',
    column: null,
    rows: values.map((value, i) => ({
      windowFromAt: START + i * DAY_MS,
      windowToAt: START + (i + 1) * DAY_MS,
      value,
      state: value === null ? 'unknown' : isBad(value) ? 'breach' : 'ok',
    })),
    direction: 'below',
    ...changes,
    threshold,
  });
}

describe('the title of a history', () => {
  it.each([
    [[0.9, 0.82, 0.83, 0.81], 'Accuracy has been below 0.85 since 11 Feb; now 0.81'],
    [[0.9, 0.82, null, 0.81], 'Accuracy has been below 0.85 since 11 Feb; now 0.81'],
    [[0.9, 0.91, 0.81], 'Accuracy fell below 0.85 on 12 Feb, to 0.81'],
    [[0.9, 0.81, 0.8, 0.88], 'Accuracy is back above 0.85 after two breaches; now 0.88'],
    [[0.9, 0.91, 0.88], 'Accuracy is 0.88; no breach of 0.85 in three windows'],
    [[0.81], 'Accuracy is 0.81, below its limit of 0.85'],
    [[0.91], 'Accuracy is 0.91, above 0.85'],
    [[0.9, 0.91, null], 'Accuracy has had no value since 11 Feb, when it was 0.91'],
    [[null, null], 'Accuracy has no value in two windows'],
    [[], 'Accuracy has no value in no windows'],
  ])('of %j is %s', (values, title) => {
    expect(build(values).header.title).toBe(title);
  });

  it('follows a limit from above, and names the column', () => {
    const chart = build([0.02, 0.07, 0.08], { metric: 'psi', column: 'tenure', threshold: 0.05, direction: 'above' });
    expect(chart.header.title).toBe('PSI of tenure has been above 0.050 since 11 Feb; now 0.080');
  });

  it('shows the limit with the same decimals as the line under it', () => {
    const { title, subtitle } = build([0.9, 0.683], { threshold: 0.69 }).header;
    expect([title, subtitle]).toEqual(['Accuracy fell below 0.690 on 11 Feb, to 0.683', 'Limit 0.690 · two windows']);
  });

  it.each([
    ['rows', 'Rows have been above 10 since 11 Feb; now 80'],
    ['batch_seconds', 'Batch seconds have been above 10 since 11 Feb; now 80'],
    ['days_since_prediction', 'Days since prediction have been above 10 since 11 Feb; now 80'],
    ['log_loss', 'Log loss has been above 10 since 11 Feb; now 80'],
  ])('speaks of many things as many: %s', (metric, title) => {
    expect(build([2, 70, 80], { metric, threshold: 10, direction: 'above' }).header.title).toBe(title);
  });

  it('tells a value over the limit from a breach', () => {
    const rows = [{ windowFromAt: START, windowToAt: START + DAY_MS, value: 0.07, state: 'ok' as const }];
    const chart = build([], { metric: 'psi', threshold: 0.05, direction: 'above', rows });
    expect(chart.header.title).toBe('PSI is 0.070, above its limit of 0.050 but within noise');
  });

  it('compares with the first value where there is no limit', () => {
    expect(build([0.9, 0.7], { threshold: null, direction: null }).header.title).toBe(
      'Accuracy is now 0.70; on 10 Feb it was 0.90',
    );
  });
});

describe('the places of a history', () => {
  it('put windows of a day that follow each other by the hour at the newest of its hours', () => {
    const HOUR_MS = 3_600_000;
    const rows = [0.9, 0.9, 0.8, 0.7].map((value, i) => ({
      windowFromAt: START + (i - 23) * HOUR_MS,
      windowToAt: START + (i + 1) * HOUR_MS,
      value,
      state: value < 0.85 ? ('breach' as const) : ('ok' as const),
    }));
    const chart = build([], { rows, marks: [{ at: START + 3.1 * HOUR_MS, kind: 'fired' }] });
    expect(chart.points.map(({ at }) => (at - START) / HOUR_MS)).toEqual([0, 1, 2, 3]);
    expect(chart.header.title).toBe('Accuracy has been below 0.85 since 10 Feb 02:00; now 0.70');
    expect(chart.marks).toEqual([{ at: START + 2 * HOUR_MS, kind: 'fired', label: 'Alert 10 Feb 03:06' }]);
    expect(describeChart(chart)).toContain('10 Feb 2026 00:00 – 10 Feb 2026 03:00');
    expect(describeChart(chart)).toContain('Lowest 0.70 on 10 Feb 03:00');
    expect(chart.header.subtitle).toContain('times in UTC');
  });

  it('put a window at its last day and an hour at its start', () => {
    const week = { windowFromAt: START, windowToAt: START + 7 * DAY_MS, value: 0.9, state: 'ok' as const };
    const hour = { windowFromAt: START + 3_600_000, windowToAt: START + 7_200_000, value: 0.9, state: 'ok' as const };
    expect(build([], { rows: [week] }).points[0]?.at).toBe(START + 6 * DAY_MS);
    expect(build([], { rows: [hour] }).points[0]?.at).toBe(START + 3_600_000);
  });

  it('put an alert at the window that caused it', () => {
    const firedAt = START + 2 * DAY_MS + 3_600_000;
    const { marks } = build([0.9, 0.8, 0.8], { marks: [{ at: firedAt, kind: 'fired' }] });
    expect(marks).toEqual([{ at: START + DAY_MS, kind: 'fired', label: 'Alert 12 Feb' }]);
  });
});

describe('makeShareBand', () => {
  it('is the interval of Wilson: 81 of 263 gives 0.255 to 0.366', () => {
    // R: prop.test(81, 263, correct = FALSE)$conf.int
    const band = makeShareBand(81 / 263, 263);
    expect(band?.low).toBeCloseTo(0.2553, 4);
    expect(band?.high).toBeCloseTo(0.3662, 4);
  });

  it('is null for what is no share of rows', () => {
    expect(makeShareBand(0.5, 0)).toBeNull();
    expect(makeShareBand(1.2e6, 100)).toBeNull();
  });
});

describe('the history of a share', () => {
  it('is told in percent, as in the message', () => {
    const settings = { metric: 'anomaly_rate', threshold: 0.15, direction: 'above' } as const;
    const { header, isShare } = build([0.1, 0.159], settings);
    expect(isShare).toBe(true);
    expect(header.title).toBe('Anomaly rate rose above 15.0% on 11 Feb, to 15.9%');
    expect(header.subtitle).toContain('Limit 15.0%');
    expect(build([0.004, 0.02], { ...settings, threshold: null, direction: null }).header.title).toBe(
      'Anomaly rate is now 2.0%; on 10 Feb it was 0.40%',
    );
  });

  it('is not that of a metric that messages give as a number', () => {
    expect(build([0.9, 0.81]).isShare).toBe(false);
  });
});
