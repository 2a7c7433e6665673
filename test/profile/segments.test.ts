import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitGrids } from '../../src/profile/grid.ts';
import { mergeProfiles } from '../../src/profile/merge.ts';
import { coarsenGrids } from '../../src/profile/segment-grids.ts';
import { profileSlices } from '../../src/profile/slices.ts';
import type { GridSet, Profile } from '../../src/profile/types.ts';
import { decodeProfile, encodeProfile } from '../../src/store/profile-codec.ts';
import type { Dataset, Warehouse } from '../../src/warehouse/types.ts';
import { makeWorkspace, type Workspace } from '../warehouse/workspace.ts';

const WHOLE = { fromAt: null, toAt: null };
const DAYS = { fromAt: Date.parse('2026-02-01'), toAt: Date.parse('2026-02-04') };
const columns = [
  { name: 'amount', kind: 'numeric' as const },
  { name: 'plan', kind: 'categorical' as const },
];
const joint = {
  problemType: 'classification' as const,
  predictionColumn: 'said',
  scoreColumn: null,
  labelColumn: 'came',
  labels: null,
  labelsBeforeAt: null,
};

/** Three days of 400 rows: half in EU, a quarter in US, an eighth in O'Brien, the rest nowhere. */
const ROWS = `SELECT TIMESTAMP '2026-02-01' + to_days((i // 400)::INTEGER) AS at_time, i,
  CASE i % 8 WHEN 0 THEN 'US' WHEN 1 THEN 'US' WHEN 2 THEN 'O''Brien' WHEN 3 THEN NULL ELSE 'EU' END AS region,
  i % 3 AS tier, CASE WHEN i % 97 = 0 THEN 'NaN'::DOUBLE ELSE (i * 37 % 1009) / 7.0 END AS amount,
  CASE WHEN i % 5 = 0 THEN 'pro' ELSE 'basic' END AS plan, i % 2 = 0 AS said, i % 4 = 0 AS came
  FROM range(1200) AS r(i)`;

let space: Workspace;
let warehouse: Warehouse;
let dataset: Dataset;
let fitted: { grids: GridSet; reference: Profile };
const slicings = [['region'], ['region', 'tier']];

beforeAll(async () => {
  space = await makeWorkspace();
  await space.run([`COPY (${ROWS}) TO '${space.path('rows.parquet')}' (FORMAT parquet)`]);
  warehouse = await space.open();
  dataset = await warehouse.resolve('rows.parquet', 'current', space.dir);
  fitted = await fitGrids(warehouse, dataset, {
    columns,
    timestampColumn: 'at_time',
    range: WHOLE,
    fences: 'iqr',
    joint,
    slicings,
  });
});
afterAll(() => space.dispose());

async function profileWhere(where: string, grids = coarsenGrids(fitted.grids)): Promise<Profile> {
  const { slices } = await profileSlices(warehouse, dataset, { ...sliced(), grids, where });
  return mergeProfiles(
    grids,
    slices.map(({ profile }) => profile),
  );
}

function sliced() {
  return { grids: fitted.grids, columns, timestampColumn: 'at_time', grain: '1 day' as const, range: DAYS, joint };
}

describe('segments', () => {
  it('are the commonest values of the reference, with rows without a value in none', () => {
    const names = fitted.grids.segments!.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['region = EU', 'region = US', "region = O'Brien"]);
    expect(names).toContain('region = US, tier = 2');
    expect(names).toHaveLength(3 + 9);
    expect(Object.keys(fitted.reference.segments!).sort()).toEqual([...names].sort());
  });

  it.each([
    ['region = EU', "region = 'EU'"],
    ["region = O'Brien", "region = 'O''Brien'"],
    ['region = US, tier = 1', "region = 'US' AND tier = 1"],
  ])('%s has the counts of its rows alone, slice by slice', async (name, where) => {
    const { slices } = await profileSlices(warehouse, dataset, { ...sliced(), segments: fitted.grids.segments });
    expect(slices).toHaveLength(3);
    const merged = mergeProfiles(
      fitted.grids,
      slices.map(({ profile }) => profile),
    );
    expect(merged.segments![name]).toEqual(await profileWhere(where));
    expect(merged.segments![name]!.columns.amount).toMatchObject({ nans: expect.any(Number) });
  });

  it('leave the whole as it is', async () => {
    const { slices } = await profileSlices(warehouse, dataset, { ...sliced(), segments: fitted.grids.segments });
    const { slices: plain } = await profileSlices(warehouse, dataset, sliced());
    expect(slices.map(({ profile: { segments: _, ...rest } }) => rest)).toEqual(plain.map(({ profile }) => profile));
  });

  it('are stored and read with the profile that holds them', () => {
    expect(decodeProfile(encodeProfile(fitted.reference))).toEqual(fitted.reference);
  });

  it('of a column with many values are ten', async () => {
    const options = {
      columns,
      timestampColumn: null,
      range: WHOLE,
      fences: 'iqr' as const,
      slicings: [['i'], ['gone']],
    };
    const { grids } = await fitGrids(warehouse, dataset, options);
    expect(grids.segments).toHaveLength(10);
  });
});
