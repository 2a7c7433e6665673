import type { AlertContext, EvaluationInput, EvaluationResult } from '../../src/alerts/verbs.ts';
import { recordEvaluation } from '../../src/alerts/verbs.ts';
import { FakeClock } from '../../src/clock.ts';
import type { Store } from '../../src/store/types.ts';
import { makeTempStore } from '../store/temp-store.ts';
import { EVIDENCE, slackChannel } from './fixtures.ts';

export const DAY_MS = 86_400_000;
export const NOW = Date.UTC(2026, 1, 10, 8);

export type World = AlertContext & {
  store: Store;
  clock: FakeClock;
  /** How often delivery was woken. */
  woken(): number;
  /** Judges the window that ends `day` days after the first; one day passes with each. */
  judge(day: number, isBreach: boolean | null, changes?: Partial<EvaluationInput>): EvaluationResult;
};

/** A real store with a clock that stands still, and rule "drift" of model "churn": 2 of 3 windows, to #ml. */
export function makeWorld(): World {
  const { store } = makeTempStore();
  const clock = new FakeClock(NOW);
  let wakes = 0;
  const ctx = { store, clock, wakeDelivery: () => void wakes++ };
  const judge: World['judge'] = (day, isBreach, changes = {}) => {
    clock.set(NOW + day * DAY_MS);
    return recordEvaluation(ctx, { ...makeInput(day, isBreach), ...changes });
  };
  return { ...ctx, woken: () => wakes, judge };
}

export const RULE: EvaluationInput['rule'] = {
  name: 'drift',
  condition: 'drift_score > 0.2',
  severity: 'medium',
  debounce: { breaches: 2, of: 3 },
  notify: 'now',
  channels: [slackChannel('#ml')],
};

function makeInput(day: number, isBreach: boolean | null): EvaluationInput {
  const window = { fromAt: (day - 7) * DAY_MS, toAt: day * DAY_MS };
  return {
    monitor: { modelName: 'churn', channels: [] },
    monitorId: 1,
    run: { id: day, window },
    rule: RULE,
    isBreach,
    evidence: isBreach ? { ...EVIDENCE, runId: day, windowFromAt: window.fromAt, windowToAt: window.toAt } : null,
  };
}

/** An alert that fired on day 2 and has its root message queued for #ml. */
export function makeFiring(world: World): number {
  world.judge(1, true);
  return world.judge(2, true).alert!.id;
}

/** Kind, version and channel of everything queued, oldest first. */
export function listOutbox(store: Store): string[] {
  return store.outbox
    .list({})
    .reverse()
    .map((row) => {
      const { kind, target } = row;
      return `${kind} v${row.kind === 'digest' ? 0 : row.alertVersion} ${target.type === 'slack' ? target.channel : target.type}`;
    });
}
