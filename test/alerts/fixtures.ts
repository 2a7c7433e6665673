import type { Alert, AlertEvent, AlertEvidence, AlertState } from '../../src/alerts/types.ts';
import type { ChannelTarget } from '../../src/monitors/types.ts';

export const EVIDENCE: AlertEvidence = {
  runId: 7,
  windowFromAt: 0,
  windowToAt: 86_400_000,
  rowsReference: 5000,
  rowsCurrent: 900,
  metric: 'psi',
  column: 'tenure',
  value: 0.34,
  threshold: 0.2,
  direction: 'above',
  breaches: 1,
  windows: 1,
  also: [{ metric: 'psi', column: 'plan', value: 0.25, threshold: 0.2 }],
};

/** An alert as it stands in each state after its newest window was in breach. */
export function makeAlert(state: AlertState, changes: Partial<Alert> = {}): Alert {
  const base: Alert = {
    id: 1,
    monitorId: 1,
    modelName: 'churn',
    rule: 'drift',
    severity: 'medium',
    condition: 'drift_score > 0.2',
    state,
    version: 4,
    recent: state === 'pending' ? [1] : [1, 1],
    lastWindowToAt: null,
    openedAt: 10,
    firedAt: state === 'pending' ? null : 20,
    ackedAt: null,
    ackedBy: null,
    snoozedUntilAt: null,
    snoozedBy: null,
    snoozeReason: null,
    resolvedAt: null,
    resolvedBy: null,
    evidence: EVIDENCE,
  };
  return { ...base, ...OF_STATE[state], ...changes };
}

const OF_STATE: Readonly<Record<AlertState, Partial<Alert>>> = {
  pending: {},
  firing: {},
  acked: { ackedAt: 30, ackedBy: 'UANA' },
  snoozed: { snoozedUntilAt: 1000, snoozedBy: 'UBEN', snoozeReason: 'sale' },
  resolved: { resolvedAt: 40, resolvedBy: null },
};

export function evaluated(
  isBreach: boolean | null,
  more: Partial<Extract<AlertEvent, { type: 'evaluated' }>> = {},
): Extract<AlertEvent, { type: 'evaluated' }> {
  return { type: 'evaluated', at: 50, isBreach, severity: 'medium', ...more };
}

export function slackChannel(channel: string): ChannelTarget {
  return { type: 'slack', channel, webhook: null, mention: null };
}
