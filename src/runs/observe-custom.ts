import type { CustomValue, Observed } from '../checks/observations.ts';
import type { Context } from '../context.ts';
import { AppError, toAppError } from '../errors.ts';
import type { CustomMetric, Monitor } from '../monitors/types.ts';
import { withoutJoin } from '../profile/join.ts';
import type { Meter } from '../profile/meter.ts';
import { sourceOf } from '../profile/slices.ts';
import type { TimeRange } from '../profile/types.ts';
import { type CompiledExpression, compileExpression } from '../warehouse/expression.ts';
import type { Dataset, Dialect, Warehouse } from '../warehouse/types.ts';
import { withLabels } from './labels.ts';
import type { ObservedSources } from './observed-sources.ts';
import { withoutIncidents } from './references.ts';
import { locateReference } from './trailing.ts';

/** Rows that an expression is computed over. */
type Side = { dataset: Dataset; range: TimeRange; where: string | undefined };
type Measured = { value: number | null; rows: number; labelled: number | null };

/**
 * Every custom metric over the rows of the window, and over the reference where its columns are there too. A metric that
 * cannot be computed says why and leaves the others alone.
 */
export async function observeCustom(
  ctx: Context,
  meter: Meter,
  from: ObservedSources,
): Promise<Record<string, Observed<CustomValue>>> {
  const { monitor } = from;
  const located = locateReference(ctx, from, from.window);
  const current: Side = { dataset: addOutcomes(ctx, from, from.current), range: from.window, where: undefined };
  const reference: Side = {
    dataset: addOutcomes(ctx, from, from.reference),
    range: located.range,
    where: withoutIncidents(located),
  };
  const found: Record<string, Observed<CustomValue>> = Object.create(null) as Record<string, Observed<CustomValue>>;
  for (const metric of monitor.customMetrics) {
    const own = await attempt(metric, () => measure(meter, from, metric, current));
    if ('reason' in own) {
      found[metric.name] = own;
      continue;
    }
    // A reference without these columns gives nothing to compare with, which is no fault.
    const before = await attempt(metric, () => measure(meter, from, metric, reference));
    found[metric.name] = { value: { ...own.value, reference: 'reason' in before ? null : before.value.value } };
  }
  return found;
}

/** Outcomes from a table of their own stand in the label column, as for label drift, which may have put them there. */
function addOutcomes(ctx: Context, { monitor, warehouse, labels }: ObservedSources, dataset: Dataset): Dataset {
  if (monitor.labelDrift !== null) return dataset;
  return withLabels(warehouse.dialect, monitor, { dataset, labels }, ctx.clock.now());
}

async function measure(
  meter: Meter,
  { warehouse, monitor }: { warehouse: Warehouse; monitor: Monitor },
  metric: CustomMetric,
  { dataset, range, where }: Side,
): Promise<Measured> {
  const { dialect } = warehouse;
  const expression = compile(metric, dialect, monitor, dataset);
  const { timestampColumn, labelColumn } = monitor;
  const hasTime = dataset.columns.some(({ name }) => name === timestampColumn);
  const source = sourceOf(warehouse, withoutJoin(dataset, expression.columns), {
    timestampColumn: hasTime ? timestampColumn : null,
    grain: null,
    range,
    where,
  });
  const readsLabel = labelColumn !== null && expression.columns.includes(labelColumn);
  const labelled = readsLabel ? `count(${dialect.ident(labelColumn)})` : 'CAST(NULL AS BIGINT)';
  const [record] = await meter.records(
    `SELECT CAST(${expression.sql} AS DOUBLE) AS value, count(*) AS n, ${labelled} AS labelled
    FROM ${source.fromSql} AS d WHERE ${source.where}`,
  );
  return {
    value: record?.value === null || record?.value === undefined ? null : Number(record.value),
    rows: Number(record?.n ?? 0),
    labelled: readsLabel ? Number(record?.labelled ?? 0) : null,
  };
}

/** `prediction` and `actual` are what a monitor calls its prediction and its label, whatever the columns are called. */
function compile(metric: CustomMetric, dialect: Dialect, monitor: Monitor, dataset: Dataset): CompiledExpression {
  const { columns } = dataset;
  const has = (name: string | null): name is string => columns.some((column) => column.name === name);
  return compileExpression(metric.sqlExpression, dialect, {
    columns,
    aliases: {
      ...(has(monitor.predictionColumn) ? { prediction: monitor.predictionColumn } : {}),
      ...(has(monitor.labelColumn) ? { actual: monitor.labelColumn } : {}),
    },
  });
}

/** Metrics of other people's making must not take a run with them, unless the warehouse itself is gone. */
async function attempt<T>(metric: CustomMetric, work: () => Promise<T>): Promise<Observed<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    const { code, message, hint } = toAppError(error);
    if (code === 'compute_unavailable' || code === 'cancelled' || !(error instanceof AppError)) throw error;
    const why = message.replace(/^Metric not supported: |[.]+$/g, '');
    return { reason: `Metric '${metric.name}' not supported: ${why}${hint === null ? '' : `. ${hint}`}` };
  }
}
