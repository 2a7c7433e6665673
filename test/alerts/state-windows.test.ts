import { expect, test } from 'vitest';
import { applyEvent } from '../../src/alerts/state.ts';
import { EVIDENCE, evaluated, makeAlert } from './fixtures.ts';

const pending = makeAlert('pending', { lastWindowToAt: 100 });
const firing = makeAlert('firing', { lastWindowToAt: 100 });

test('the same window judged twice counts once', () => {
  expect(applyEvent(pending, evaluated(true, { windowToAt: 100 }), EVIDENCE).isChanged).toBe(false);
});

test('a newer window counts', () => {
  const { alert } = applyEvent(pending, evaluated(true, { windowToAt: 101 }), EVIDENCE);
  expect([alert.state, alert.recent, alert.lastWindowToAt]).toEqual(['firing', [1, 1], 101]);
});

test.each([true, false, null])('an older window is ignored when it says %s', (isBreach) => {
  expect(applyEvent(firing, evaluated(isBreach, { windowToAt: 99 }), EVIDENCE).isChanged).toBe(false);
});

test('a changed result of the newest window replaces the first one', () => {
  const { alert } = applyEvent(firing, evaluated(false, { windowToAt: 100 }), EVIDENCE);
  expect([alert.state, alert.recent]).toEqual(['firing', [1, 0]]);
  const back = applyEvent(alert, evaluated(true, { windowToAt: 100 }), EVIDENCE).alert;
  expect(back.recent).toEqual([1, 1]);
});

test('a first breach that late rows take back ends the episode before anybody is told, where none is left to join', () => {
  const { alert } = applyEvent(pending, evaluated(false, { windowToAt: 100 }), EVIDENCE);
  expect([alert.state, alert.firedAt]).toEqual(['resolved', null]);
});

test('a second look that finds nothing does not take a result away', () => {
  expect(applyEvent(firing, evaluated(null, { windowToAt: 100 }), null).isChanged).toBe(false);
});

test('a window that was unknown is replaced by what it turns out to be', () => {
  const unknown = applyEvent(pending, evaluated(null, { windowToAt: 200 }), null).alert;
  const known = applyEvent(unknown, evaluated(true, { windowToAt: 200 }), EVIDENCE).alert;
  expect([known.state, known.recent]).toEqual(['firing', [1, 1]]);
});

test('without a window every evaluation counts', () => {
  const { alert } = applyEvent(makeAlert('pending'), evaluated(true, { windowToAt: null }), EVIDENCE);
  expect(alert.recent).toEqual([1, 1]);
});

test('a debounce over many windows remembers as many', () => {
  const debounce = { breaches: 21, of: 25 };
  let alert = makeAlert('pending', { lastWindowToAt: 100, recent: [1] });
  for (let window = 101; window < 120; window++) {
    alert = applyEvent(alert, evaluated(true, { windowToAt: window }), EVIDENCE, debounce).alert;
  }
  expect([alert.state, alert.recent.length]).toEqual(['pending', 20]);
  alert = applyEvent(alert, evaluated(true, { windowToAt: 120 }), EVIDENCE, debounce).alert;
  expect([alert.state, alert.recent.length]).toEqual(['firing', 21]);
});
