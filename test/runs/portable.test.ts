import { expect, it } from 'vitest';
import type { Monitor } from '../../src/monitors/types.ts';
import { Meter } from '../../src/profile/meter.ts';
import { withLabels } from '../../src/runs/labels.ts';
import { observeBatches } from '../../src/runs/observe-batches.ts';
import { observeJobs } from '../../src/runs/observe-jobs.ts';
import { SPARK } from '../../src/warehouse/dialect.ts';
import type { Dataset, Warehouse } from '../../src/warehouse/types.ts';
import { makeInput } from '../checks/support.ts';

const column = (name: string, type: string) => ({
  name,
  type,
  kind: type === 'timestamp' ? ('timestamp' as const) : ('categorical' as const),
});
const RUNS: Dataset = {
  name: 'gold.runs',
  fromSql: '`gold`.`runs`',
  fingerprint: null,
  columns: [column('Job_Name', 'string'), column('run_start_time', 'timestamp'), column('result_state', 'string')],
};
const SCORES: Dataset = {
  ...RUNS,
  name: 'gold.scores',
  fromSql: '`gold`.`scores`',
  columns: [column('at', 'timestamp'), column('id', 'bigint'), column('version', 'bigint')],
};
const OUTCOMES: Dataset = {
  ...RUNS,
  fromSql: '`gold`.`outcomes`',
  columns: [column('id', 'bigint'), column('y', 'int')],
};

const { monitor } = makeInput({
  labelColumn: 'y',
  labels: { table: 'gold.outcomes', on: ['id'], delayMs: 1000, timestampColumn: null },
  modelVersionColumn: 'version',
  latency: { maxDurationMs: 1 },
  jobs: { table: 'gold.runs', like: "it's \\ %", minSuccessRate: 1 },
});

/** The statements that a run sends to Spark beside those of its profiles. */
async function record(of: Monitor): Promise<string[]> {
  const statements: string[] = [];
  const warehouse: Warehouse = {
    name: 'spark',
    dialect: SPARK,
    resolve: async () => RUNS,
    resolveAll: async () => ({ reference: RUNS, current: RUNS, labels: null }),
    query: async (sql) => {
      statements.push(sql);
      return { columns: [], rows: [], bytes: 0, elapsedMs: 0 };
    },
    close: async () => undefined,
  };
  const current = withLabels(SPARK, of, { dataset: SCORES, labels: OUTCOMES }, 5000);
  const from = {
    ...{ monitorId: 1, monitor: of, warehouse, baseDir: null, labels: OUTCOMES, columns: [] },
    ...{ reference: current, current, window: { fromAt: 0, toAt: 86_400_000 } },
  };
  await observeBatches(new Meter(warehouse, {}), from);
  await observeJobs(new Meter(warehouse, {}), from);
  return statements;
}

it('the statements for batches, jobs and joined outcomes use no spelling that only DuckDB has', async () => {
  const statements = await record(monitor);
  expect(statements).toHaveLength(2);
  for (const statement of statements) {
    const sql = statement.replace(/`[^`]*`|'(?:[^'\\]|\\.)*'/g, "''");
    expect(sql).not.toMatch(/"|VARCHAR|::|epoch\(|\[|--/);
  }
  expect(statements[0]).toContain('- 62135596800) END) < 4 THEN v.mlmon_label END AS `y`');
  expect(statements[1]).toContain("`Job_Name` LIKE 'it\\'s \\\\ %' ESCAPE '\\u0001'");
});
