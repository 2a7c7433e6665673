import { expect, test } from 'vitest';
import { listIncidents, markIncident, removeIncident } from '../../src/incidents/verbs.ts';
import { removeMonitor } from '../../src/monitors/verbs.ts';
import { addMonitor, at, makeContext } from '../schedule/support.ts';

const ANN = { type: 'slack', userId: 'U1' } as const;
const PERIOD = { fromAt: at('2026-05-01T00:00Z'), toAt: at('2026-05-02T00:00Z'), reason: ' the feed was cut ' };

function setUp() {
  const ctx = makeContext('2026-05-13T10:00Z');
  const id = addMonitor(ctx, 'churn', '"0 6 * * *"');
  return { ctx, id, mark: (more: object = {}) => markIncident(ctx, { name: 'churn', ...PERIOD, actor: ANN, ...more }) };
}

test('a mark is kept with who made it, and the audit log has it', () => {
  const { ctx, id, mark } = setUp();
  const incident = mark();
  expect(incident).toMatchObject({
    monitorId: id,
    reason: 'the feed was cut',
    markedBy: 'U1',
    markedAt: ctx.clock.now(),
  });
  expect(listIncidents(ctx, 'CHURN')).toEqual([incident]);
  const details = { incident: incident.id, fromAt: PERIOD.fromAt, toAt: PERIOD.toAt, reason: 'the feed was cut' };
  expect(ctx.store.audit.list(1)[0]).toMatchObject({ actor: 'U1', verb: 'incident.mark', subject: 'churn', details });
});

test('a mark that is taken back is gone, and the audit log has both', () => {
  const { ctx, mark } = setUp();
  const { id } = mark();
  removeIncident(ctx, { name: 'churn', id, actor: { type: 'cli' } });
  expect(listIncidents(ctx, 'churn')).toEqual([]);
  expect(ctx.store.audit.list(2).map(({ verb }) => verb)).toEqual(['incident.remove', 'incident.mark']);
});

test('a period without length or without a reason is refused, and nothing is kept', () => {
  const { ctx, mark } = setUp();
  expect(() => mark({ toAt: PERIOD.fromAt })).toThrow(/ends before it begins/);
  expect(() => mark({ reason: '  ' })).toThrow(/0 characters/);
  expect(() => mark({ name: 'chrun' })).toThrow(expect.objectContaining({ code: 'not_found' }));
  expect(listIncidents(ctx, 'churn')).toEqual([]);
});

test('the incident of another model cannot be taken back by this one', () => {
  const { ctx, mark } = setUp();
  addMonitor(ctx, 'fraud', '"0 6 * * *"');
  const { id } = mark();
  expect(() => removeIncident(ctx, { name: 'fraud', id, actor: ANN })).toThrow(
    expect.objectContaining({ hint: 'It has none' }),
  );
  expect(() => removeIncident(ctx, { name: 'churn', id: id + 1, actor: ANN })).toThrow(
    expect.objectContaining({ hint: `It has: ${id}` }),
  );
});

test('incidents go with their monitor', () => {
  const { ctx, id, mark } = setUp();
  mark();
  removeMonitor(ctx, { name: 'churn', actor: ANN });
  expect(ctx.store.incidents.list(id)).toEqual([]);
});
