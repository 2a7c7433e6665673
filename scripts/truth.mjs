// How often each tool calls unchanged data drifted, and how often it finds a shift that is there: `npm run bench:truth`.
// mlmon judges through its own code with every default; beside it a plain test and, where installed, Evidently and NannyML.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CLEAN, COLUMNS, drawValues, SHIFTED } from './truth/draw.mjs';
import { countDrifted, isPlainlyDifferent } from './truth/judges.mjs';
import { explainInstall, startPeers } from './truth/peers.mjs';
import { checkAgainstDuckDb, fitReferences, profileWindow } from './truth/profiles.mjs';
import { judgeGoals, TOOLS, writeTables } from './truth/tables.mjs';

const SIZES = [50, 100, 200, 500, 1000, 5000];
const REFERENCES = [10_000, 1_000];
/** References of each column and size: one alone would decide all of a cell's windows. */
const DRAWN_REFERENCES = 8;
const COLUMNS_AT_ONCE = 40;
/** Clean windows of mlmon and the plain test for one of the others: a rate of 5 in 1,000 needs many. */
const CLEAN_FACTOR = 5;

const { values: flags } = parseArgs({
  options: {
    windows: { type: 'string', default: '200' },
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    peers: { type: 'string', default: join(dirname(fileURLToPath(import.meta.url)), '../.cache/peers') },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const windows = flags.quick ? 40 : Number(flags.windows);
const { seed } = flags;
const wanted = flags.only?.split(',') ?? ['clean', 'shifted', 'runs'];

await main();

async function main() {
  const peers = await startPeers(flags.peers);
  if (peers === null) report(`Evidently and NannyML are left out; to have them: ${explainInstall(flags.peers)}`);
  try {
    const cells = [];
    const runs = [];
    for (const reference of REFERENCES) {
      const fitted = await fitAll(reference);
      report(`reference ${reference}: ${await checkSample(reference, fitted)} profiles as DuckDB gives them`);
      cells.push(...(await measureCells(reference, fitted, peers)));
      if (reference === REFERENCES[0] && wanted.includes('runs')) runs.push(...measureRuns(fitted));
    }
    await peers?.finish();
    publish({ cells, runs }, peers);
  } finally {
    await peers?.close();
  }
}

/** Column -> its references: values (sorted for the plain test), grid and profile. */
async function fitAll(size) {
  const drawn = COLUMNS.flatMap(({ name, kind }) =>
    Array.from({ length: DRAWN_REFERENCES }, (_, place) => {
      const values = drawValues({ column: name, shift: null }, size, 'reference', place, seed);
      return { name, key: `${name} ${place}`, kind, values };
    }),
  );
  const fitted = await fitReferences(Object.fromEntries(drawn.map(({ key, kind, values }) => [key, { kind, values }])));
  return groupByName(drawn.map(withFit));

  function withFit(reference) {
    return { ...reference, ...fitted[reference.key], sorted: reference.values.slice().sort() };
  }
}

function groupByName(references) {
  const groups = new Map();
  for (const reference of references) groups.set(reference.name, [...(groups.get(reference.name) ?? []), reference]);
  return groups;
}

function drawWindow(one, rows, reference, index) {
  return drawValues(one, rows, reference, 'window', index, seed);
}

/** One window of each case and size through DuckDB. */
async function checkSample(reference, fitted) {
  const cases = [...CLEAN, ...SHIFTED];
  const grids = Object.fromEntries(cases.map((one) => [keyOf(one), fitted.get(one.column)[0].grid]));
  const sample = SIZES.map((rows) =>
    Object.fromEntries(
      cases.map((one) => [keyOf(one), { kind: one.kind, values: drawWindow(one, rows, reference, 0) }]),
    ),
  );
  return checkAgainstDuckDb(sample, grids);
}

function keyOf({ column, shift }) {
  return `${column} ${shift ?? 'clean'}`;
}

async function measureCells(reference, fitted, peers) {
  const cells = [];
  const cases = [...(wanted.includes('clean') ? CLEAN : []), ...(wanted.includes('shifted') ? SHIFTED : [])];
  for (const one of cases) {
    for (const rows of SIZES) cells.push(await measureCell({ one, rows, reference }, fitted.get(one.column), peers));
    report(`reference ${reference}: ${keyOf(one)}`);
  }
  return cells;
}

async function measureCell({ one, rows, reference }, references, peers) {
  const of = windows * (one.shift === null ? CLEAN_FACTOR : 1);
  const cell = {
    reference,
    ...one,
    rows,
    mlmon: { found: 0, of },
    plain: { found: 0, of },
    evidently: null,
    nannyml: null,
  };
  const shared = [];
  for (let index = 0; index < of; index++) {
    const values = drawWindow(one, rows, reference, index);
    const fitted = references[index % references.length];
    if (index < windows) shared.push(values);
    cell.mlmon.found += countDrifted([{ fitted, current: profileWindow(fitted.grid, values) }]);
    if (isPlainlyDifferent(one.kind, fitted.sorted, values)) cell.plain.found += 1;
  }
  const request = { kind: one.kind, references: references.map(({ values }) => values), windows: shared };
  await peers?.ask(request, (answer) => {
    for (const tool of ['evidently', 'nannyml']) {
      const verdicts = answer[tool];
      if (verdicts !== null) cell[tool] = { found: verdicts.filter(Boolean).length, of: verdicts.length };
    }
  });
  return cell;
}

/** Runs of many clean columns, each column drawn anew. */
function measureRuns(fitted) {
  return SIZES.map((rows) => {
    let found = 0;
    for (let run = 0; run < windows; run++) {
      const columns = Array.from({ length: COLUMNS_AT_ONCE }, (_, i) => {
        const { name } = COLUMNS[i % COLUMNS.length];
        const reference = fitted.get(name)[(run + i) % DRAWN_REFERENCES];
        const values = drawValues({ column: name, shift: null }, rows, 'run', run, i, seed);
        return { fitted: reference, current: profileWindow(reference.grid, values) };
      });
      if (countDrifted(columns) > 0) found += 1;
    }
    report(`40 columns at once, ${rows} rows`);
    return { tool: 'mlmon', rows, found, of: windows };
  });
}

function publish(measured, peers) {
  if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(measured, null, 1));
  const tools = TOOLS.filter((tool) => peers !== null || tool === 'mlmon' || tool === 'plain');
  const versions = Object.entries(peers?.versions ?? {}).map(([name, version]) => `${name} ${version}`);
  process.stdout.write(
    `seed ${seed}, ${windows} windows per cell (clean ones of mlmon and the plain test: ${windows * CLEAN_FACTOR})${versions.map((text) => `, ${text}`).join('')}\n\n`,
  );
  process.stdout.write(`${writeTables({ ...measured, sizes: SIZES, references: REFERENCES, tools })}\n\n`);
  process.stdout.write(`### Goals\n\n${judgeGoals(measured)}\n`);
}

function report(text) {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
