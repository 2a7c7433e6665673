// `mlmon run` as a whole child process, over monitors of the benchmark's files.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CURRENT_DAYS, dayOf, MONTH_DAYS, MONTH_END, WEEK_END } from './data.mjs';
import { removeDatabase, runMeasured } from './processes.mjs';

const METHODS = 'wasserstein, ks_test, js_divergence, js_distance, psi, chi_square, kl_divergence, z_score';

/** What is compared with the reference: a whole file without event time, as Evidently sees it, or the days before `end`. */
const WINDOWS = {
  tables: { current: 'current.parquet', days: null },
  // The reference's file, too, so that the window of a day earlier is as long.
  week: { current: '*.parquet', days: CURRENT_DAYS, end: WEEK_END },
  month: { current: 'month/current.parquet', days: MONTH_DAYS, end: MONTH_END },
};

/** The runs over the files of `data`; `work` is a folder for monitors and databases, `dist` the built program. */
export function makeRuns({ dist, data, work }) {
  /** Every method on every column. */
  function writeMonitor(name) {
    const { current, days } = WINDOWS[name];
    const file = join(work, `${name}.yaml`);
    const time = days === null ? [] : ['timestamp_column: event_at', 'granularity: 1 day', `window: ${days} days`];
    const lines = [
      `model_name: bench-${name}`,
      `reference_dataset: ${join(data, 'reference.parquet')}`,
      `current_dataset: ${join(data, current)}`,
      ...time,
      'problem_type: regression',
      'feature_drift:',
      `  drift_methods: [${METHODS}]`,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  }

  async function run(name, db, end = WINDOWS[name].end) {
    const { days } = WINDOWS[name];
    const range = days === null ? [] : ['--from', dayOf(end - days), '--to', dayOf(end)];
    const args = [join(dist, 'src/main.js'), 'run', writeMonitor(name), '--json', '--db', db, ...range];
    const { stdout, ...cost } = await runMeasured(args, { exitCodes: [0, 2] });
    const { bytesFetched, timing } = JSON.parse(stdout);
    return { ...cost, bytes: bytesFetched, runS: timing.totalMs / 1000, warehouseS: timing.warehouseMs / 1000 };
  }

  return {
    /** The window and the reference, with nothing stored. */
    first: (name) => async () => {
      const db = join(work, 'first.db');
      try {
        return await run(name, db);
      } finally {
        removeDatabase(db);
      }
    },
    /** The same with what an earlier run, over a window that ended `days` earlier, left behind. */
    after(name, days) {
      const prepared = join(work, `${name}-${days}.db`);
      let isPrepared = false;
      return async () => {
        if (!isPrepared) await run(name, prepared, WINDOWS[name].end - days);
        isPrepared = true;
        const db = join(work, 'after.db');
        copyFileSync(prepared, db);
        try {
          return await run(name, db);
        } finally {
          removeDatabase(db);
        }
      };
    },
  };
}
