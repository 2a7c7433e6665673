import type { Batch } from '../checks/observations.ts';
import { AppError } from '../errors.ts';
import { textSql, typeOfColumn } from '../profile/expressions.ts';
import type { Meter } from '../profile/meter.ts';
import { sourceOf } from '../profile/slices.ts';
import { rowsOf } from '../profile/source.ts';
import { GRAIN_MS } from '../profile/types.ts';
import type { ObservedSources } from './observed-sources.ts';

/**
 * First and last event time of every batch of the window, in whole seconds.
 * @throws AppError invalid_input without event time, and where it is a date.
 */
export async function observeBatches(meter: Meter, from: ObservedSources): Promise<Batch[]> {
  const { monitor, warehouse, current, window } = from;
  const { timestampColumn, hasDatesOnly, grain, modelVersionColumn } = monitor;
  if (timestampColumn === null) {
    throw new AppError('invalid_input', 'Event times are unknown', { hint: 'Set timestamp_column' });
  }
  if (hasDatesOnly) {
    throw new AppError(
      'invalid_input',
      `"${timestampColumn}" holds dates without times, which say nothing of duration`,
      {
        hint: 'Name a column of times as timestamp_column',
      },
    );
  }
  const source = sourceOf(warehouse, current, { timestampColumn, grain, range: window });
  const hasVersion = current.columns.some(({ name }) => name === modelVersionColumn);
  const version =
    modelVersionColumn === null || !hasVersion
      ? 'CAST(NULL AS string)'
      : textSql(warehouse.dialect.ident(modelVersionColumn), typeOfColumn(current, modelVersionColumn));
  const inner = rowsOf(source, [`${version} AS version`, `${source.seconds} AS second`]);
  const records = await meter.records(`SELECT slice, version, CAST(count(*) AS BIGINT) AS n,
    CAST(max(second) - min(second) AS BIGINT) AS seconds FROM ${inner} AS v GROUP BY slice, version`);
  return records.map((record) => ({
    at: Number(record.slice) * GRAIN_MS[grain],
    version: record.version === null ? null : String(record.version),
    rows: Number(record.n),
    seconds: Number(record.seconds),
  }));
}
