import { expect, test } from 'vitest';
import { applyEvent } from '../../src/alerts/state.ts';
import type { Alert, AlertEvent, AlertState } from '../../src/alerts/types.ts';
import { EVIDENCE, evaluated, makeAlert } from './fixtures.ts';

const STATES: readonly AlertState[] = ['pending', 'firing', 'acked', 'snoozed', 'resolved'];

const EVENTS = {
  breach: evaluated(true),
  'worse breach': evaluated(true, { severity: 'critical' }),
  clean: evaluated(false),
  unknown: evaluated(null),
  ack: { type: 'acknowledged', at: 50, by: 'UEVE' },
  unack: { type: 'unacknowledged', at: 50, by: 'UEVE' },
  snooze: { type: 'snoozed', at: 50, by: 'UEVE', untilAt: 500, reason: null },
  'snooze over': { type: 'snooze_ended', at: 50, by: null },
  'end snooze': { type: 'snooze_ended', at: 50, by: 'UEVE' },
  resolve: { type: 'resolved', at: 50, by: 'UEVE' },
} as const satisfies Record<string, AlertEvent>;

const NOT_SNOOZED = { snoozedUntilAt: null, snoozedBy: null, snoozeReason: null };
const NOT_ACKED = { ackedAt: null, ackedBy: null };
const ACKED = { state: 'acked', ackedAt: 50, ackedBy: 'UEVE', ...NOT_SNOOZED } as const;
const SNOOZED = { state: 'snoozed', snoozedUntilAt: 500, snoozedBy: 'UEVE', snoozeReason: null, ...NOT_ACKED } as const;
const CLOSED = { state: 'resolved', resolvedAt: 50, resolvedBy: 'UEVE', ...NOT_SNOOZED } as const;
const WOKEN = { state: 'firing', ...NOT_SNOOZED } as const;
const SEEN = { ...EVIDENCE, value: 0.5 };
const TWO = { evidence: { ...SEEN, breaches: 2, windows: 2 } };
const THREE = { evidence: { ...SEEN, breaches: 3, windows: 3 } };

type Row = [state: AlertState, event: keyof typeof EVENTS, changes: Partial<Alert> | 'nothing'];

const ROWS: readonly Row[] = [
  ['pending', 'breach', { state: 'firing', firedAt: 50, recent: [1, 1], ...TWO }],
  ['pending', 'worse breach', { state: 'firing', firedAt: 50, recent: [1, 1], severity: 'critical', ...TWO }],
  ['pending', 'clean', { recent: [1, 0] }],
  ['pending', 'unknown', { recent: [1, null] }],
  ['pending', 'ack', 'nothing'],
  ['pending', 'unack', 'nothing'],
  ['pending', 'snooze', 'nothing'],
  ['pending', 'snooze over', 'nothing'],
  ['pending', 'end snooze', 'nothing'],
  ['pending', 'resolve', CLOSED],

  ['firing', 'breach', { recent: [1, 1, 1], ...THREE }],
  ['firing', 'worse breach', { recent: [1, 1, 1], severity: 'critical', ...THREE }],
  ['firing', 'clean', { recent: [1, 1, 0] }],
  ['firing', 'unknown', { recent: [1, 1, null] }],
  ['firing', 'ack', ACKED],
  ['firing', 'unack', 'nothing'],
  ['firing', 'snooze', SNOOZED],
  ['firing', 'snooze over', 'nothing'],
  ['firing', 'end snooze', 'nothing'],
  ['firing', 'resolve', CLOSED],

  ['acked', 'breach', { recent: [1, 1, 1], ...THREE }],
  ['acked', 'worse breach', { recent: [1, 1, 1], severity: 'critical', ...THREE }],
  ['acked', 'clean', { recent: [1, 1, 0] }],
  ['acked', 'unknown', { recent: [1, 1, null] }],
  ['acked', 'ack', 'nothing'],
  ['acked', 'unack', { state: 'firing', ...NOT_ACKED }],
  ['acked', 'snooze', SNOOZED],
  ['acked', 'snooze over', 'nothing'],
  ['acked', 'end snooze', 'nothing'],
  ['acked', 'resolve', { ...CLOSED, ackedAt: 30, ackedBy: 'UANA' }],

  ['snoozed', 'breach', { recent: [1, 1, 1], ...THREE }],
  ['snoozed', 'worse breach', { recent: [1, 1, 1], severity: 'critical', ...WOKEN, ...THREE }],
  ['snoozed', 'clean', { recent: [1, 1, 0] }],
  ['snoozed', 'unknown', { recent: [1, 1, null] }],
  ['snoozed', 'ack', ACKED],
  ['snoozed', 'unack', 'nothing'],
  ['snoozed', 'snooze', SNOOZED],
  ['snoozed', 'snooze over', WOKEN],
  ['snoozed', 'end snooze', WOKEN],
  ['snoozed', 'resolve', CLOSED],

  ['resolved', 'breach', 'nothing'],
  ['resolved', 'worse breach', 'nothing'],
  ['resolved', 'clean', 'nothing'],
  ['resolved', 'unknown', 'nothing'],
  ['resolved', 'ack', 'nothing'],
  ['resolved', 'unack', 'nothing'],
  ['resolved', 'snooze', 'nothing'],
  ['resolved', 'snooze over', 'nothing'],
  ['resolved', 'end snooze', 'nothing'],
  ['resolved', 'resolve', 'nothing'],
];

test.each(ROWS)('%s, %s', (state, name, changes) => {
  const alert = makeAlert(state);
  const transition = applyEvent(alert, EVENTS[name], SEEN, { breaches: 2, of: 3 });
  expect(transition.from).toBe(state);
  expect(transition.isChanged).toBe(changes !== 'nothing');
  if (changes === 'nothing') expect(transition.alert).toBe(alert);
  else expect(transition.alert).toEqual({ ...alert, version: alert.version + 1, ...changes });
});

test('the table above holds every state with every event exactly once', () => {
  const pairs = STATES.flatMap((state) => Object.keys(EVENTS).map((event) => `${state}, ${event}`));
  expect(ROWS.map(([state, event]) => `${state}, ${event}`)).toEqual(pairs);
});
