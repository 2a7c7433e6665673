import type { JobDay } from '../checks/observations.ts';
import { AppError } from '../errors.ts';
import { textSql, typeOfColumn } from '../profile/expressions.ts';
import type { Meter } from '../profile/meter.ts';
import { sourceOf } from '../profile/slices.ts';
import { rowsOf } from '../profile/source.ts';
import { GRAIN_MS } from '../profile/types.ts';
import type { Dataset } from '../warehouse/types.ts';
import type { ObservedSources } from './observed-sources.ts';

const COLUMNS = { job: 'job_name', startedAt: 'run_start_time', result: 'result_state' } as const;

/**
 * Runs and successes per job and day of the window, from a run timeline: a table of job_name, run_start_time and
 * result_state. A run without a result has not ended, which is not failing.
 * @throws AppError as the warehouse does, and invalid_input for a table that lacks one of the columns.
 */
export async function observeJobs(meter: Meter, from: ObservedSources): Promise<JobDay[]> {
  const { monitor, warehouse, window } = from;
  if (monitor.jobs === null) return [];
  const { dialect } = warehouse;
  const table = await warehouse.resolve(monitor.jobs.table, 'current', from.baseDir);
  const job = findColumn(table, COLUMNS.job);
  const result = findColumn(table, COLUMNS.result);
  const startedAt = findColumn(table, COLUMNS.startedAt);
  assertTime(table, startedAt);
  const name = textSql(dialect.ident(job), typeOfColumn(table, job));
  const state = `upper(${textSql(dialect.ident(result), typeOfColumn(table, result))})`;
  const source = sourceOf(warehouse, table, {
    timestampColumn: startedAt,
    grain: '1 day',
    range: window,
    where: dialect.isLike(name, monitor.jobs.like),
  });
  const inner = rowsOf(source, [`${name} AS job`, `${state} AS state`]);
  const records = await meter.records(`SELECT job, slice, count(state) AS ended,
    count_if(state IN ('SUCCESS', 'SUCCEEDED')) AS succeeded, count_if(state IS NULL) AS unfinished
    FROM ${inner} AS v GROUP BY job, slice`);
  return records.map((record) => ({
    job: String(record.job),
    at: Number(record.slice) * GRAIN_MS['1 day'],
    ended: Number(record.ended),
    succeeded: Number(record.succeeded),
    open: Number(record.unfinished),
  }));
}

/** Texts and numbers cannot be compared with the ends of the window. */
function assertTime(table: Dataset, column: string): void {
  const { kind, type } = table.columns.find(({ name }) => name === column)!;
  if (kind === 'timestamp') return;
  throw new AppError(
    'invalid_input',
    `Cannot read jobs.table: "${column}" of ${table.name} is ${type}, not a date or time`,
    { hint: 'Name a view that casts it to TIMESTAMP' },
  );
}

/** Engines keep or fold the case of names as they like. */
function findColumn(table: Dataset, wanted: string): string {
  const found = table.columns.find(({ name }) => name.toLowerCase() === wanted);
  if (found !== undefined) return found.name;
  throw new AppError('invalid_input', `Cannot read jobs.table: ${table.name} has no column "${wanted}"`, {
    hint: `It needs ${Object.values(COLUMNS).join(', ')}; it has ${table.columns.map(({ name }) => name).join(', ')}`,
  });
}
