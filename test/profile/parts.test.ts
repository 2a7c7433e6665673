import { afterAll, beforeAll, expect, it } from 'vitest';
import { fitGrids } from '../../src/profile/grid.ts';
import { profileSlices } from '../../src/profile/slices.ts';
import { DUCKDB } from '../../src/warehouse/dialect.ts';
import type { Dataset, Warehouse } from '../../src/warehouse/types.ts';
import { categorical, DAY, type Lab, makeLab, numeric, T0, WHOLE } from './data.ts';

let lab: Lab;
let dataset: Dataset;
beforeAll(async () => {
  lab = await makeLab();
  const found = await lab.dataset(`SELECT TIMESTAMP '2026-01-01' + to_hours(i::INTEGER) AS at, 'k' || i % 3 AS k,
    sin(i) AS a, CASE WHEN i % 5 > 0 THEN cos(i) END AS b, i * 7 % 11 AS c, CASE WHEN i % 6 > 1 THEN i * i % 13 END AS d,
    i % 2 = 0 AS e FROM range(96) AS r(i)`);
  dataset = { ...found, isColumnar: false };
});
afterAll(() => lab.space.dispose());

const NAMES = ['a', 'b', 'c', 'd'];
const COLUMNS = [...numeric(...NAMES), ...categorical('k', 'e')];
const common = { columns: COLUMNS, timestampColumn: 'at', slicings: [['k']], pairs: NAMES };

/** The embedded engine that wants statements of few aggregates, and how many each of its statements had. */
function makeNarrow(mostAggregates: number): { warehouse: Warehouse; sizes: number[] } {
  const sizes: number[] = [];
  const query: Warehouse['query'] = (sql, options) => {
    const select = /^SELECT (.*?)\sFROM /s.exec(sql)?.[1] ?? '';
    // Those of cells and samples hold no sums of columns.
    if (/\b(sum|squares|xy|s0)\b/.test(select.replaceAll('_', ' '))) {
      sizes.push([...select.matchAll(/\b(sum|count|min|max|count_if)\(/g)].length);
    }
    return lab.warehouse.query(sql, options);
  };
  return { warehouse: { ...lab.warehouse, dialect: { ...DUCKDB, mostAggregates }, query }, sizes };
}

async function profile(warehouse: Warehouse) {
  const fitted = await fitGrids(warehouse, dataset, { ...common, range: WHOLE, fences: 'iqr' });
  const range = { fromAt: T0, toAt: T0 + 4 * DAY };
  const { grids } = fitted;
  const options = { ...common, grids, grain: '1 day', range, segments: grids.segments } as const;
  return { grids, reference: fitted.reference, slices: (await profileSlices(warehouse, dataset, options)).slices };
}

it('sums that are asked for in parts are those of one statement: of columns, of pairs and of their noise', async () => {
  const { warehouse, sizes } = makeNarrow(12);
  const [whole, parts] = [await profile(lab.warehouse), await profile(warehouse)];
  expect(parts).toEqual(whole);
  expect(whole.grids.pairs?.noise.every((noise) => noise !== null)).toBe(true);
  // Beside the number of rows and the first and last event of a slice.
  expect(Math.max(...sizes)).toBeLessThanOrEqual(12 + 3);
});
