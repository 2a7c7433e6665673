import { describe, expect, it } from 'vitest';
import { readFacts } from '../../src/checks/facts.ts';
import { measureAll, measureAllSegments } from '../../src/checks/index.ts';
import type { CheckInput } from '../../src/checks/types.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import type { Monitor } from '../../src/monitors/types.ts';
import { coarsenGrids } from '../../src/profile/segment-grids.ts';
import type { NumericGrid } from '../../src/profile/types.ts';
import { categoricalPair, makeGrid, normals, numericPair } from '../drift/support.ts';
import { makeDrift, makeInput, makeProfile } from './support.ts';

const grid = makeGrid(normals(1, 4000));
/** As segments are counted. */
const ownGrid = coarsenGrids(makeInput({}, { amount: numericPair([1], [1], grid) }).grids).columns
  .amount as NumericGrid;

/** A monitor whose segments have these columns, `amount` and `region`. */
function sliced(amounts: Record<string, [reference: number[], current: number[]]>, monitor: Partial<Monitor> = {}) {
  const names = Object.keys(amounts);
  const pairs = names.map((name): [string, ColumnPair] => [name, numericPair(...amounts[name]!, ownGrid)]);
  const whole = numericPair(normals(1, 4000), normals(2, 2000), grid);
  const region = categoricalPair([100, 100], [100, 100]);
  const settings = { featureDrift: makeDrift(), slicingExprs: ['region'], ...monitor };
  const input = makeInput(settings, { amount: whole, region });
  const side = (of: 'reference' | 'current') =>
    Object.fromEntries(
      pairs.map(([name, pair]) => [
        `region = ${name}`,
        makeProfile({ amount: pair[of], region: region[of] }, { rows: pair[of].rows }),
      ]),
    );
  return {
    ...input,
    grids: {
      ...input.grids,
      segments: names.map((name) => ({ name: `region = ${name}`, terms: [{ column: 'region', value: name }] })),
    },
    reference: { ...input.reference, segments: side('reference') },
    current: { ...input.current, segments: side('current') },
  } satisfies CheckInput;
}

const segmentsOf = async (input: CheckInput) => (await measureAllSegments(input)).measurements;

describe('segments', () => {
  it('are asked what the whole is asked, but for their own column', async () => {
    const found = await segmentsOf(
      sliced({ EU: [normals(3, 1000), normals(4, 500)], US: [normals(5, 1000), normals(6, 500, 1)] }),
    );
    expect(found.map(({ segment, metric, column, drifted }) => [segment, metric, column, drifted])).toEqual([
      ['region = EU', 'rows', null, null],
      ['region = EU', 'wasserstein', 'amount', false],
      ['region = US', 'rows', null, null],
      ['region = US', 'wasserstein', 'amount', true],
    ]);
  });

  it('count as drifted only after the correction over all of them', async () => {
    const clean = Array.from({ length: 40 }, (_, i): [string, [number[], number[]]] => [
      `r${i}`,
      [normals(100 + i, 400), normals(200 + i, 200)],
    ]);
    const alone = sliced({ odd: [normals(900, 400), normals(902, 200, 0.27)] });
    const among = sliced({ odd: [normals(900, 400), normals(902, 200, 0.27)], ...Object.fromEntries(clean) });
    const odd = async (input: CheckInput) =>
      (await segmentsOf(input)).find((one) => one.segment === 'region = odd' && one.column)!;
    expect(await odd(alone)).toMatchObject({ drifted: true, state: 'breach' });
    expect(await odd(among)).toMatchObject({ drifted: false, state: 'ok', value: (await odd(alone)).value });
  });

  it('with too few rows are said to be so', async () => {
    const [rows, ...others] = await segmentsOf(sliced({ EU: [normals(3, 1000), normals(4, 20)] }));
    expect(rows).toMatchObject({ value: 20, reason: 'Too few rows in the current window: 20, and 100 are needed' });
    expect(others).toEqual([]);
  });

  it('that the reference does not have are unknown', async () => {
    const input = makeInput({ featureDrift: makeDrift(), slicingExprs: ['region', 'a > 1'] });
    expect(await segmentsOf(input)).toMatchObject([
      {
        segment: 'region',
        state: 'unknown',
        reason: 'The reference has no values of region: its segments are not measured',
      },
    ]);
  });

  it('never decide a rule: conditions speak of all rows', async () => {
    const input = sliced({ US: [normals(5, 1000), normals(6, 500, 1)] });
    const facts = readFacts([...measureAll(input).measurements, ...(await segmentsOf(input))]);
    expect(facts.metrics).toMatchObject({ rows: 2000, drifted_columns: 0 });
    expect(facts.breaches('feature_drift')).toBe(0);
    expect(facts.drift('wasserstein', 'amount')).toBeLessThan(0.1);
  });

  it('decide a rule that asks for them by segments()', async () => {
    const input = sliced({ EU: [normals(3, 1000), normals(4, 500)], US: [normals(5, 1000), normals(6, 500, 1)] });
    const facts = readFacts(await segmentsOf(input));
    expect(facts.segments('feature_drift')).toBe(1);
    expect(facts.segments('performance')).toBe(null);
  });

  it('never have the limit of a metric whose noise is not known', async () => {
    const errors = { count: 500, unlabelled: 0, error: 0, absoluteError: 900, squaredError: 9000 };
    const sums = {
      ...errors,
      absolutePercentageError: 0,
      percentageCount: 500,
      actual: 0,
      actualSpread: 0,
      unpredicted: 0,
    };
    const input = sliced(
      { EU: [normals(3, 1000), normals(4, 500)] },
      {
        problemType: 'regression',
        metrics: ['rmse'],
        thresholds: [{ metric: 'rmse', minValue: null, maxValue: 1 }],
      },
    );
    const own = {
      ...input.current.segments,
      'region = EU': { ...input.current.segments['region = EU']!, errors: sums },
    };
    const found = await segmentsOf({ ...input, current: { ...input.current, segments: own } });
    expect(found.find(({ metric }) => metric === 'rmse')).toMatchObject({
      value: Math.sqrt(18),
      threshold: null,
      state: 'ok',
      reason: 'No limit in a segment: how much of it is chance is not known',
    });
  });
});
