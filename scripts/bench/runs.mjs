// `mlmon run` as a whole child process, over monitors of the benchmark's files.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf, LAST_DAY } from './data.mjs';
import { removeDatabase, runMeasured } from './processes.mjs';

const METHODS = 'wasserstein, ks_test, js_divergence, js_distance, psi, chi_square, kl_divergence, z_score';

/** The runs over the two files of `data`; `work` is a folder for monitors and databases, `dist` the built program. */
export function makeRuns({ dist, data, work }) {
  /** Every method on every column; `days` null: two tables without event time, as Evidently sees them. */
  function writeMonitor(days) {
    const file = join(work, `${days ?? 'whole'}.yaml`);
    const time = days === null ? [] : ['timestamp_column: event_at', 'granularity: 1 day', `window: ${days} days`];
    const lines = [
      `model_name: bench-${days ?? 'whole'}`,
      `reference_dataset: ${join(data, 'reference.parquet')}`,
      `current_dataset: ${join(data, days === null ? 'current.parquet' : '*.parquet')}`,
      ...time,
      'problem_type: regression',
      'feature_drift:',
      `  drift_methods: [${METHODS}]`,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  }

  async function run(days, end, db) {
    const range = days === null ? [] : ['--from', dayOf(end - days), '--to', dayOf(end)];
    const args = [join(dist, 'src/main.js'), 'run', writeMonitor(days), '--json', '--db', db, ...range];
    const { stdout, ...cost } = await runMeasured(args, { exitCodes: [0, 2] });
    const { bytesFetched, timing } = JSON.parse(stdout);
    return { ...cost, bytes: bytesFetched, runS: timing.totalMs / 1000, warehouseS: timing.warehouseMs / 1000 };
  }

  return {
    /** The window of `days` days that ends with the last, and the reference, with nothing stored. */
    first: (days) => async () => {
      const db = join(work, 'first.db');
      try {
        return await run(days, LAST_DAY, db);
      } finally {
        removeDatabase(db);
      }
    },
    /** The same with what an earlier run, over the window that ends with day `earlierEnd`, left behind. */
    after(days, earlierEnd) {
      const prepared = join(work, `${days}-${earlierEnd}.db`);
      let isPrepared = false;
      return async () => {
        if (!isPrepared) await run(days, earlierEnd, prepared);
        isPrepared = true;
        const db = join(work, 'after.db');
        copyFileSync(prepared, db);
        try {
          return await run(days, LAST_DAY, db);
        } finally {
          removeDatabase(db);
        }
      };
    },
  };
}
