import { expect, test } from 'vitest';
import { loadMonitor } from '../../src/monitors/load.ts';
import {
  findMonitor,
  listMonitors,
  pauseMonitor,
  removeMonitor,
  resumeMonitor,
  saveMonitor,
} from '../../src/monitors/verbs.ts';
import { at, iso, makeContext } from '../schedule/support.ts';

const ACTOR = { type: 'slack', userId: 'U1' } as const;

function setUp() {
  const ctx = makeContext('2026-05-13T10:00Z');
  const save = (body: string, name = 'Churn_Model') => {
    const source = `model_name: ${name}\nreference_dataset: a\ncurrent_dataset: b\nquality: {}\n${body}\n`;
    return saveMonitor(ctx, { loaded: loadMonitor(source, { baseDir: null }), actor: ACTOR });
  };
  return { ctx, save, dueOf: (id: number) => iso(ctx.store.schedule.get(id)?.dueAt ?? null) };
}

test('saveMonitor() stores the definition, its first due time and who did it', () => {
  const { ctx, save, dueOf } = setUp();
  const { row, change } = save('schedule: "0 */6 * * *"');
  expect(change).toBe('created');
  expect(dueOf(row.id)).toBe('2026-05-13T12:00Z');
  expect(ctx.store.audit.list(1)[0]).toMatchObject({ actor: 'U1', verb: 'monitor.save', subject: 'Churn_Model' });
});

test('saving the same definition again changes nothing and keeps a run that is overdue', () => {
  const { ctx, save, dueOf } = setUp();
  const { row } = save('schedule: "0 */6 * * *"');
  ctx.clock.set(at('2026-05-14T10:00Z'));
  expect(save('schedule: "0 */6 * * *"').change).toBe('unchanged');
  expect(save('schedule: "0 */6 * * *"\ndescription: new words').change).toBe('updated');
  expect(dueOf(row.id)).toBe('2026-05-13T12:00Z');
  expect(ctx.store.audit.list(9)).toHaveLength(2);
});

test('a new schedule begins from now, and a removed one ends', () => {
  const { save, dueOf } = setUp();
  const { row } = save('schedule: "0 */6 * * *"');
  save('schedule: "30 * * * *"');
  expect(dueOf(row.id)).toBe('2026-05-13T10:30Z');
  save('');
  expect(dueOf(row.id)).toBeNull();
});

test('a definition that says PAUSED pauses, and what Slack said stays until the definition changes its mind', () => {
  const { ctx, save, dueOf } = setUp();
  const paused = 'schedule: {cron_expression: "0 */6 * * *", pause_status: PAUSED}';
  const { row } = save(paused);
  expect({ isPaused: row.isPaused, due: dueOf(row.id) }).toEqual({ isPaused: true, due: null });
  resumeMonitor(ctx, { name: 'churn_model', actor: ACTOR });
  expect(dueOf(row.id)).toBe('2026-05-13T12:00Z');
  expect(save(`${paused}\ndescription: new words`).row.isPaused).toBe(false);
  expect(save('schedule: "0 */6 * * *"').row.isPaused).toBe(false);
  expect(save(paused).row.isPaused).toBe(true);
});

test('pauseMonitor() and resumeMonitor() write one audit row per change', () => {
  const { ctx, save } = setUp();
  save('schedule: "@daily"');
  for (const verb of [pauseMonitor, pauseMonitor, resumeMonitor, resumeMonitor])
    verb(ctx, { name: 'churn_model', actor: ACTOR });
  expect(
    ctx.store.audit
      .list(9)
      .map(({ verb }) => verb)
      .reverse(),
  ).toEqual(['monitor.save', 'monitor.pause', 'monitor.resume']);
});

test('findMonitor() finds by name and alias, in upper and lower case', () => {
  const { ctx, save } = setUp();
  const { row } = save('aliases: [Churn]');
  for (const name of ['Churn_Model', 'CHURN_MODEL', ' churn ', 'CHURN']) expect(findMonitor(ctx, name).id).toBe(row.id);
});

test('findMonitor() names the nearest monitors and the next command', () => {
  const { ctx, save } = setUp();
  expect(() => findMonitor(ctx, 'x')).toThrow(
    expect.objectContaining({ code: 'not_found', hint: expect.stringMatching(/mlmon apply/) }),
  );
  save('aliases: [churn]');
  save('', 'fraud');
  expect(() => findMonitor(ctx, 'chrn')).toThrow(
    expect.objectContaining({
      message: 'Cannot find a monitor called "chrn"',
      hint: 'Did you mean churn? `/mlmon monitors` lists every name',
    }),
  );
});

test('a model has one row, however its name is written', () => {
  const { ctx, save } = setUp();
  const first = save('').row;
  expect(save('description: x', 'churn_model').row.id).toBe(first.id);
  expect(listMonitors(ctx).map(({ row }) => row.modelName)).toEqual(['Churn_Model']);
});

test('two monitors cannot have one name or alias', () => {
  const { save } = setUp();
  save('aliases: [churn]');
  expect(() => save('aliases: [CHURN]', 'other')).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(() => save('', 'churn')).toThrow('Cannot save churn: the name "churn" belongs to Churn_Model');
});

test('removeMonitor() removes it with its due time, and nothing of its text stays in the audit log', () => {
  const { ctx, save } = setUp();
  const { row } = save('schedule: "@daily"');
  removeMonitor(ctx, { name: 'churn_model', actor: ACTOR });
  expect(ctx.store.monitors.get(row.id)).toBeNull();
  expect(ctx.store.schedule.get(row.id)).toBeNull();
  expect(ctx.store.audit.list(1)[0]).toMatchObject({ verb: 'monitor.remove', details: {} });
});

test('a stored definition that this version cannot read does not hide the others', () => {
  const { ctx, save } = setUp();
  save('');
  ctx.store.monitors.save({ modelName: 'broken', source: 'model_name: [', baseDir: null, at: 0 });
  expect(listMonitors(ctx).map(({ row }) => row.modelName)).toEqual(['Churn_Model']);
  expect(findMonitor(ctx, 'broken').modelName).toBe('broken');
});
