import type { Alert } from '../../src/alerts/types.ts';
import type { FakeClock } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';
import { createDigestSweep } from '../../src/digest/sweep.ts';
import type { DigestPlan } from '../../src/digest/types.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { saveMonitor } from '../../src/monitors/verbs.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { at, iso, makeContext } from '../schedule/support.ts';
import { makeAlert } from '../support/alerts.ts';

export const CHANNEL = 'C0MLALERTS';
export const DAILY: DigestPlan = { cadence: 'daily', time: '09:00', timezone: 'UTC' };

export type World = Context & {
  clock: FakeClock;
  /** One look at the digests, at a moment; returns what was made, as "channel due". */
  sweepAt(time: string): Promise<string[]>;
  /** Saves a monitor whose rules tell `channel`; returns its id. */
  addMonitor(name: string, channel?: string): number;
  addAlert(monitorId: number, changes?: Partial<Alert>): Alert;
  /** A run of a model that found rows and nothing else. */
  addRun(monitorId: number, changes?: { state?: 'ok' | 'failed'; rows?: number; error?: string | null }): void;
};

/** A real store with a digest plan; channel names are known, as after a look-up. */
export function makeWorld(now: string, digest: DigestPlan = DAILY, store: Store = openStore(':memory:')): World {
  const ctx = { ...makeContext(now), store, digest };
  store.settings.set('slack.channel.ml-alerts', CHANNEL);
  store.settings.set('slack.channel.risk', 'C0RISK0001');
  const sweep = createDigestSweep(ctx, {
    resolve: async (name) => store.settings.get(`slack.channel.${name.slice(1)}`)!,
  });
  let rules = 0;
  return {
    ...ctx,
    async sweepAt(time) {
      ctx.clock.set(at(time));
      const before = listDigests(store).length;
      await sweep();
      return listDigests(store).slice(before);
    },
    addMonitor(name, channel = '#ml-alerts') {
      const source = `model_name: ${name}\nreference_dataset: a\ncurrent_dataset: b\nquality: {}\nalerts: {channels: [{type: slack, channel: "${channel}"}]}\n`;
      return saveMonitor(ctx, { loaded: loadMonitor(source, { baseDir: null }), actor: { type: 'cli' } }).row.id;
    },
    addAlert(monitorId, changes = {}) {
      rules += 1;
      const { id: _, ...draft } = makeAlert({
        monitorId,
        modelName: store.monitors.get(monitorId)!.modelName,
        rule: rules === 1 ? 'quality' : `quality_${rules}`,
        ...changes,
      });
      return store.alerts.create(draft);
    },
    addRun(monitorId, { state = 'ok', rows = 100, error = null } = {}) {
      const window = { fromAt: null, toAt: null };
      const id = store.runs.start({ monitorId, trigger: 'schedule', window, at: ctx.clock.now() });
      const cost = { rowsReference: 100, bytesFetched: 0, warehouseMs: 0, totalMs: 0, endedAt: ctx.clock.now() };
      store.runs.finish(id, { state, rowsCurrent: rows, error, ...cost }, []);
    },
  };
}

/** Every digest that was made, oldest first, as "channel due". */
export function listDigests(store: Store): string[] {
  const rows = store.outbox.list({}).reverse();
  return rows.flatMap((row) => {
    if (row.kind !== 'digest') return [];
    const { channelId, dueAt } = store.digests.get(row.digestId)!;
    return [`${channelId} ${iso(dueAt)}`];
  });
}
