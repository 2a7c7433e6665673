import { pino } from 'pino';
import { expect, test } from 'vitest';
import { editIncidents, type IncidentOptions } from '../../src/cli/incident.ts';
import { withStore } from '../../src/cli/setup.ts';
import { capture, makeDaily, run } from './support.ts';

const edit = (db: string, options: IncidentOptions) =>
  capture(() =>
    withStore({ dbPath: db, log: pino({ level: 'silent' }) }, (ctx) => editIncidents(ctx, 'payments', options)),
  );

test('an incident is marked, listed and taken back', async () => {
  const { file, db } = await makeDaily(0);
  await run(file, { db, from: '2026-02-04', to: '2026-02-07' });
  const period = { from: '2026-02-02', to: '2026-02-04', reason: 'the feed was cut' };
  const marked = await edit(db, period);
  expect(marked.out[0]).toMatch(/^Marked incident 1: .*by cli: the feed was cut$/);
  expect((await edit(db, {})).out).toEqual([expect.stringMatching(/^incident 1: /)]);
  const { out } = await run(file, { db, json: true, from: '2026-02-06', to: '2026-02-09' });
  expect(JSON.parse(out[0]!).rows).toEqual({ reference: 600, current: 600 });
  expect((await edit(db, { remove: '1' })).out).toEqual([expect.stringMatching(/^Removed incident 1: /)]);
  expect((await edit(db, {})).out).toEqual(['No incident is marked']);
});

test('half a period is refused with what is missing', async () => {
  const { file, db } = await makeDaily(0);
  await run(file, { db });
  await expect(edit(db, { from: '2026-02-02' })).rejects.toThrow(/--from, --to and --reason go together/);
  await expect(edit(db, { remove: 'first' })).rejects.toThrow(/no number of an incident/);
});
