// Profiles of drawn values. References go through DuckDB, as in a monitor; windows are counted here on the same grids,
// and checkAgainstDuckDb proves on a sample that both ways give the same profile.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitGrids } from '../../src/profile/grid.ts';
import { profileSlices } from '../../src/profile/slices.ts';
import { openDuckDb } from '../../src/warehouse/duckdb.ts';
import { nameOfCategory } from './draw.mjs';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2026-01-01T00:00:00Z');
const UNSEEN_NAMED = 10;
const ROUNDING = 1e-9;

/** Grid and profile of each reference, by its name. @param columns name -> {kind, values}. */
export async function fitReferences(columns) {
  return withTable([columns], async (warehouse, dataset) => {
    const { grids, reference } = await fitGrids(warehouse, dataset, {
      columns: namesAndKinds(columns),
      timestampColumn: 'event_at',
      range: { fromAt: null, toAt: null },
      fences: 'iqr',
    });
    const entries = Object.keys(columns).map((name) => [
      name,
      { grid: grids.columns[name], reference: reference.columns[name] },
    ]);
    return Object.fromEntries(entries);
  });
}

/** The profile of a window, as the SQL of a monitor would count it. */
export function profileWindow(grid, values) {
  return grid.kind === 'numeric' ? profileNumbers(grid, values) : profileCategories(grid, values);
}

/**
 * Throws where DuckDB's profile of a window differs from the one that is counted here.
 * @param windows one object per window: column name -> {kind, values}; grids by the same names.
 * @returns how many profiles were compared.
 */
export async function checkAgainstDuckDb(windows, grids) {
  const { slices } = await withTable(windows, (warehouse, dataset) =>
    profileSlices(warehouse, dataset, {
      grids: { version: 'truth', columns: grids, scoreEdges: [], isScoreExact: false },
      columns: namesAndKinds(windows[0]),
      timestampColumn: 'event_at',
      grain: '1 day',
      range: { fromAt: FIRST_DAY, toAt: FIRST_DAY + windows.length * DAY_MS },
    }),
  );
  for (const [index, window] of windows.entries()) {
    for (const [name, { values }] of Object.entries(window)) {
      const counted = profileWindow(grids[name], values);
      assertAlike(counted, slices[index].profile.columns[name], `column ${name} of window ${index}`);
    }
  }
  return windows.length * Object.keys(windows[0]).length;
}

function profileNumbers({ edges, center }, values) {
  const cells = new Array(edges.length + 1).fill(0);
  const [first, last] = [edges[0], edges.at(-1)];
  const found = { min: Infinity, max: -Infinity, sum: 0, sumSquares: 0, belowSum: 0, aboveSum: 0 };
  for (const value of values) {
    cells[countAtMost(edges, value)] += 1;
    found.min = Math.min(found.min, value);
    found.max = Math.max(found.max, value);
    found.sum += value - center;
    found.sumSquares += (value - center) ** 2;
    if (value < first) found.belowSum += first - value;
    if (value > last) found.aboveSum += value - last;
  }
  return { kind: 'numeric', ...noneMissing(values), nans: 0, infinities: 0, ...found, cells, outliers: 0 };
}

function profileCategories(grid, values) {
  const left = new Map();
  for (const value of values) {
    const name = nameOfCategory(value);
    left.set(name, (left.get(name) ?? 0) + 1);
  }
  const counts = grid.values.map((name) => {
    const count = left.get(name) ?? 0;
    left.delete(name);
    return count;
  });
  const rest = [...left].map(([value, count]) => ({ value, count }));
  rest.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const named = grid.isComplete === false ? 0 : UNSEEN_NAMED;
  const other = rest.slice(named).reduce((sum, { count }) => sum + count, 0);
  return { kind: 'categorical', ...noneMissing(values), counts, other, unseen: rest.slice(0, named) };
}

function noneMissing(values) {
  return { rows: values.length, nulls: 0, invalid: 0 };
}

function countAtMost(edges, value) {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sums are added up in another order and may differ in their last digits; outliers play no part in drift. */
function assertAlike(counted, profiled, where) {
  for (const [key, value] of Object.entries(counted)) {
    const other = profiled?.[key];
    const isAlike =
      typeof value === 'number' && !Number.isInteger(value)
        ? Math.abs(value - other) <= ROUNDING * Math.max(1, Math.abs(value))
        : JSON.stringify(value) === JSON.stringify(other);
    if (key === 'outliers' || isAlike) continue;
    throw new Error(`Counted and profiled differ, ${key} of ${where}: ${JSON.stringify([value, other])}`);
  }
}

function namesAndKinds(columns) {
  return Object.entries(columns).map(([name, { kind }]) => ({ name, kind }));
}

/** A table with one day per window in an embedded warehouse that lasts as long as `use`. */
async function withTable(windows, use) {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-truth-'));
  const warehouse = await openDuckDb({ name: 'truth', root: null, defaultDeadlineMs: 600_000, threads: 1 });
  try {
    const file = join(folder, 'table.csv');
    writeFileSync(file, toCsv(windows));
    return await use(warehouse, await warehouse.resolve(file, 'reference', folder));
  } finally {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function toCsv(windows) {
  const names = Object.keys(windows[0]);
  const lines = [['event_at', ...names].join(',')];
  for (const [index, window] of windows.entries()) {
    const day = new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 19).replace('T', ' ');
    const columns = names.map((name) => window[name]);
    for (let row = 0; row < columns[0].values.length; row++) {
      const cells = columns.map(({ kind, values }) =>
        kind === 'numeric' ? String(values[row]) : nameOfCategory(values[row]),
      );
      lines.push([day, ...cells].join(','));
    }
  }
  return lines.join('\n');
}
