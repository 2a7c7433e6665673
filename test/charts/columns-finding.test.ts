import { describe, expect, it } from 'vitest';
import { buildColumnsChart } from '../../src/charts/findings.ts';
import type { MeasurementState } from '../../src/checks/types.ts';

type Row = [column: string, value: number | null, state: MeasurementState, importance: number | null];

const build = (rows: readonly Row[]) =>
  buildColumnsChart({
    modelName: 'churn',
    names: { reference: 'January', current: '23 Feb' },
    rows: rows.map(([column, value, state, importance]) => ({
      column,
      method: 'psi',
      value,
      threshold: 0.2,
      floor: 0.1,
      state,
      importance,
      history: [0.1, null, value],
    })),
  });

describe('the chart of all columns', () => {
  it('measures everything in limits', () => {
    expect(build([['tenure', 0.3, 'breach', null]]).rows).toEqual([
      {
        column: 'tenure',
        state: 'breach',
        ratio: 0.3 / 0.2,
        noise: 0.5,
        importance: null,
        history: [0.5, null, 0.3 / 0.2],
      },
    ]);
  });

  it('has breaches first, then what moved most among what matters most', () => {
    const { rows } = build([
      ['quiet', 0.02, 'ok', 0.9],
      ['small', 0.15, 'ok', 0.01],
      ['broken', 0.25, 'breach', 0.02],
      ['empty', null, 'unknown', 0.5],
    ]);
    expect(rows.map((row) => row.column)).toEqual(['broken', 'quiet', 'small', 'empty']);
  });

  it.each<[readonly Row[], string]>([
    [
      [
        ['a', 0.5, 'breach', null],
        ['b', 0.3, 'breach', null],
        ['c', 0.1, 'ok', null],
      ],
      'a drifted most, to 2.5 times its limit; one other column did too',
    ],
    [
      [
        ['a', 0.5, 'breach', null],
        ['c', 0.1, 'ok', null],
      ],
      'Only a has drifted, to 2.5 times its limit',
    ],
    [
      [
        ['a', 0.05, 'ok', null],
        ['c', 0.1, 'ok', null],
      ],
      'No column has drifted; c came closest, at 0.50 times its limit',
    ],
    [[['a', null, 'unknown', null]], 'No column has enough data to compare'],
  ])('finds in %j: %s', (rows, title) => {
    expect(build(rows).header.title).toBe(title);
  });
});
