// The columns whose truth is known: what each is drawn from, and what each shift does to it. Everything is seeded.
import { createRandom, deriveSeed } from '../../src/stats/random.ts';

const ZEROS = 0.7;
const FIVE = [0.4, 0.25, 0.15, 0.12, 0.08];
const FIFTY = normalise(Array.from({ length: 50 }, (_, i) => (i + 1) ** -1.1));
const MOVED_MASS = 0.1;

/** Numbers: one value out of a random stream, after a shift of the column's mean by `shift` standard deviations. */
const NUMERIC = {
  normal: { deviation: 1, draw: (random, move) => random.normal() + move },
  lognormal: {
    deviation: Math.sqrt((Math.E - 1) * Math.E),
    draw: (random, move) => Math.exp(random.normal()) + move,
  },
  // 70 % zeros, the rest exponential; only the rest moves, so far that the column's mean moves as asked.
  'zero-inflated': {
    deviation: Math.sqrt((1 - ZEROS) * 2 - (1 - ZEROS) ** 2),
    draw: (random, move) => (random.uniform() < ZEROS ? 0 : move / (1 - ZEROS) - Math.log(1 - random.uniform())),
  },
  constant: { deviation: 0, draw: () => 7 },
};
const CATEGORICAL = { cat5: FIVE, cat50: FIFTY };
const SHIFTS = {
  '.25 sd': 0.25,
  '.5 sd': 0.5,
  '1 sd': 1,
  'to the rarest': (shares) => moveMass(shares, shares.length - 1),
  'to the second': (shares) => moveMass(shares, 1),
};

/** The columns by name, with their kind. */
export const COLUMNS = [
  ...Object.keys(NUMERIC).map((name) => ({ name, kind: 'numeric' })),
  ...Object.keys(CATEGORICAL).map((name) => ({ name, kind: 'categorical' })),
];

/** What is drawn: every column unchanged, and every column that has a spread under each shift that fits its kind. */
export const CLEAN = COLUMNS.map(({ name, kind }) => ({ column: name, kind, shift: null }));
export const SHIFTED = COLUMNS.filter(({ name }) => name !== 'constant').flatMap(({ name, kind }) =>
  Object.keys(SHIFTS)
    .filter((shift) => (typeof SHIFTS[shift] === 'number') === (kind === 'numeric'))
    .map((shift) => ({ column: name, kind, shift })),
);

/**
 * `size` values of a column: numbers, or for categories their places.
 * @param seedParts whatever tells this draw from every other.
 */
export function drawValues({ column, shift }, size, ...seedParts) {
  const random = createRandom(deriveSeed(column, shift ?? 'clean', size, ...seedParts));
  const values = new Float64Array(size);
  if (column in NUMERIC) {
    const { draw, deviation } = NUMERIC[column];
    const move = shift === null ? 0 : SHIFTS[shift] * deviation;
    for (let i = 0; i < size; i++) values[i] = draw(random, move);
    return values;
  }
  const shares = shift === null ? CATEGORICAL[column] : SHIFTS[shift](CATEGORICAL[column]);
  const ends = cumulate(shares);
  for (let i = 0; i < size; i++) values[i] = placeOf(ends, random.uniform());
  return values;
}

/** How many of the values stand at each place of a column's categories. */
export function countPlaces(values, column) {
  const counts = new Float64Array(CATEGORICAL[column].length);
  for (const place of values) counts[place] += 1;
  return counts;
}

/** The name of a category by its place. */
export function nameOfCategory(place) {
  return `v${place}`;
}

function moveMass(shares, to) {
  return shares.map((share, i) => share + (i === to ? MOVED_MASS : 0) - (i === 0 ? MOVED_MASS : 0));
}

function normalise(weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function cumulate(shares) {
  let end = 0;
  return shares.map((share) => {
    end += share;
    return end;
  });
}

function placeOf(ends, at) {
  let place = 0;
  while (place < ends.length - 1 && at >= ends[place]) place += 1;
  return place;
}
