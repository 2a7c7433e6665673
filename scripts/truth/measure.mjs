// One process of those that measure mlmon and the plain tests: takes tasks, answers with counts.
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { deriveSeed } from '../../src/stats/random.ts';
import { COLUMNS, countPlaces, drawValues } from './draw.mjs';
import { countDrifted, isDifferentByPermutation, isPlainlyDifferent, isPlainlyMoved } from './judges.mjs';
import { profileWindow } from './profiles.mjs';
import { countReference } from './references.mjs';

const COLUMNS_AT_ONCE = 40;
/** Fitted numeric references, by their size. */
const fitted = deserialize(readFileSync(process.argv[2]));
const seed = process.argv[3];
const counted = new Map();

process.on('message', (task) => process.send(task.part === 'run' ? measureRuns(task) : measureCell(task)));

/** Every category's window has a reference of its own; numbers share theirs. */
function referenceOf({ column, kind }, size, index) {
  if (kind === 'numeric') return fitted[size][column][index % fitted[size][column].length];
  const key = `${column} ${size} ${index}`;
  if (!counted.has(key)) counted.set(key, countReference(column, size, index, seed));
  return counted.get(key);
}

/** The same windows for all: who found how many, and (pairs) how many only mlmon found and how many only the other. */
function measureCell({ one, rows, reference, of }) {
  const isNumeric = one.kind === 'numeric';
  const found = { mlmon: 0, plain: 0, permuted: 0 };
  const pairs = { plain: [0, 0], permuted: [0, 0] };
  for (let index = 0; index < of; index++) {
    const values = drawValues(one, rows, reference, 'window', index, seed);
    const against = referenceOf(one, reference, index);
    const verdicts = { mlmon: countDrifted([{ fitted: against, current: profileWindow(against.grid, values) }]) > 0 };
    if (isNumeric) {
      verdicts.plain = isPlainlyMoved(against.sorted, values);
    } else {
      const table = { reference: against.counts, current: countPlaces(values, one.column) };
      verdicts.plain = isPlainlyDifferent(table);
      verdicts.permuted = isDifferentByPermutation(
        table,
        deriveSeed('permuted', one.column, rows, reference, index, seed),
      );
    }
    for (const [judge, isFound] of Object.entries(verdicts)) {
      if (isFound) found[judge] += 1;
      if (judge !== 'mlmon' && isFound !== verdicts.mlmon) pairs[judge][isFound ? 1 : 0] += 1;
    }
  }
  const counts = {
    mlmon: { found: found.mlmon, of },
    plain: { found: found.plain, of },
    permuted: isNumeric ? null : { found: found.permuted, of },
  };
  return { reference, ...one, rows, ...counts, pairs };
}

/** Runs of many clean columns, each column drawn anew. */
function measureRuns({ rows, reference, of }) {
  let found = 0;
  for (let run = 0; run < of; run++) {
    const columns = Array.from({ length: COLUMNS_AT_ONCE }, (_, i) => {
      const { name, kind } = COLUMNS[i % COLUMNS.length];
      const against = referenceOf({ column: name, kind }, reference, run + i);
      const values = drawValues({ column: name, shift: null }, rows, 'run', run, i, seed);
      return { fitted: against, current: profileWindow(against.grid, values) };
    });
    if (countDrifted(columns) > 0) found += 1;
  }
  return { rows, found, of };
}
