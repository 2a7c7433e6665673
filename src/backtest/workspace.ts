import type { Context } from '../context.ts';
import type { LoadedMonitor } from '../monitors/types.ts';
import { saveMonitor } from '../monitors/verbs.ts';
import { makeVersion } from '../runs/references.ts';
import { resolveSources } from '../runs/sources.ts';
import { locateReference } from '../runs/trailing.ts';
import { latestWindow } from '../runs/window.ts';
import { openStore } from '../store/open.ts';

/**
 * Where a definition can be tried on the past: the database itself where it is what the bot runs or its slices are
 * stored there already, else a copy in memory, so that a trial leaves nothing behind that a picture or a run would meet.
 */
export async function useWorkspace<T>(
  ctx: Context,
  input: { loaded: LoadedMonitor; toAt: number },
  work: (ctx: Context, monitorId: number) => Promise<T>,
): Promise<T> {
  const { loaded, toAt } = input;
  const saved = ctx.store.monitors.find(loaded.monitor.modelName);
  if (saved === null) return inCopy(ctx, loaded, [], work);
  if (saved.source === loaded.source) return work(ctx, saved.id);
  const sources = await resolveSources(ctx, saved.id, loaded);
  const version = makeVersion(locateReference(ctx, sources, latestWindow(sources.monitor, toAt)));
  if (ctx.store.grids.get(saved.id, version) !== null) return work(ctx, saved.id);
  return inCopy(ctx, loaded, ctx.store.incidents.list(saved.id), work);
}

async function inCopy<T>(
  ctx: Context,
  loaded: LoadedMonitor,
  incidents: ReturnType<Context['store']['incidents']['list']>,
  work: (ctx: Context, monitorId: number) => Promise<T>,
): Promise<T> {
  const store = openStore(':memory:');
  try {
    const copy = { ...ctx, store };
    const { row } = saveMonitor(copy, { loaded, actor: { type: 'mlmon' } });
    for (const incident of incidents) store.incidents.add({ ...incident, monitorId: row.id });
    return await work(copy, row.id);
  } finally {
    store.close();
  }
}
