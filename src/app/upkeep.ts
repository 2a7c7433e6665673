import type { Log } from '../log.ts';

export type Chore = { everyMs: number; work(): Promise<void> };

/** Does chores at their intervals; one that fails is logged and done again next time. Returns what ends them. */
export function startUpkeep(log: Log, chores: readonly Chore[]): () => void {
  const timers = chores.map(({ everyMs, work }) =>
    setInterval(() => void work().catch((error: unknown) => log.error({ err: error }, 'A chore failed')), everyMs),
  );
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
