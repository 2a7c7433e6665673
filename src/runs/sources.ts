import type { Context } from '../context.ts';
import type { LoadedMonitor } from '../monitors/types.ts';
import type { Dataset } from '../warehouse/types.ts';
import { chooseColumns, fillRoles } from './columns.ts';
import { withLabels } from './labels.ts';
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
  const warehouse = ctx.warehouses.get(loaded.monitor.warehouse);
  const { baseDir } = loaded;
  const labelTable = loaded.monitor.labels?.table ?? null;
  const asked = [
    warehouse.resolve(loaded.monitor.reference.dataset, 'reference', baseDir),
    warehouse.resolve(loaded.monitor.current.dataset, 'current', baseDir),
    labelTable === null ? null : warehouse.resolve(labelTable, 'labels', baseDir),
  ] as const;
  // Of several that are missing the first is said, not the one that was looked for fastest.
  for (const found of await Promise.allSettled(asked)) if (found.status === 'rejected') throw found.reason;
  const [ownReference, ownCurrent, labels] = await Promise.all(asked);
  const roles = fillRoles(loaded.monitor, ownCurrent);
  const prepare = (dataset: Dataset): Dataset =>
    roles.labelDrift === null ? dataset : withLabels(warehouse.dialect, roles, { dataset, labels }, ctx.clock.now());
  const [reference, current] = [prepare(ownReference), prepare(ownCurrent)];
  const { monitor, columns } = chooseColumns(roles, reference, current);
  return { monitorId, monitor, warehouse, reference, current, labels, columns, baseDir };
}
