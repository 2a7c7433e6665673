import { expect, it } from 'vitest';
import { loadMonitor } from '../../src/monitors/load.ts';
import { resolveSources } from '../../src/runs/sources.ts';
import { makeWorld } from './support.ts';

/** Patterns are looked for in DuckDB, which takes longer than to ask for one file. */
const SLOW = 'nothing-*.parquet';

async function resolveNames(reference: string, current: string, labels: string): Promise<unknown> {
  const { ctx, space, write } = await makeWorld();
  await write('there.parquet', "SELECT 1 AS id, TIMESTAMP '2026-02-01' AS at_time");
  const source = `model_name: m
reference_dataset: "${reference}"
current_dataset: "${current}"
timestamp_column: at_time
label_column: came_true
labels: {table: "${labels}", on: [id]}
label_drift: {}
`;
  return resolveSources(ctx, 1, loadMonitor(source, { baseDir: space.path('.') }));
}

it.each([
  ["'2026-02-01'", 'Cannot read timestamp_column: "at_time" of there.parquet is VARCHAR, not a date or time'],
  ['1769904000', 'Cannot read timestamp_column: "at_time" of there.parquet is INTEGER, not a date or time'],
])('an event time of %s is refused by its field', async (value, message) => {
  const { ctx, space, write } = await makeWorld();
  await write('there.parquet', `SELECT 1 AS x, ${value} AS at_time`);
  const source =
    'model_name: m\ncurrent_dataset: there.parquet\ntimestamp_column: at_time\nquality: {missing_rate: {max: 0.1}}\n';
  await expect(resolveSources(ctx, 1, loadMonitor(source, { baseDir: space.path('.') }))).rejects.toThrow(message);
});

it('a folder that is named like a table is found by its path, and the refusal says so', async () => {
  await expect(resolveNames('.', 'there.parquet', 'there.parquet')).rejects.toMatchObject({
    message: 'Reference dataset not found: .',
    hint: `A name alone is a table's; write "./." for the path.`,
  });
});

it('an event time that only the reference has is missed by its field', async () => {
  const { ctx, space, write } = await makeWorld();
  await write('reference.parquet', "SELECT 1 AS x, TIMESTAMP '2026-02-01' AS at_time");
  await write('current.parquet', 'SELECT 1 AS x');
  const source = `model_name: m
reference_dataset: reference.parquet
current_dataset: current.parquet
timestamp_column: at_time
feature_drift: {}
`;
  await expect(resolveSources(ctx, 1, loadMonitor(source, { baseDir: space.path('.') }))).rejects.toThrow(
    'Cannot read timestamp_column: current.parquet has no column "at_time"',
  );
});

it('of several missing datasets the reference is said first', async () => {
  await expect(resolveNames(SLOW, 'gone.parquet', 'gone-too.parquet')).rejects.toThrow(
    `Reference dataset not found: ${SLOW}`,
  );
});

it('then the current one, before the labels', async () => {
  await expect(resolveNames('there.parquet', SLOW, 'gone.parquet')).rejects.toThrow(`Dataset not found: ${SLOW}`);
});

it('then the labels', async () => {
  await expect(resolveNames('there.parquet', 'there.parquet', SLOW)).rejects.toThrow(
    `Labels dataset not found: ${SLOW}`,
  );
});

it.each([
  ['is stopped', '0.001 seconds', undefined, 'The statement took longer than 0.001 s and was stopped'],
  ['may take as long as it needs', '60 days', undefined, null],
  ['is stopped by its own, shorter limit', '60 days', 1, 'The statement took longer than 0.001 s and was stopped'],
])('a statement under a limit of the monitor %s', async (_, limit, deadlineMs, message) => {
  const { ctx, space, write } = await makeWorld();
  await write('there.parquet', 'SELECT 1 AS id');
  const source = `model_name: m
current_dataset: there.parquet
volume: {expected: {min: 1}}
compute_config: {statement_timeout: ${limit}}
`;
  const { warehouse } = await resolveSources(ctx, 1, loadMonitor(source, { baseDir: space.path('.') }));
  const pending = warehouse.query(
    'SELECT count(*) FROM range(5000) AS a, range(1000) AS b WHERE a.range * b.range % 7 = 0',
    deadlineMs === undefined ? {} : { deadlineMs },
  );
  if (message === null) expect((await pending).rows).toHaveLength(1);
  else await expect(pending).rejects.toThrow(message);
});
