import { expect, test } from 'vitest';
import { dailyRows, makeWorld } from './support.ts';

const ROWS = `SELECT *, 1 AS prediction, (amount > 25)::INTEGER AS actual FROM (${dailyRows(40)})`;

const monitorOf = (reference: string) => `model_name: payments
reference_dataset: {table: daily.parquet, ${reference}}
current_dataset: daily.parquet
timestamp_column: at_time
window: 2 days
label_column: actual
labels: {delay: 4 days}
metrics: [accuracy]
alerts: {rules: [{name: wrong, condition: accuracy < 0.9, for: 1 of 1}]}
`;

for (const [name, before, after] of [
  ['fixed', 'from: 2026-02-01, to: 2026-02-06', 'from: 2026-02-01, to: 2026-02-07'],
  ['trailing', 'trailing: 6 days', 'trailing: 5 days'],
] as const) {
  test(`windows whose outcomes come after the reference was changed get their accuracy (${name})`, async () => {
    const { ctx, write, save, runWindow } = await makeWorld();
    await write('daily.parquet', ROWS);
    const id = save(monitorOf(before));
    for (let end = 12; end <= 16; end++) await runWindow(id, end, 2);
    save(monitorOf(after));
    const late: number[] = [];
    for (let end = 17; end <= 21; end++) {
      await runWindow(id, end, 2);
      late.push(ctx.store.runs.list(id, 999).filter(({ trigger }) => trigger === 'late').length);
    }
    const found = ctx.store.measurements.history(id, { check: 'performance', metric: 'accuracy', column: null }, 99);
    // Of the newest ones outcomes are still to come.
    expect(found.slice(0, 6).map(({ value }) => value !== null)).toEqual(Array(6).fill(true));
    expect(ctx.store.alerts.list({}).map(({ rule, state }) => `${rule} ${state}`)).toEqual(['wrong firing']);
    // Each window is measured again as its outcomes come, and not for ever.
    const { length } = ctx.store.runs.list(id, 999);
    await runWindow(id, 21, 2);
    expect(ctx.store.runs.list(id, 999).length).toBe(length + 1);
  });
}
