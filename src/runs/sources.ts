import type { Context } from '../context.ts';
import type { LoadedMonitor, Monitor } from '../monitors/types.ts';
import type { Dataset, Warehouse } from '../warehouse/types.ts';
import { chooseColumns, fillRoles } from './columns.ts';
import { checkLabelTable, withLabels } from './labels.ts';
import type { ReferenceSources } from './references.ts';

/** A monitor with its datasets found, its columns chosen and its open roles filled in. */
export type Sources = Omit<ReferenceSources, 'range' | 'leftOut'> & {
  /** Folder that relative paths of further tables start from. */
  baseDir: string | null;
};

/**
 * Finds what a monitor names.
 * @throws AppError where a dataset or a column is not there; of several datasets the reference is said, then the current one.
 */
export async function resolveSources(ctx: Context, monitorId: number, loaded: LoadedMonitor): Promise<Sources> {
  const warehouse = limitTime(ctx.warehouses.get(loaded.monitor.warehouse), loaded.monitor);
  const { baseDir } = loaded;
  const found = await warehouse.resolveAll(
    {
      reference: loaded.monitor.reference.dataset,
      current: loaded.monitor.current.dataset,
      labels: loaded.monitor.labels?.table ?? null,
    },
    baseDir,
  );
  const { labels } = found;
  const roles = fillRoles(loaded.monitor, found.current, labels);
  checkLabelTable(roles, found.current, labels);
  const prepare = (dataset: Dataset): Dataset =>
    roles.labelDrift === null ? dataset : withLabels(warehouse.dialect, roles, { dataset, labels }, ctx.clock.now());
  const [reference, current] = [prepare(nameAlike(found)), prepare(found.current)];
  const { monitor, columns } = chooseColumns(roles, reference, current);
  return { monitorId, monitor, warehouse, reference, current, labels, columns, baseDir };
}

/** The reference, called as the current dataset where it is the same table: names may be relative, or have their schema. */
function nameAlike({ reference, current }: { reference: Dataset; current: Dataset }): Dataset {
  return reference.fromSql === current.fromSql ? { ...reference, name: current.name } : reference;
}

/** The warehouse with the monitor's own limit on every statement, unless the statement's is shorter. */
function limitTime(warehouse: Warehouse, { computeConfig }: Monitor): Warehouse {
  const limitMs = computeConfig.statement_timeout_ms;
  if (typeof limitMs !== 'number') return warehouse;
  const query: Warehouse['query'] = (sql, options = {}) =>
    warehouse.query(sql, { ...options, deadlineMs: Math.min(limitMs, options.deadlineMs ?? limitMs) });
  return { ...warehouse, query };
}
