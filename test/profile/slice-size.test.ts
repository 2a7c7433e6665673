import { expect, it } from 'vitest';
import { sizeSlice } from '../../src/profile/slice-size.ts';
import { profileSlices } from '../../src/profile/slices.ts';
import type { GridSet } from '../../src/profile/types.ts';
import { categorical, DAY, makeLab, numeric, T0 } from './data.ts';

it('a slice gives a statement no more rows than its size says, whatever its values and segments are', async () => {
  const lab = await makeLab();
  try {
    const known = `SELECT 'r' || (i % 3) AS region, sin(i) AS x, 'a' AS s FROM range(300) AS r(i)`;
    const columns = [...numeric('x'), ...categorical('s', 'region')];
    const { grids } = await lab.fit(await lab.dataset(known), columns, { slicings: [['region']] });
    const days = 4;
    // Values beyond both ends, and more new categories than are named, in every segment.
    const dataset = await lab.dataset(`SELECT TIMESTAMP '2026-01-01' + INTERVAL (i % ${days}) DAY AS "at",
      'r' || (i % 3) AS region, 9 * sin(i) AS x, 'new' || (i % 53) AS s FROM range(3000) AS r(i)`);
    const sent: number[] = [];
    const query: typeof lab.warehouse.query = async (...args) => {
      const result = await lab.warehouse.query(...args);
      sent.push(result.rows.length);
      return result;
    };
    const range = { fromAt: T0, toAt: T0 + days * DAY };
    const options = {
      grids,
      columns,
      timestampColumn: 'at',
      grain: '1 day',
      range,
      segments: grids.segments!,
    } as const;
    await profileSlices({ ...lab.warehouse, query }, dataset, options);
    expect(Math.max(...sent)).toBeGreaterThan(days * sizeSlice(withoutSegments(grids)).rows);
    expect(Math.max(...sent)).toBeLessThanOrEqual(days * sizeSlice(grids).rows);
  } finally {
    await lab.space.dispose();
  }
});

function withoutSegments({ segments: _, ...grids }: GridSet): GridSet {
  return grids;
}
