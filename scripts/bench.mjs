// What a run costs, against a bare scan of the same columns by the same engine: `npm run bench -- --runs 5`.
// Every number is of a whole child process, so that nothing is hidden in a warm one; the scan is repeated before each.
// Two tables and the month are measured of ten times the rows, too (3 GB of files in the folder for temporary ones).
//   --peers        Evidently on the same files, too: its default tests and its DataDriftPreset
//   --peers-large  the preset on ten times the rows, once: 22 minutes and 22 GB
//   --write        the tables of docs/performance.md
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { folderOf, makeData } from './bench/data.mjs';
import { listBacktests } from './bench/history.mjs';
import { findPython, runPeer } from './bench/peers.mjs';
import { medianOf, runMeasured } from './bench/processes.mjs';
import { cpuOf, printReport, writeTables } from './bench/report.mjs';
import { makeRuns } from './bench/runs.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    rows: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    peers: { type: 'boolean', default: false },
    'peers-large': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const runs = Number(flags.runs);
const rows = Number(flags.rows);
const seed = Number(flags.seed);
const python = findPython(root);
const work = mkdtempSync(join(tmpdir(), 'mlmon-bench-work-'));
try {
  await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function judge() {
  const { stdout, ...cost } = await runMeasured([join(root, 'scripts/bench/verdicts.mjs'), dist]);
  return { ...cost, ...JSON.parse(stdout) };
}

/** What to measure over the files of one size: ten times the rows where it is `isLarge`. */
function listScenarios(size, isLarge) {
  const data = folderOf(size);
  const suffix = isLarge ? ', 10 x the rows' : '';
  const { first, after } = makeRuns({ dist, data, work: mkdtempSync(join(work, 'runs-')) });
  const peer = (mode) => () => runPeer(python, mode, data);
  const all = [
    ['two tables', first('tables'), runs],
    ['reference and week', first('week'), isLarge ? 0 : runs],
    ['week, reference stored', after('week', 7), isLarge ? 0 : runs],
    ['one day more of the week', after('week', 1), isLarge ? 0 : runs],
    ['reference and month', first('month'), runs],
    ['one day more of the month', after('month', 1), runs],
    ['verdicts', judge, isLarge ? 0 : runs],
    ...listBacktests({ dist, seed, work }).map(([name, measure]) => [name, measure, isLarge ? 0 : runs]),
    ['evidently, bare tests', peer('bare'), flags.peers && !isLarge ? runs : 0],
    ['evidently, preset', peer('preset'), isLarge ? Number(flags['peers-large']) : flags.peers ? runs : 0],
  ];
  return all
    .map(([name, measure, times]) => ({ name: `${name}${suffix}`, measure, times, size, data }))
    .filter(({ name, times }) => times > 0 && (flags.only === undefined || name.includes(flags.only)))
    .filter(({ name }) => python !== null || !name.startsWith('evidently'));
}

/** Under what the numbers were taken. */
function describeConditions(load) {
  const rounds = runs === 1 ? 'One round' : `Medians of ${runs} rounds`;
  return `${rounds} of ${rows.toLocaleString('en')} + ${rows.toLocaleString('en')} rows; ${cpus().length} cores, Node ${process.version}, load average ${load.toFixed(1)} when it began.`;
}

async function main() {
  const conditions = describeConditions(loadavg()[0]);
  if ((flags.peers || flags['peers-large']) && python === null) {
    console.error('No Evidently here: pip install -r test/peers/requirements.txt in .cache/peers or PEERS_VENV');
  }
  const size = { rows, seed };
  const scenarios = [...listScenarios(size, false), ...listScenarios({ rows: 10 * rows, seed }, true)];
  for (const one of new Set([size, ...scenarios.map((scenario) => scenario.size)])) await makeData(one);
  const warmUp = makeRuns({ dist, data: folderOf(size), work }).first('tables');
  const samples = new Map([['bare scan and sum', []], ...scenarios.map(({ name }) => [name, []])]);
  for (let repeat = 0; repeat < runs; repeat += 1) {
    // A machine may take files and programs out of memory that nobody read for a minute.
    await warmUp();
    for (const { name, measure, times, data } of scenarios) {
      if (repeat >= times) continue;
      const floor = await runMeasured([join(root, 'scripts/bench/scan.mjs'), data]);
      if (!name.endsWith(' x the rows')) samples.get('bare scan and sum').push(floor);
      const cost = await measure();
      samples.get(name).push({ ...cost, ratio: cost.wallS / floor.wallS, cpuRatio: cpuOf(cost) / cpuOf(floor) });
    }
  }
  const summary = [...samples]
    .filter(([, found]) => found.length > 0)
    .map(([name, found]) => ({ name, ...medians(found) }));
  if (!flags.json) printReport(summary, console.log);
  if (flags.write) writeTables(join(root, 'docs/performance.md'), summary, conditions);
  console.log(JSON.stringify({ rows, runs, cpus: cpus().length, node: process.version, summary }));
}

function medians(found) {
  const keys = Object.keys(found[0] ?? {}).filter((key) => typeof found[0][key] === 'number');
  return Object.fromEntries(keys.map((key) => [key, Number(medianOf(found.map((one) => one[key])).toPrecision(4))]));
}
