import { describe, expect, it } from 'vitest';
import { findFonts } from '../../src/charts/fonts.ts';
import { createMeasure, ellipsize, ellipsizeMiddle, wrapEvenly, wrapText } from '../../src/charts/text-width.ts';

const measure = createMeasure(findFonts());
const style = { room: 368, size: 17, weight: 600, maxLines: 2 };

describe('widths of text', () => {
  it('are those of the font: M of Inter SemiBold is 1,889 of 2,048 units', () => {
    expect(measure('M', 2048, 600)).toBe(1889);
    expect(measure('MM', 17, 600)).toBeCloseTo((2 * 1889 * 17) / 2048, 10);
  });

  it('know every character that charts are written with', () => {
    for (const character of '−–…·×≥<’é%') expect(measure(character, 1)).not.toBe(0.6);
  });
});

describe('lines of text', () => {
  it('end in an ellipsis and fit', () => {
    const short = ellipsize('rolling_mean_of_departure_delay', 100, measure);
    expect(short).toMatch(/^rolling_.*…$/);
    expect(measure(short, 12)).toBeLessThanOrEqual(100);
    expect(ellipsize('short', 100, measure)).toBe('short');
  });

  it('keep both ends of a name in a list', () => {
    const [free, pro] = ['free', 'pro'].map((plan) =>
      ellipsizeMiddle(`middle-east-and-africa, ${plan}`, 120, measure, 600),
    );
    expect(free).toMatch(/^middle-.*….*, free$/);
    expect(pro).toMatch(/^middle-.*….*, pro$/);
    expect(measure(free!, 12, 600)).toBeLessThanOrEqual(120);
    expect(ellipsizeMiddle('EU, pro', 120, measure)).toBe('EU, pro');
  });

  it('break words that are wider than a line', () => {
    const lines = wrapText('x'.repeat(60), style, measure);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).toBe('x'.repeat(60));
  });

  it('are never more than asked, and say that something is missing', () => {
    const lines = wrapText('word '.repeat(60).trim(), style, measure);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    for (const line of lines) expect(measure(line, 17, 600)).toBeLessThanOrEqual(368);
  });

  it('share the words so that none stands alone', () => {
    const lines = wrapEvenly('The median of departure delay is now 574; it was 566', style, measure);
    expect(lines).toHaveLength(2);
    expect(lines[1]?.split(' ').length).toBeGreaterThan(3);
  });
});
