import type { Alert } from '../../src/alerts/types.ts';

const FIRED_AT = Date.UTC(2026, 1, 21, 6);

/** A firing alert over the demo's data, with overrides. */
export function makeAlert(overrides: Partial<Alert> = {}): Alert {
  return {
    id: 7,
    monitorId: 1,
    modelName: 'late_flights',
    rule: 'delays_drifted',
    severity: 'high',
    condition: 'drift("wasserstein", "delay") > 0.1',
    state: 'firing',
    version: 2,
    recent: [0, 1, 1],
    openedAt: FIRED_AT - 86_400_000,
    firedAt: FIRED_AT,
    ackedAt: null,
    ackedBy: null,
    snoozedUntilAt: null,
    snoozedBy: null,
    snoozeReason: null,
    resolvedAt: null,
    resolvedBy: null,
    evidence: {
      runId: 12,
      windowFromAt: Date.UTC(2026, 1, 14),
      windowToAt: Date.UTC(2026, 1, 21),
      rowsReference: 508_399,
      rowsCurrent: 115_204,
      metric: 'wasserstein',
      column: 'delay',
      value: 0.2347,
      threshold: 0.1,
      direction: 'above',
      breaches: 2,
      windows: 3,
      also: [
        { metric: 'js_distance', column: 'origin', value: 0.0299, threshold: 0.025 },
        { metric: 'accuracy', column: null, value: 0.66, threshold: 0.68 },
      ],
      loss: { metric: 'accuracy', value: 0.66, reference: 0.742 },
      concern: 2.1,
      cause: '62% of the drift comes from the highest tenth of delay: 88 on average, was 61',
    },
    ...overrides,
  } as Alert;
}

export const ALERT_FIRED_AT = FIRED_AT;
