import type { Clock } from './clock.ts';
import type { DigestPlan } from './digest/types.ts';
import type { Log } from './log.ts';
import type { ChannelTarget } from './monitors/types.ts';
import type { Measure } from './runs/measure.ts';
import type { Store } from './store/types.ts';
import type { Warehouse } from './warehouse/types.ts';

/** Where a monitor's data can be read: a named warehouse of the configuration. */
export type Warehouses = {
  /** @throws AppError not_found with the known names; null means the only one, or the one called `main`. */
  get(name: string | null): Warehouse;
  names(): readonly string[];
  close(): Promise<void>;
};

/** What every verb gets first. */
export type Context = {
  store: Store;
  warehouses: Warehouses;
  /** What turns profiles into measurements: on another thread where people wait for answers. */
  measure: Measure;
  clock: Clock;
  log: Log;
  /** Where alerts go whose rule and monitor name no channel; null without Slack. */
  defaultTarget: ChannelTarget | null;
  /** The digest of a channel that asked for nothing else. */
  digest: DigestPlan;
  /** Is there a notifier for this kind of target? What nobody delivers is not put into the outbox. */
  canDeliver(target: ChannelTarget): boolean;
  /** Something was put into the outbox: delivery need not wait for its next look. */
  wakeDelivery(): void;
};

/** Who asks for a change, for the audit log. */
export type Actor = { type: 'slack'; userId: string } | { type: 'cli' } | { type: 'mlmon' };
