import { expect, it } from 'vitest';
import { readInstant } from '../../src/cli/instants.ts';

const HOUR_MS = 3_600_000;
const DAY_AT = Date.UTC(2026, 1, 1);

it.each([
  ['2026-02-01', 0],
  ['2026-02-01T06:00:00Z', 6],
  ['2026-02-01 06:00', 6],
  ['2026-02-01T06:00+0530', 0.5],
  ['2026-02-01 06:00:00 -05:00', 11],
])('%s is read as monitors read it: UTC without an offset', (text, hours) => {
  expect(readInstant('--from', text)).toBe(DAY_AT + hours * HOUR_MS);
});

it('29 February is a day of leap years alone', () => {
  expect(readInstant('--from', '2028-02-29')).toBe(Date.UTC(2028, 1, 29));
  expect(() => readInstant('--from', '2026-02-29')).toThrow('Cannot read --from: "2026-02-29" is not an ISO date');
});

it.each(['2026-04-31', '2026-02-30T06:00:00Z', '2026-13-01', '2026-02-01T25:00', '2026-02-01 6pm', 'soon'])(
  '%s is refused, and never taken for another day',
  (text) => {
    expect(() => readInstant('--to', text)).toThrow(/Cannot read --to/);
  },
);
