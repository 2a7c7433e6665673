import { describe, expect, it } from 'vitest';
import { chooseNannymlMethods, fitParts, judgeLikeNannyml, type NannymlBasis } from '../../src/drift/nannyml.ts';
import { makeDrift } from '../checks/support.ts';

const BASIS: NannymlBasis = { kind: 'categories', values: ['a', 'b'], counts: [60, 40] };
const part = (...counts: number[]) => ({
  kind: 'categories' as const,
  rows: new Map(counts.flatMap((count, i) => (count === 0 ? [] : [['abc'[i]!, count] as const]))),
});

describe('judgeLikeNannyml()', () => {
  // scipy.spatial.distance.jensenshannon([.6, .4], [.5, .5], 2) and its mean + 3 np.std over two chunks.
  const fit = fitParts('js_distance', BASIS, [part(6, 4), part(5, 5)]);

  it("takes the limit from the reference's chunks", () => {
    const chunk = 0.08543510262458807;
    expect(fit).toMatchObject({ upper: expect.closeTo(chunk / 2 + (3 * chunk) / 2, 12) });
  });

  it('leaves chunks without a value out of the limit', () => {
    expect(fitParts('js_distance', BASIS, [part(6, 4), part(0, 0), part(5, 5)])).toEqual(fit);
  });

  it('has no verdict on a window without a value', () => {
    if ('refused' in fit) throw new Error(fit.refused);
    expect(judgeLikeNannyml('js_distance', { ...fit, part: part(0, 0) })).toBe('No value in the current window');
    expect(judgeLikeNannyml('js_distance', { refused: 'why' })).toBe('why');
  });

  it('says that NannyML has no number where rounding takes the distance of equal sides below 0', () => {
    // NannyML 0.13.1 on 0, 1 … 5 over and over, ten chunks of 432 rows: value and upper threshold are NaN.
    const six: NannymlBasis = { kind: 'categories', values: [...'abcdef'], counts: new Array<number>(6).fill(720) };
    const alike = { kind: 'categories' as const, rows: new Map([...'abcdef'].map((value) => [value, 168])) };
    const one = fitParts('js_distance', six, [part(6, 4)]);
    if ('refused' in one) throw new Error(one.refused);
    expect(judgeLikeNannyml('js_distance', { ...one, part: alike })).toContain('is NaN');
  });

  it('tests categories with the correction of Yates where there are two, and without a limit', () => {
    const chi = fitParts('chi_square', BASIS, [part(6, 4)]);
    if ('refused' in chi) throw new Error(chi.refused);
    // scipy.stats.chi2_contingency([[60, 30], [40, 40]]) and [[60, 30], [40, 40], [0, 5]]
    expect(judgeLikeNannyml('chi_square', { ...chi, part: part(30, 40) })).toEqual({
      value: expect.closeTo(4.193417658730163, 12),
      pValue: expect.closeTo(0.040581208325609915, 12),
      upper: null,
      drifted: true,
    });
    expect(judgeLikeNannyml('chi_square', { ...chi, part: part(30, 40, 5) })).toMatchObject({
      value: expect.closeTo(11.666666666666666, 12),
      pValue: expect.closeTo(0.0029282996948181888, 12),
    });
  });
});

describe('chooseNannymlMethods()', () => {
  it('takes those of the kind, and js_distance where none is left', () => {
    const settings = makeDrift({ driftMethods: ['ks_test', 'wasserstein'] });
    expect(chooseNannymlMethods(settings, 'x', 'numeric')).toEqual(['ks_test', 'wasserstein']);
    expect(chooseNannymlMethods(settings, 'x', 'categorical')).toEqual(['js_distance']);
  });

  it('adds what a rule asks for, and lets a column have its own', () => {
    const column = { driftMethods: ['chi_square' as const], threshold: null, pValue: null, importance: null };
    const settings = makeDrift({ columns: { x: column }, asked: { x: ['js_distance'] } });
    expect(chooseNannymlMethods(settings, 'x', 'categorical')).toEqual(['chi_square', 'js_distance']);
  });
});
