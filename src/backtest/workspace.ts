import type { Measurement } from '../checks/types.ts';
import type { Context } from '../context.ts';
import type { LoadedMonitor } from '../monitors/types.ts';
import { loadDefinition, saveMonitor } from '../monitors/verbs.ts';
import { GRAIN_MS } from '../profile/types.ts';
import { findStored } from '../runs/references.ts';
import { resolveSources } from '../runs/sources.ts';
import { locateReference } from '../runs/trailing.ts';
import { latestWindow } from '../runs/window.ts';
import { openStore } from '../store/open.ts';
import type { MonitorRow, Store } from '../store/types.ts';
import { listStoredRows } from './stored-checks.ts';

/**
 * Where a definition can be tried on the past: the database itself where it is what the bot runs or its slices are
 * stored there already, else a copy in memory, so that a trial leaves nothing behind that a picture or a run would meet.
 */
export async function useWorkspace<T>(
  ctx: Context,
  input: { loaded: LoadedMonitor; fromAt: number; toAt: number },
  work: (ctx: Context, monitorId: number) => Promise<T>,
): Promise<T> {
  const { loaded, toAt } = input;
  const saved = ctx.store.monitors.find(loaded.monitor.modelName);
  if (saved === null) return inCopy(ctx, loaded, () => {}, work);
  if (saved.source === loaded.source) return work(ctx, saved.id);
  const sources = await resolveSources(ctx, saved.id, loaded);
  const located = locateReference(ctx, sources, latestWindow(sources.monitor, toAt));
  if (findStored(ctx, located) !== null) return work(ctx, saved.id);
  return inCopy(ctx, loaded, (copy, id) => copyPast(ctx, saved, { store: copy, id }, input), work);
}

/** What no data set tells: marked incidents, and what runs measured that slices do not hold. */
function copyPast(
  { store }: Context,
  saved: MonitorRow,
  to: { store: Store; id: number },
  { loaded, fromAt, toAt }: { loaded: LoadedMonitor; fromAt: number; toAt: number },
): void {
  for (const incident of store.incidents.list(saved.id)) to.store.incidents.add({ ...incident, monitorId: to.id });
  const definitions = { saved: loadDefinition(saved).monitor, tried: loaded.monitor };
  // A window ends less than a slice before it is due.
  const span = { fromAt: fromAt - GRAIN_MS[loaded.monitor.grain], toAt };
  const runs = new Map<number, Measurement[]>();
  for (const { runId, windowFromAt: _f, windowToAt: _t, ...one } of listStoredRows(
    store,
    saved.id,
    definitions,
    span,
  )) {
    runs.set(runId, [...(runs.get(runId) ?? []), one]);
  }
  for (const [runId, measurements] of runs) {
    const { id: _i, monitorId: _m, window, trigger, startedAt: at, ...result } = store.runs.get(runId)!;
    to.store.runs.finish(to.store.runs.start({ monitorId: to.id, trigger, window, at }), result, measurements);
  }
}

async function inCopy<T>(
  ctx: Context,
  loaded: LoadedMonitor,
  fill: (store: Store, monitorId: number) => void,
  work: (ctx: Context, monitorId: number) => Promise<T>,
): Promise<T> {
  const store = openStore(':memory:');
  try {
    const copy = { ...ctx, store };
    const { row } = saveMonitor(copy, { loaded, actor: { type: 'mlmon' } });
    fill(store, row.id);
    return await work(copy, row.id);
  } finally {
    store.close();
  }
}
