import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEvent, openAlert } from '../../src/alerts/state.ts';
import type { Alert, AlertEvent } from '../../src/alerts/types.ts';
import { type Debounce, SEVERITIES } from '../../src/monitors/types.ts';
import { EVIDENCE, evaluated } from './fixtures.ts';

const SUBJECT = { monitorId: 1, modelName: 'churn', rule: 'drift', condition: 'psi > 0.2' };

const debounces: fc.Arbitrary<Debounce> = fc
  .integer({ min: 1, max: 6 })
  .chain((of) => fc.record({ of: fc.constant(of), breaches: fc.integer({ min: 1, max: of }) }));
const severities = fc.constantFrom(...SEVERITIES);
const results = fc.constantFrom(true, false, null);
const windows = fc.option(fc.integer({ min: 1, max: 30 }), { nil: null });
const evaluations = fc
  .record({ isBreach: results, severity: severities, windowToAt: windows })
  .map((fields): AlertEvent => ({ type: 'evaluated', at: 50, ...fields }));
const people: fc.Arbitrary<AlertEvent> = fc.constantFrom(
  { type: 'acknowledged', at: 50, by: 'U1' },
  { type: 'unacknowledged', at: 50, by: 'U2' },
  { type: 'snoozed', at: 50, by: 'U1', untilAt: 90, reason: null },
  { type: 'snooze_ended', at: 50, by: null },
  { type: 'resolved', at: 50, by: 'U1' },
);
const histories = fc.array(fc.oneof({ weight: 4, arbitrary: evaluations }, people), { maxLength: 40 });

/** Every alert that stood during a history, the opening one first. */
function play(events: readonly AlertEvent[], debounce: Debounce): Alert[] {
  const first: Alert = { id: 1, ...openAlert(SUBJECT, evaluated(true, { severity: 'low' }), EVIDENCE, debounce) };
  const past = [first];
  for (const event of events) past.push(applyEvent(past.at(-1)!, event, EVIDENCE, debounce).alert);
  return past;
}

function eachStep(check: (before: Alert, after: Alert, event: AlertEvent, debounce: Debounce) => void): void {
  fc.assert(
    fc.property(histories, debounces, (events, debounce) => {
      const alerts = play(events, debounce);
      events.forEach((event, index) => void check(alerts[index]!, alerts[index + 1]!, event, debounce));
    }),
    { numRuns: 400 },
  );
}

test('the version grows by one with every change and never otherwise', () => {
  eachStep((before, after) => {
    const { version: _before, ...was } = before;
    const { version: _after, ...is } = after;
    if (after === before) return;
    expect(after.version).toBe(before.version + 1);
    expect(is).not.toEqual(was);
  });
});

test('resolved is final', () => {
  eachStep((before, after) => {
    if (before.state === 'resolved') expect(after).toBe(before);
  });
});

test('severity never falls', () => {
  eachStep((before, after) => {
    expect(SEVERITIES.indexOf(after.severity)).toBeGreaterThanOrEqual(SEVERITIES.indexOf(before.severity));
  });
});

test('an unknown window changes no state', () => {
  eachStep((before, after, event) => {
    if (event.type === 'evaluated' && event.isBreach === null) expect(after.state).toBe(before.state);
  });
});

test('a person is named as long as a state needs one', () => {
  eachStep((_before, after) => {
    if (after.state === 'acked') expect(after.ackedBy).not.toBeNull();
    if (after.state === 'firing') expect(after.ackedBy).toBeNull();
    expect(after.snoozedUntilAt !== null).toBe(after.state === 'snoozed');
    expect(after.resolvedAt !== null).toBe(after.state === 'resolved');
  });
});

test('an episode fires at k breaches among its last n windows, the newest included, and not before', () => {
  fc.assert(
    fc.property(fc.array(results, { maxLength: 30 }), debounces, (tail, debounce) => {
      const history = [true, ...tail];
      const alerts = play(
        tail.map((isBreach) => evaluated(isBreach)),
        debounce,
      );
      const over = alerts.findIndex((alert) => alert.state === 'resolved');
      const lived = over === -1 ? history.length : over;
      const fires = history.findIndex((isBreach, index) => {
        const last = history.slice(Math.max(0, index + 1 - debounce.of), index + 1);
        return index < lived && isBreach === true && last.filter(Boolean).length >= debounce.breaches;
      });
      expect(alerts.findIndex((alert) => alert.firedAt !== null)).toBe(fires);
    }),
    { numRuns: 400 },
  );
});
