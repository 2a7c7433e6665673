import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quantileOf, summarise } from '../../src/profile/summary.ts';
import type { CategoricalGrid, NumericGrid } from '../../src/profile/types.ts';
import type { Dataset } from '../../src/warehouse/types.ts';
import { categorical, categoricalOf, DAY, type Lab, makeLab, numeric, numericOf } from './data.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const FROM = Date.UTC(2001, 0, 1);
const COLUMNS = [...numeric('delay', 'distance'), ...categorical('origin')];

let lab: Lab;
let flights: Dataset;
beforeAll(async () => {
  lab = await makeLab();
  flights = await lab.warehouse.resolve('node_modules/vega-datasets/data/flights-3m.parquet', 'reference', ROOT);
});
afterAll(() => lab.space.dispose());

describe('three million real flights', () => {
  it('are read with their types', () => {
    expect(flights.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['date', 'timestamp'],
      ['delay', 'numeric'],
      ['distance', 'numeric'],
      ['origin', 'categorical'],
      ['destination', 'categorical'],
    ]);
  });

  it('give a week of slices whose numbers are those of plain SQL', async () => {
    const range = { fromAt: FROM, toAt: FROM + 31 * DAY };
    const { grids, reference } = await lab.fit(flights, COLUMNS, { timestampColumn: 'date', range });
    const delay = grids.columns.delay as NumericGrid;
    expect(delay.edges.every(Number.isInteger)).toBe(true);
    const week = { fromAt: FROM + 100 * DAY, toAt: FROM + 107 * DAY };
    const { slices } = await lab.slices(flights, COLUMNS, { grids, timestampColumn: 'date', range: week });
    const { rows } = await lab.warehouse.query(
      `SELECT count(*), avg(delay), stddev_pop(distance), count_if(origin = 'ORD') FROM ${flights.fromSql}
       WHERE date >= TIMESTAMP '2001-04-11' AND date < TIMESTAMP '2001-04-12' GROUP BY ALL`,
    );
    const [count, mean, spread, ord] = rows[0]!.map(Number);
    const { profile } = slices[0]!;
    expect(profile.rows).toBe(count);
    expect(summarise(numericOf(profile, 'delay'), delay).mean).toBeCloseTo(mean!, 9);
    expect(summarise(numericOf(profile, 'distance'), grids.columns.distance as NumericGrid).populationStd).toBeCloseTo(
      spread!,
      7,
    );
    const origin = categoricalOf(profile, 'origin');
    expect(origin.counts[(grids.columns.origin as CategoricalGrid).values.indexOf('ORD')]).toBe(ord);
    expect(quantileOf(numericOf(reference, 'delay'), delay, 0.5)).toBeCloseTo(0, -1);
  });
});
