import { utimes } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeDaily, run } from './support.ts';

const DAY_MS = 86_400_000;
const RANGE = { from: '2026-02-04', to: '2026-02-10' };

test('a range runs every window in it, oldest first', async () => {
  const { file } = await makeDaily(0);
  const { out } = await run(file, { json: true, ...RANGE });
  expect(out.map((line) => JSON.parse(line).window)).toEqual(
    [4, 5, 6, 7].map((day) => ({
      from: `2026-02-0${day}T00:00:00.000Z`,
      to: new Date(Date.UTC(2026, 1, day + 3)).toISOString(),
    })),
  );
});

test('windows of one range share their days: each day is fetched once', async () => {
  const { file } = await makeDaily(0);
  const { out } = await run(file, { json: true, ...RANGE });
  const [first, ...later] = out.map((line) => JSON.parse(line).bytesFetched as number);
  for (const bytes of later) {
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(first! / 3);
  }
});

test('a second run over the same data fetches nothing and measures the same', async () => {
  const { file, db } = await makeDaily(40);
  const range = { from: '2026-02-06', to: '2026-02-09' };
  const first = JSON.parse((await run(file, { json: true, db, ...range })).out[0]!);
  const second = JSON.parse((await run(file, { json: true, db, ...range })).out[0]!);
  expect(first.bytesFetched).toBeGreaterThan(0);
  expect(second.bytesFetched).toBe(0);
  expect(second.timing.warehouseMs).toBe(0);
  expect(second.measurements).toEqual(first.measurements);
});

test('data that changed are read again where late rows may come, and days that are final are not', async () => {
  const { space, file, db } = await makeDaily(0, 'lateness: 1 day\n');
  const range = { from: '2026-02-06', to: '2026-02-09' };
  await run(file, { db, ...range });
  await utimes(space.path('daily.parquet'), new Date(), new Date(Date.now() + 5_000));
  const again = JSON.parse((await run(file, { json: true, db, ...range })).out[0]!);
  const whole = JSON.parse((await run(file, { json: true, ...range })).out[0]!);
  expect(again.bytesFetched).toBeGreaterThan(0);
  expect(again.bytesFetched).toBeLessThan(whole.bytesFetched / 3);
});

test.each([
  [{ from: '2026-02-04' }, /--from and --to go together/],
  [{ from: 'soon', to: '2026-02-10' }, /Cannot read --from: "soon" is not an ISO date/],
  [{ from: '2026-02-04', to: '2026-02-05' }, /shorter than one window/],
])('a range that is none is refused: %o', async (range, message) => {
  const { file } = await makeDaily(0);
  await expect(run(file, range)).rejects.toThrow(message);
});

test('windows that are not over yet are left out and said; a range of no others is refused', async () => {
  const { file } = await makeDaily(0);
  const isoDay = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  const { out, err } = await run(file, { json: true, from: isoDay(-4), to: isoDay(30) });
  const ends = out.map((line) => Date.parse(JSON.parse(line).window.to));
  expect(ends.length).toBeGreaterThan(0);
  expect(Math.max(...ends)).toBeLessThanOrEqual(Date.now());
  expect(err).toContainEqual(expect.stringMatching(/^\d+ windows are not over yet, and left out$/));
  await expect(run(file, { from: '2999-01-01', to: '2999-02-01' })).rejects.toThrow(/none of its windows is over yet/);
});
