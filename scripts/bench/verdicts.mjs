// Judges 200 columns with stored profiles of a million rows on either side: 140 numeric ones of 256 cells, 60 categorical
// ones of 2 to 100 values. Prints milliseconds of a first round, with everything still to be drawn, and of a second.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROWS = 1_000_000;
const CATEGORIES = [2, 5, 20, 50, 100, 100];

const [dist] = process.argv.slice(2);
const { judgeDrift } = await import(pathToFileURL(join(dist, 'src/drift/verdict.js')).href);
const { METHODS } = await import(pathToFileURL(join(dist, 'src/drift/index.js')).href);

let state = 7;
function uniform() {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

function countsOf(cells, slope) {
  const share = ROWS / cells;
  return Array.from({ length: cells }, (_, i) =>
    Math.round(share * (1 + 0.02 * (uniform() - 0.5) + slope * (i / cells - 0.5))),
  );
}

function numericProfile(slope) {
  const cells = countsOf(256, slope);
  const rows = cells.reduce((total, count) => total + count, 0);
  const sumSquares = rows * 74 * 74;
  const counts = { rows, nulls: 0, nans: 0, infinities: 0, outliers: 0, invalid: 0 };
  return { kind: 'numeric', ...counts, min: -140, max: 140, sum: 0, sumSquares, belowSum: 1000, aboveSum: 1000, cells };
}

function numericPair(index) {
  const edges = Array.from({ length: 255 }, (_, i) => i - 127 + index / 100);
  const decileEdges = Array.from({ length: 9 }, (_, i) => edges[(i + 1) * 25]);
  const grid = { kind: 'numeric', edges, isDiscrete: false, decileEdges, center: 0, fences: null, fine: null };
  return { kind: 'numeric', grid, reference: numericProfile(0), current: numericProfile(index % 3 === 0 ? 0.3 : 0) };
}

function categoricalProfile(values) {
  const counts = countsOf(values, 0);
  const rows = counts.reduce((total, count) => total + count, 0);
  return { kind: 'categorical', rows, nulls: 0, invalid: 0, counts, other: 0, unseen: [] };
}

function categoricalPair(index) {
  const size = CATEGORIES[index % CATEGORIES.length];
  const values = Array.from({ length: size }, (_, i) => `v${i}`);
  const grid = { kind: 'categorical', values, isComplete: true };
  return { kind: 'categorical', grid, reference: categoricalProfile(size), current: categoricalProfile(size) };
}

const pairs = [
  ...Array.from({ length: 140 }, (_, i) => numericPair(i)),
  ...Array.from({ length: 60 }, (_, i) => categoricalPair(i)),
];

function requestsOf(methodsOf) {
  return pairs.flatMap((pair, i) =>
    methodsOf(pair).map((method) => ({
      column: `column${i}`,
      method,
      pair,
      threshold: 0.1,
      pValueLimit: null,
      minRows: 100,
      exactValue: null,
    })),
  );
}

function timeOf(requests) {
  const startedAt = performance.now();
  judgeDrift(requests);
  return performance.now() - startedAt;
}

const byDefault = requestsOf((pair) => [pair.kind === 'numeric' ? 'wasserstein' : 'js_distance']);
const every = requestsOf((pair) => Object.keys(METHODS).filter((name) => METHODS[name].kinds.includes(pair.kind)));
console.log(JSON.stringify({ firstMs: timeOf(byDefault), againMs: timeOf(byDefault), everyMethodMs: timeOf(every) }));
