// How often each tool calls unchanged data drifted, and how often it finds a shift that is there: `npm run bench:truth`.
// mlmon judges through its own code with every default; beside it a plain test and, where installed, Evidently and NannyML.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeDocument } from './truth/document.mjs';
import { CLEAN, drawValues, SHIFTED } from './truth/draw.mjs';
import { judgeGoals } from './truth/goals.mjs';
import { explainInstall, startPeers } from './truth/peers.mjs';
import { measureAll } from './truth/pool.mjs';
import { checkAgainstDuckDb } from './truth/profiles.mjs';
import { checkCategorical, countReference, drawReference, fitNumeric, PEER_REFERENCES } from './truth/references.mjs';
import { TOOLS, writeTables } from './truth/tables.mjs';

const SIZES = [50, 100, 200, 500, 1000, 5000];
const REFERENCES = [10_000, 1_000];
/** Clean windows for one of the shifted: a rate of 5 in 1,000 needs many. Runs of 40 columns for one of the shifted. */
const CLEAN_FACTOR = 8;
const RUN_FACTOR = 1;

const here = dirname(fileURLToPath(import.meta.url));
const { values: flags } = parseArgs({
  options: {
    windows: { type: 'string', default: '500' },
    'peer-windows': { type: 'string', default: '100' },
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    peers: { type: 'string', default: join(here, '../.cache/peers') },
    reuse: { type: 'string' },
    processes: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: 'clean,shifted,runs' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const { seed } = flags;
const windows = flags.quick ? 50 : Number(flags.windows);
const peerWindows = flags.quick ? 20 : Number(flags['peer-windows']);
const parts = flags.only.split(',');

/** The values that the peers are given, by column and size. */
const peerReferences = new Map();

await main();

async function main() {
  if (flags.write && parts.length < 3)
    throw new Error('Cannot write the page: it needs every part, so leave --only out');
  const fitted = {};
  for (const size of REFERENCES) {
    fitted[size] = await fitNumeric(size, seed);
    const checked = (await checkSample(size, fitted[size])) + (await checkCategorical(size, seed));
    report(`reference ${size}: ${checked} profiles as DuckDB gives them`);
  }
  const tasks = listTasks();
  const settings = { fitted, seed, processes: Number(flags.processes), onAnswer: (task) => report(nameOf(task)) };
  const [answers, peers] = await Promise.all([measureAll(tasks, settings), askPeers(tasks, fitted)]);
  const cells = answers.flatMap((answer, i) => (tasks[i].part === 'cell' ? [{ ...answer, ...peers.cells[i] }] : []));
  publish({
    seed,
    windows,
    peerWindows,
    versions: peers.versions,
    cells,
    runs: answers.filter((_, i) => tasks[i].part === 'run'),
  });
}

function listTasks() {
  const cases = [...(parts.includes('clean') ? CLEAN : []), ...(parts.includes('shifted') ? SHIFTED : [])];
  const cells = REFERENCES.flatMap((reference) =>
    cases.flatMap((one) =>
      SIZES.map((rows) => {
        const of = windows * (one.shift === null ? CLEAN_FACTOR : 1);
        return { part: 'cell', one, rows, reference, of };
      }),
    ),
  );
  const [reference] = REFERENCES;
  const runs = SIZES.map((rows) => ({ part: 'run', rows, reference, of: Math.ceil(windows * RUN_FACTOR) }));
  return [...cells, ...(parts.includes('runs') ? runs : [])];
}

/** One window of each case and size through DuckDB. */
async function checkSample(size, fitted) {
  const cases = [...CLEAN, ...SHIFTED];
  const gridOf = ({ column, kind }) =>
    (kind === 'numeric' ? fitted[column][0] : countReference(column, size, 0, seed)).grid;
  const grids = Object.fromEntries(cases.map((one) => [keyOf(one), gridOf(one)]));
  const sample = SIZES.map((rows) =>
    Object.fromEntries(cases.map((one) => [keyOf(one), { kind: one.kind, values: drawWindow(one, rows, size, 0) }])),
  );
  return checkAgainstDuckDb(sample, grids);
}

/** Of each task the peers' counts: out of an earlier run of the same windows, or asked for now. */
async function askPeers(tasks, fitted) {
  const earlier = flags.reuse === undefined ? null : readEarlier(flags.reuse);
  const cells = tasks.map((task) => earlier?.cells.get(nameOf(task)) ?? { evidently: null, nannyml: null });
  const missing = tasks.flatMap((task, i) => (task.part === 'run' || earlier?.cells.has(nameOf(task)) ? [] : [i]));
  const peers = await startPeers(flags.peers);
  if (peers === null) report(`Evidently and NannyML are not asked; to have them: ${explainInstall(flags.peers)}`);
  if (peers === null) return { cells, versions: earlier?.versions ?? {} };
  try {
    if (earlier !== null && JSON.stringify(earlier.versions) !== JSON.stringify(peers.versions))
      throw new Error(`Cannot reuse ${flags.reuse}: it was measured with ${JSON.stringify(earlier.versions)}`);
    for (const i of missing) {
      await peers.ask(requestOf(tasks[i], fitted), (answer) => {
        for (const tool of ['evidently', 'nannyml']) cells[i][tool] = countVerdicts(answer[tool]);
      });
    }
    await peers.finish();
    return { cells, versions: peers.versions };
  } finally {
    await peers.close();
  }
}

function readEarlier(file) {
  const { cells, versions, ...measured } = JSON.parse(readFileSync(file, 'utf8'));
  if (measured.seed !== seed || measured.peerWindows !== peerWindows)
    throw new Error(
      `Cannot reuse ${file}: it has seed ${measured.seed} and ${measured.peerWindows} windows for the peers`,
    );
  const asked = cells.filter(({ evidently }) => evidently !== null);
  const keyed = asked.map(({ evidently, nannyml, ...one }) => [
    nameOf({ part: 'cell', one, ...one }),
    { evidently, nannyml },
  ]);
  return { cells: new Map(keyed), versions };
}

function requestOf({ one, rows, reference }, fitted) {
  const key = `${one.column} ${reference}`;
  if (!peerReferences.has(key)) {
    const places = Array.from({ length: PEER_REFERENCES }, (_, place) => place);
    const valuesOf = (place) =>
      one.kind === 'numeric'
        ? fitted[reference][one.column][place].values
        : drawReference(one.column, reference, place, seed);
    peerReferences.set(key, places.map(valuesOf));
  }
  const drawn = Array.from({ length: peerWindows }, (_, index) => drawWindow(one, rows, reference, index));
  return { kind: one.kind, references: peerReferences.get(key), windows: drawn };
}

function countVerdicts(verdicts) {
  return verdicts === null ? null : { found: verdicts.filter(Boolean).length, of: verdicts.length };
}

function drawWindow(one, rows, reference, index) {
  return drawValues(one, rows, reference, 'window', index, seed);
}

function keyOf({ column, shift }) {
  return `${column} ${shift ?? 'clean'}`;
}

function nameOf({ part, one, rows, reference }) {
  return part === 'run' ? `40 columns at once, ${rows} rows` : `reference ${reference}: ${keyOf(one)}, ${rows} rows`;
}

function publish(measured) {
  if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(measured, null, 1));
  const hasPeers = measured.cells.some(({ evidently }) => evidently !== null);
  const tools = TOOLS.filter((tool) => hasPeers || tool === 'mlmon' || tool === 'plain');
  const goals = judgeGoals(measured);
  const tables = writeTables({ ...measured, sizes: SIZES, references: REFERENCES, tools });
  if (flags.write) writeFileSync(join(here, '../docs/truth.md'), writeDocument({ ...measured, goals, tables }));
  process.stdout.write(`${tables}\n\n### Goals\n\n${goals}\n`);
}

function report(text) {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
