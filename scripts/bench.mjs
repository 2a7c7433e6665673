// What a run costs, against a bare scan of the same columns by the same engine: `npm run bench -- --runs 5`.
// Every number is of a whole child process, so that nothing is hidden in a warm one; the scan is repeated before each.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FIRST_DAY, makeData } from './bench/data.mjs';
import { medianOf, runMeasured } from './bench/processes.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const METHODS = 'wasserstein, ks_test, js_divergence, js_distance, psi, chi_square, kl_divergence, z_score';
const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    rows: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const runs = Number(flags.runs);
const rows = Number(flags.rows);
const data = await makeData({ rows, seed: Number(flags.seed) });
const work = mkdtempSync(join(tmpdir(), 'mlmon-bench-work-'));
try {
  await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function writeMonitor(name, window) {
  const file = join(work, `${name}.yaml`);
  writeFileSync(
    file,
    `model_name: ${name}
reference_dataset: ${join(data, 'reference.parquet')}
current_dataset: ${join(data, '*.parquet')}
timestamp_column: event_at
granularity: 1 day
window: ${window} days
problem_type: regression
feature_drift:
  drift_methods: [${METHODS}]
`,
  );
  return file;
}

function dayOf(index) {
  return new Date(Date.parse(FIRST_DAY) + index * 86_400_000).toISOString().slice(0, 10);
}

/** `mlmon run` over the window of `days` days that ends with day `end`. */
function runArgs(monitor, days, end, db) {
  return [
    join(dist, 'src/main.js'),
    'run',
    monitor,
    '--json',
    '--db',
    db,
    '--from',
    dayOf(end - days),
    '--to',
    dayOf(end),
  ];
}

async function runMonitor(monitor, days, end, db) {
  const { stdout, ...cost } = await runMeasured(runArgs(monitor, days, end, db), { exitCodes: [0, 2] });
  const report = JSON.parse(stdout);
  return { ...cost, bytes: report.bytesFetched, warehouseS: report.timing.warehouseMs / 1000, rows: report.rows };
}

/** A run with a database that holds what an earlier run, over the window that ends with day `earlierEnd`, left behind. */
function afterAnother(monitor, days, earlierEnd) {
  const prepared = join(work, `${monitor.replaceAll('/', '_')}-${days}-${earlierEnd}.db`);
  let prepare = () => runMonitor(monitor, days, earlierEnd, prepared);
  return async (repeat) => {
    await prepare();
    prepare = () => {};
    const db = join(work, `copy-${repeat}.db`);
    copyFileSync(prepared, db);
    try {
      return await runMonitor(monitor, days, 37, db);
    } finally {
      removeDatabase(db);
    }
  };
}

function onFreshDatabase(monitor, days) {
  return async (repeat) => {
    const db = join(work, `fresh-${days}-${repeat}.db`);
    try {
      return await runMonitor(monitor, days, 37, db);
    } finally {
      removeDatabase(db);
    }
  };
}

function removeDatabase(db) {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${db}${suffix}`, { force: true });
}

async function scan() {
  return runMeasured([join(root, 'scripts/bench/scan.mjs'), data]);
}

async function judge() {
  const { stdout, ...cost } = await runMeasured([join(root, 'scripts/bench/verdicts.mjs'), dist]);
  return { ...cost, ...JSON.parse(stdout) };
}

async function main() {
  const week = writeMonitor('week', 7);
  const month = writeMonitor('month', 30);
  const scenarios = [
    ['reference and week', onFreshDatabase(week, 7)],
    ['week, reference stored', afterAnother(week, 7, 30)],
    ['one day more of the week', afterAnother(week, 7, 36)],
    ['reference and month', onFreshDatabase(month, 30)],
    ['one day more of the month', afterAnother(month, 30, 36)],
    ['verdicts of 200 columns', judge],
  ].filter(([name]) => flags.only === undefined || name.includes(flags.only));
  const samples = new Map([['bare scan and sum', []], ...scenarios.map(([name]) => [name, []])]);
  for (let repeat = 0; repeat < runs; repeat += 1) {
    for (const [name, measure] of scenarios) {
      const floor = await scan();
      samples.get('bare scan and sum').push(floor);
      const cost = await measure(repeat);
      samples.get(name).push({ ...cost, ratio: cost.wallS / floor.wallS, cpuRatio: cpuOf(cost) / cpuOf(floor) });
    }
  }
  const summary = [...samples].map(([name, found]) => ({ name, ...medians(found) }));
  if (!flags.json) printTable(summary);
  console.log(JSON.stringify({ rows, runs, cpus: cpus().length, node: process.version, summary }));
}

function cpuOf({ userS, systemS }) {
  return userS + systemS;
}

function medians(found) {
  const keys = Object.keys(found[0] ?? {}).filter((key) => typeof found[0][key] === 'number');
  return Object.fromEntries(keys.map((key) => [key, Number(medianOf(found.map((one) => one[key])).toPrecision(4))]));
}

function printTable(summary) {
  const head = ['', 'wall ratio', 'cpu ratio', 'wall s', 'cpu s', 'peak MB', 'fetched KB'];
  const lines = summary.map((one) => [
    one.name,
    one.ratio?.toFixed(1) ?? '1',
    one.cpuRatio?.toFixed(1) ?? '1',
    one.wallS.toFixed(2),
    cpuOf(one).toFixed(2),
    one.peakMb.toFixed(0),
    one.bytes === undefined ? '' : (one.bytes / 1000).toFixed(0),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...lines].map((line) => line[i].length)));
  for (const line of [head, ...lines]) {
    console.log(line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '));
  }
  const verdicts = summary.find((one) => one.firstMs !== undefined);
  if (verdicts === undefined) return;
  const { firstMs, againMs, everyMethodMs } = verdicts;
  console.log(
    `200 columns judged in ${firstMs.toFixed(0)} ms, again in ${againMs.toFixed(0)} ms, by every method in ${everyMethodMs.toFixed(0)} ms`,
  );
}
