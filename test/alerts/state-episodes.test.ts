import { expect, test } from 'vitest';
import { applyEvent, openAlert } from '../../src/alerts/state.ts';
import type { Alert } from '../../src/alerts/types.ts';
import type { Debounce } from '../../src/monitors/types.ts';
import { EVIDENCE, evaluated, makeAlert } from './fixtures.ts';

const SUBJECT = { monitorId: 1, modelName: 'churn', rule: 'drift', condition: 'psi > 0.2' };
const SIGNS: Readonly<Record<string, boolean | null>> = { x: true, o: false, '?': null };

/** States after each window: x breach, o clean, ? unknown. */
function play(windows: string, debounce: Debounce): string[] {
  const [first, ...rest] = [...windows];
  if (first !== 'x') throw new Error('an episode begins with a breach');
  let alert: Alert = { id: 1, ...openAlert(SUBJECT, evaluated(true), EVIDENCE, debounce) };
  const states = [alert.state];
  for (const sign of rest) {
    alert = applyEvent(alert, evaluated(SIGNS[sign]!), EVIDENCE, debounce).alert;
    states.push(alert.state);
  }
  return states;
}

test.each([
  ['xx', 'pending firing'],
  ['xox', 'pending pending firing'],
  ['x?x', 'pending pending firing'],
  ['x??x', 'pending pending pending pending'],
  ['xoo', 'pending pending resolved'],
  ['x??o', 'pending pending pending resolved'],
  ['xxoo', 'pending firing firing resolved'],
  ['xxo?o', 'pending firing firing firing resolved'],
  ['xxoxoo', 'pending firing firing firing firing resolved'],
  ['xx??????', 'pending firing firing firing firing firing firing firing'],
])('2 of 3: %s is %s', (windows, states) => {
  expect(play(windows, { breaches: 2, of: 3 }).join(' ')).toBe(states);
});

test('1 of 1 fires at once', () => {
  expect(play('xoo', { breaches: 1, of: 1 })).toEqual(['firing', 'firing', 'resolved']);
});

test('2 of 2 ends with the first clean window, because a later breach could not join the first', () => {
  expect(play('xo', { breaches: 2, of: 2 })).toEqual(['pending', 'resolved']);
});

test('3 of 5 waits until no breach is left that a later one could join', () => {
  expect(play('xooxx', { breaches: 3, of: 5 }).at(-1)).toBe('firing');
  expect(play('xoooo', { breaches: 3, of: 5 })).toEqual(['pending', 'pending', 'pending', 'pending', 'resolved']);
});

test.each(['acked', 'snoozed'] as const)('an alert that is %s resolves by itself after two clean windows', (state) => {
  const once = applyEvent(makeAlert(state), evaluated(false), null).alert;
  const twice = applyEvent(once, evaluated(false), null).alert;
  expect([once.state, twice.state]).toEqual([state, 'resolved']);
  expect(twice.resolvedBy).toBeNull();
});

test('the evidence of a clean window does not replace the finding of the last breach', () => {
  const clean = applyEvent(makeAlert('firing'), evaluated(false), { ...EVIDENCE, value: 0.01 }).alert;
  expect(clean.evidence).toEqual(EVIDENCE);
});
