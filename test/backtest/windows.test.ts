import { expect, it } from 'vitest';
import { listDueWindows } from '../../src/backtest/windows.ts';
import { DAY, MONDAY, makeInput } from '../checks/support.ts';

const { monitor } = makeInput({ windowMs: DAY });
const hourly = { ...monitor, schedule: { cron: '0 * * * *', timezone: 'UTC', startAt: null, isPaused: false } };
const span = { fromAt: MONDAY, toAt: MONDAY + 3 * DAY };

it.each([
  ['a schedule that is due many times a slice', hourly],
  ['no schedule', monitor],
])('each window is looked at once, as soon as it is complete: %s', (_, one) => {
  const due = listDueWindows(one, span);
  const windows = due.map(({ window }) => (window.toAt - MONDAY) / DAY);
  expect(new Set(windows).size).toBe(windows.length);
  expect(due.slice(-3).map(({ dueAt }) => (dueAt - MONDAY) / DAY)).toEqual([1, 2, 3]);
  expect(windows.slice(-3)).toEqual([1, 2, 3]);
});

it('what is due at the very beginning of the span is no part of it, and what is due at its end is', () => {
  const due = listDueWindows(monitor, span).map(({ dueAt }) => (dueAt - MONDAY) / DAY);
  expect(due).toEqual([1, 2, 3]);
});
