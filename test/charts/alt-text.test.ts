import { describe, expect, it } from 'vitest';
import { describeChart } from '../../src/charts/alt-text.ts';
import type { Chart } from '../../src/charts/types.ts';
import { SAMPLES } from './samples.ts';

const describeSample = (name: string): string => describeChart(SAMPLES[name] as Chart);

describe('the text for those who do not see the picture', () => {
  it('says kind, finding, measure, state and extremes of a numeric column', () => {
    expect(describeSample('numeric-two-values')).toBe(
      'Distribution of a numeric column, 19–25 Feb against January. Drift above limit · late-flights. 57.0% of is_weekend is now 0; it was 71.0%. ' +
        'PSI 0.063, limit 0.050 · 10k rows against 1,000. ' +
        'Most gained at 1: 43.0% of rows, was 29.0%. Most lost at 0: 57.0% of rows, was 71.0%.',
    );
  });

  it('names the categories that contribute most', () => {
    expect(describeSample('categorical')).toContain(
      'smart tv: gone, was 5.0%. partner api v2: 4.0%, new. android: 35.0%, was 22.0%.',
    );
  });

  it('counts the breaches and gaps of a history', () => {
    const text = describeSample('history');
    expect(text).toContain('Line over time, 1 Feb 2026 – 1 Apr 2026.');
    expect(text).toContain('Limit 0.85, nine breaches. Four windows without a value. Alert 19 Feb.');
  });

  it('names the columns at the top', () => {
    expect(describeSample('columns')).toContain('prev_delay: 1.1 times its limit, breach.');
  });

  it('names the pairs whose correlation changed most, and counts those without one', () => {
    expect(describeSample('correlations-20')).toContain(
      'refunds and refund_amount: 0.08, was 0.58. monthly_charges and sessions_per_week: 0.25, was −0.19.',
    );
    expect(describeSample('correlations-gaps')).toContain('Five pairs without a value.');
  });

  it('claims no gain or loss where a side has no rows', () => {
    expect(describeSample('numeric-current-empty')).not.toMatch(/gained|lost/);
    expect(describeSample('categorical-current-empty')).not.toContain('gone');
  });

  it.each(Object.keys(SAMPLES))('of %s is within what Slack takes and has no broken numbers', (name) => {
    const text = describeSample(name);
    expect(text.length).toBeLessThanOrEqual(1000);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null|not a number/);
    expect(text).toContain((SAMPLES[name] as Chart).header.eyebrow);
  });

  it('says which segment of which model it shows', () => {
    const { header, ...chart } = SAMPLES.history as Chart;
    const text = describeChart({ ...chart, header: { ...header, eyebrow: 'Breach · churn · region = EU' } } as Chart);
    expect(text).toContain('. Breach · churn · region = EU. Accuracy has been below 0.85');
  });

  it('stays within 2,000 characters whatever the names are', () => {
    const chart = SAMPLES.numeric as Chart;
    const header = { ...chart.header, title: 'x'.repeat(5000), subtitle: 'y'.repeat(5000) };
    expect(describeChart({ ...chart, header }).length).toBeLessThanOrEqual(2000);
  });
});
