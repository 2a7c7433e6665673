import { expect, test } from 'vitest';
import { faultsOf, load } from './support.ts';

const DAY_MS = 86_400_000;
const whole = (dataset: string) => ({ dataset, fromAt: null, toAt: null, trailingMs: null, excludeCurrent: false });

function datasets(body: string) {
  const { monitor, notices } = load(`model_name: m\nmetrics: [accuracy]\n${body}\n`);
  return { reference: monitor.reference, current: monitor.current, notices: notices.map(({ key }) => key) };
}

test('a fixed range of one table is compared with what came after it', () => {
  const pair = datasets('timestamp_column: at\nreference_dataset: {table: t, from: 2026-01-01, to: 2026-02-01}');
  expect(pair).toEqual({
    reference: { ...whole('t'), fromAt: Date.UTC(2026, 0, 1), toAt: Date.UTC(2026, 1, 1) },
    current: { ...whole('t'), fromAt: Date.UTC(2026, 1, 1) },
    notices: [],
  });
});

test('a trailing reference leaves the window itself out unless told otherwise', () => {
  const trailing = (more: string) =>
    datasets(`timestamp_column: at\nreference_dataset: {table: t, trailing: 30 days${more}}`).reference;
  expect(trailing('')).toEqual({ ...whole('t'), trailingMs: 30 * DAY_MS, excludeCurrent: true });
  expect(trailing(', exclude_current: false')).toMatchObject({ excludeCurrent: false });
});

test('a reference alone is measured itself, and that is said', () => {
  const pair = datasets('reference_dataset: t');
  expect(pair).toEqual({ reference: whole('t'), current: whole('t'), notices: ['current_dataset'] });
});

test('production data alone is compared with the 30 days before, and that is said', () => {
  const pair = datasets('timestamp_column: at\ncurrent_dataset: t');
  expect(pair.reference).toEqual({ ...whole('t'), trailingMs: 30 * DAY_MS, excludeCurrent: true });
  expect(pair.notices).toEqual(['reference_dataset']);
});

test('a range of the production data changes nothing, and that is said', () => {
  const given = (range: string) => `timestamp_column: at\nreference_dataset: r\ncurrent_dataset: {table: t${range}}`;
  expect(datasets(given(', from: 2026-01-01, to: 2026-02-01')).notices).toEqual(['current_dataset']);
  expect(datasets(given('')).notices).toEqual([]);
});

test.each([
  ['reference_dataset: t\nfeature_drift: {}', /current_dataset: is missing: feature_drift compares two datasets/],
  ['reference_dataset: {table: t, from: 2026-01-01}\ntimestamp_column: at', /to: is missing: without an end/],
  ['reference_dataset: {table: t, from: 2026-01-01, to: 2026-02-01}', /timestamp_column: is missing: the range/],
  [
    'reference_dataset: {table: t, from: 2026-03-01, to: 2026-02-01}\ntimestamp_column: at',
    /expected a moment after from/,
  ],
  [
    'reference_dataset: {table: t, trailing: 1d, from: 2026-02-01}\ntimestamp_column: at',
    /either trailing, or from and to/,
  ],
  [
    'reference_dataset: t\ncurrent_dataset: {table: t, trailing: 1d}\ntimestamp_column: at',
    /only a reference can trail/,
  ],
  ['reference_dataset: {table: t, from: 2026-02-30, to: 2026-03-01}\ntimestamp_column: at', /in the calendar/],
  ['reference_dataset: ""', /reference_dataset: got "": expected a table/],
])('loadMonitor() refuses %j', (body, expected) => {
  expect(faultsOf(`model_name: m\nmetrics: [accuracy]\n${body}\n`).join('\n')).toMatch(expected);
});

test.each([
  ['2026-01-31', Date.UTC(2026, 0, 31)],
  ['2026-01-31T06:30', Date.UTC(2026, 0, 31, 6, 30)],
  ['2026-01-31 06:30:00', Date.UTC(2026, 0, 31, 6, 30)],
  ['2026-01-31T06:30:00Z', Date.UTC(2026, 0, 31, 6, 30)],
  ['2026-01-31T06:30:00+02:00', Date.UTC(2026, 0, 31, 4, 30)],
  ['2026-01-31T06:30:00+0200', Date.UTC(2026, 0, 31, 4, 30)],
])('the moment %s is read as UTC unless it has an offset', (text, expected) => {
  const pair = datasets(`timestamp_column: at\nreference_dataset: {table: t, to: "${text}"}`);
  expect(pair.reference.toAt).toBe(expected);
});

test('drift of a dataset from itself is refused: it can never be', () => {
  const same = 'model_name: m\nreference_dataset: t\ncurrent_dataset: t\nfeature_drift: {}\n';
  expect(faultsOf(same)).toEqual([
    '3:18 current_dataset: got "t", as reference_dataset: feature_drift compares two datasets; name the other one, or a timestamp_column',
  ]);
  expect(faultsOf(`${same}timestamp_column: at\n`)).toEqual([]);
});
