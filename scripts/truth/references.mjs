// The references of one size: numbers through DuckDB, which fits their grids; categories counted here, one for each window.
import { COLUMNS, countPlaces, drawValues, nameOfCategory } from './draw.mjs';
import { fitReferences } from './profiles.mjs';

/** References of each numeric column: one alone would decide all of a cell's windows. */
export const NUMERIC_REFERENCES = 256;
/** So many of them, and of the categories', go to the peers, to whom every reference is dear. */
export const PEER_REFERENCES = 8;

/** Numeric columns by name: {values, sorted, grid, reference} of each reference. */
export async function fitNumeric(size, seed) {
  const fitted = {};
  for (const { name } of COLUMNS.filter(({ kind }) => kind === 'numeric')) {
    const drawn = Array.from({ length: NUMERIC_REFERENCES }, (_, place) => drawReference(name, size, place, seed));
    const table = Object.fromEntries(drawn.map((values, place) => [`c${place}`, { kind: 'numeric', values }]));
    const found = await fitReferences(table);
    fitted[name] = drawn.map((values, place) => ({ values, sorted: values.slice().sort(), ...found[`c${place}`] }));
  }
  return fitted;
}

/** The values of a reference: numbers, or the places of categories. */
export function drawReference(column, size, place, seed) {
  return drawValues({ column, shift: null }, size, 'reference', place, seed);
}

/** A categorical reference, counted: {counts, grid, reference}. */
export function countReference(column, size, place, seed) {
  const counts = countPlaces(drawReference(column, size, place, seed), column);
  const named = [...counts.keys()].filter((at) => counts[at] > 0);
  const profile = { kind: 'categorical', rows: size, nulls: 0, invalid: 0, other: 0, unseen: [] };
  const grid = { kind: 'categorical', values: named.map(nameOfCategory), isComplete: true };
  return { counts, grid, reference: { ...profile, counts: named.map((at) => counts[at]) } };
}

/** Throws where DuckDB counts a categorical reference otherwise. @returns how many were compared. */
export async function checkCategorical(size, seed) {
  const names = COLUMNS.filter(({ kind }) => kind === 'categorical').map(({ name }) => name);
  const table = Object.fromEntries(
    names.map((name) => [name, { kind: 'categorical', values: drawReference(name, size, 0, seed) }]),
  );
  const found = await fitReferences(table);
  for (const name of names) {
    const own = countReference(name, size, 0, seed);
    const [left, right] = [own, found[name]].map(({ grid, reference }) =>
      JSON.stringify(grid.values.map((value, i) => [value, reference.counts[i]]).sort()),
    );
    const { other, unseen, rows } = found[name].reference;
    if (left !== right || other !== 0 || unseen.length > 0 || rows !== size)
      throw new Error(`Counted and profiled reference differ: ${name}, ${size} rows`);
  }
  return names.length;
}
