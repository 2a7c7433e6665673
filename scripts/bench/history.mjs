// `mlmon backtest` of 90 days over stored slices, as a whole child process: what is stored is made once, before.
import { copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATEGORICAL_NAMES, dayOf, NUMERIC_NAMES, REFERENCE_DAYS, selectRows, writeParquet } from './data.mjs';
import { removeDatabase, runMeasured } from './processes.mjs';

/** Changes with the data, so that a file of an older benchmark is not taken for this one's. */
const VERSION = 1;
const DAYS = 90;
const ROWS_A_DAY = 20_000;
const END = REFERENCE_DAYS + DAYS;
/** Days on which some columns drift, so that there are alerts to find. */
const SPELL = [REFERENCE_DAYS + 50, REFERENCE_DAYS + 56];
/** Of 2, 5, 20 and 100 values; the two after them have 300 and 1,000. */
const FEW_VALUES = CATEGORICAL_NAMES.slice(0, 4);

const REFERENCES = {
  fixed: `from: ${dayOf(0)}, to: ${dayOf(REFERENCE_DAYS)}`,
  trailing: `trailing: ${REFERENCE_DAYS} days`,
};

/** Each back-test by its name in the report. @param work a folder for monitors and databases; `dist` the built program. */
export function listBacktests({ dist, seed, work }) {
  const cases = [
    ['back-test of 90 days', 'fixed', FEW_VALUES],
    ['back-test, trailing reference', 'trailing', FEW_VALUES],
    ['back-test, columns of 300 and 1,000 values', 'fixed', CATEGORICAL_NAMES],
  ];
  return cases.map(([name, reference, categories], index) => [
    name,
    makeBacktest({ dist, seed, reference, categories, path: (suffix) => join(work, `history-${index}${suffix}`) }),
  ]);
}

function makeBacktest({ dist, seed, reference, categories, path }) {
  const [file, prepared, db] = ['.yaml', '.db', '-copy.db'].map(path);
  async function run(database) {
    const args = [join(dist, 'src/main.js'), 'backtest', file, '--days', DAYS, '--to', dayOf(END), '--json'];
    const { stdout, ...cost } = await runMeasured([...args.map(String), '--db', database]);
    const { windows, alerts, timing } = JSON.parse(stdout);
    if (windows !== DAYS || alerts.length === 0)
      throw new Error(`The back-test found ${alerts.length} alerts in ${windows} windows`);
    return { ...cost, replayMs: timing.replayMs };
  }
  return async () => {
    if (!existsSync(prepared)) {
      writeFileSync(file, writeMonitor(await makeHistory(seed), reference, categories));
      await run(prepared);
    }
    copyFileSync(prepared, db);
    try {
      return await run(db);
    } finally {
      removeDatabase(db);
    }
  };
}

function writeMonitor(data, reference, categories) {
  return `model_name: bench-history
reference_dataset: {table: ${data}, ${REFERENCES[reference]}}
current_dataset: ${data}
timestamp_column: event_at
window: 1 day
problem_type: classification
prediction_column: prediction
label_column: label
metrics: [accuracy]
feature_drift:
  features: [${[...NUMERIC_NAMES, ...categories].join(', ')}]
alerts:
  rules:
    - {name: moved, condition: drifted_columns > 0, severity: high}
    - {name: far, condition: drift_score > 0.3, severity: medium}
    - {name: worse, condition: accuracy < 0.7, severity: high}
    - {name: few_rows, condition: rows < 10000, severity: medium}
schedule: "0 6 * * *"
`;
}

/** The Parquet file of a month and 90 days; made when it is missing. */
async function makeHistory(seed) {
  const file = join(tmpdir(), `mlmon-bench-history-v${VERSION}-${seed}.parquet`);
  if (existsSync(file)) return file;
  const rows = END * ROWS_A_DAY;
  const [from, to] = SPELL.map((day) => day * ROWS_A_DAY);
  const shift = `(i BETWEEN ${from} AND ${to})::INTEGER`;
  const labelled = `SELECT *, n0 > 0 AS prediction, n0 + n12 * 1e9 > 0 AS label FROM (${selectRows({ rows, seed, firstDay: 0, days: END, shift })})`;
  const draft = `${file}.${process.pid}`;
  await writeParquet([{ sql: labelled, file: draft }]);
  renameSync(draft, file);
  return file;
}
