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
