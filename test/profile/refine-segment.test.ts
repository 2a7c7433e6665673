import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitGrids } from '../../src/profile/grid.ts';
import { mergeProfiles } from '../../src/profile/merge.ts';
import { refineSegment } from '../../src/profile/refine-segment.ts';
import { coarsenGrids } from '../../src/profile/segment-grids.ts';
import { profileSlices } from '../../src/profile/slices.ts';
import { findQuantile, listSpans } from '../../src/profile/spans.ts';
import type { GridSet, NumericGrid, NumericProfile, Profile } from '../../src/profile/types.ts';
import { makeWorkspace, type Workspace } from '../warehouse/workspace.ts';

const SPAN = { fromAt: Date.parse('2026-02-01'), toAt: Date.parse('2026-02-02') };
const SHARES = [0.05, 0.1, 0.5, 0.9, 0.95];
/** Two regions of a long-tailed column; the waits of the first are half as long again. `step` has 40 values. */
const ROWS = `SELECT TIMESTAMP '2026-02-01' AS at_time, region, wait, floor(wait / 3) AS step FROM (
  SELECT CASE WHEN i % 3 = 0 THEN 'EU' ELSE 'US' END AS region,
    least(119.9, -12 * ln(1 - (hash(i) % 99991) / 99991.0) * CASE WHEN i % 3 = 0 THEN 1.5 ELSE 1 END) AS wait
  FROM range(20000) AS r(i))`;

let space: Workspace;
let grids: GridSet;
let whole: Profile;
let truth: Record<string, number[]>;

beforeAll(async () => {
  space = await makeWorkspace();
  await space.run([`COPY (${ROWS}) TO '${space.path('rows.parquet')}' (FORMAT parquet)`]);
  const warehouse = await space.open();
  const dataset = await warehouse.resolve('rows.parquet', 'current', space.dir);
  const columns = ['wait', 'step'].map((name) => ({ name, kind: 'numeric' as const }));
  const settings = { columns, timestampColumn: 'at_time', slicings: [['region']] };
  ({ grids } = await fitGrids(warehouse, dataset, { ...settings, range: { fromAt: null, toAt: null }, fences: 'iqr' }));
  const sliced = {
    columns,
    grids,
    timestampColumn: 'at_time',
    grain: '1 day' as const,
    range: SPAN,
    segments: grids.segments,
  };
  const { slices } = await profileSlices(warehouse, dataset, sliced);
  whole = mergeProfiles(
    grids,
    slices.map(({ profile }) => profile),
  );
  const ask = SHARES.map((p) => `quantile_cont(wait, ${p}), quantile_disc(step, ${p})`).join(', ');
  const { rows } = await warehouse.query(`SELECT ${ask} FROM (${ROWS}) WHERE region = 'EU'`, {});
  const values = rows[0]!.map(Number);
  truth = { wait: values.filter((_, i) => i % 2 === 0), step: values.filter((_, i) => i % 2 === 1) };
});
afterAll(() => space.dispose());

function refine(column: string) {
  const [grid, own] = [grids.columns[column], coarsenGrids(grids).columns[column]] as [NumericGrid, NumericGrid];
  const profile = whole.segments!['region = EU']!.columns[column] as NumericProfile;
  const side = { grid, profile: whole.columns[column] as NumericProfile };
  return { grid, own, profile, refined: refineSegment(side, { grid: own, profile }) };
}

describe('a segment on the grid of the whole', () => {
  it.each([
    ['wait', 0.02],
    ['step', 1],
  ])('has the quantiles of its rows, which its own cells are too wide to tell: %s', (column, slack) => {
    const { grid, own, profile, refined } = refine(column);
    const farOff = SHARES.map((p, i) => Math.abs(findQuantile(listSpans(own, profile), p)! / truth[column]![i]! - 1));
    const near = SHARES.map((p, i) => Math.abs(findQuantile(listSpans(grid, refined), p)! - truth[column]![i]!));
    expect(Math.max(...farOff)).toBeGreaterThan(0.15);
    for (const [i, off] of near.entries()) expect(off).toBeLessThanOrEqual(0.03 * truth[column]![i]! + slack);
  });

  it('keeps the count of every cell of its own, and its sum', () => {
    const { grid, own, profile, refined } = refine('wait');
    const counted = own.edges.map((edge) => {
      const upTo = refined.cells.filter((_, i) => i === 0 || grid.edges[i - 1]! < edge);
      return upTo.reduce((a, b) => a + b, 0);
    });
    const wanted = own.edges.map((_, i) => profile.cells.slice(0, i + 1).reduce((a, b) => a + b, 0));
    for (const [i, count] of counted.entries()) expect(count).toBeCloseTo(wanted[i]!, 6);
    const sum = listSpans(grid, refined).reduce(
      (total, { from, to, count }) => total + count * ((from + to) / 2 - grid.center),
      0,
    );
    expect(sum / profile.sum).toBeCloseTo(1, 6);
  });

  it('lies evenly where the whole has no rows', () => {
    const grid = { ...(grids.columns.wait as NumericGrid) };
    const own = coarsenGrids(grids).columns.wait as NumericGrid;
    const empty = { ...(whole.columns.wait as NumericProfile), cells: grid.edges.map(() => 0).concat(0) };
    const profile = whole.segments!['region = EU']!.columns.wait as NumericProfile;
    const { cells } = refineSegment({ grid, profile: empty }, { grid: own, profile });
    expect(cells.every((count) => count >= 0)).toBe(true);
    expect(cells.reduce((a, b) => a + b, 0)).toBeCloseTo(
      profile.cells.reduce((a, b) => a + b, 0),
      6,
    );
  });
});
