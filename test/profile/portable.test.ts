import { describe, expect, it } from 'vitest';
import { refuseUnordered } from '../../src/profile/chunk-rows.ts';
import { ChunkReader } from '../../src/profile/chunks.ts';
import { exactDistances } from '../../src/profile/exact.ts';
import { noiseSql } from '../../src/profile/plan-pairs.ts';
import { profileSlices } from '../../src/profile/slices.ts';
import type { GridSet, NumericGrid } from '../../src/profile/types.ts';
import { SPARK } from '../../src/warehouse/dialect.ts';
import type { Dataset, Value, Warehouse } from '../../src/warehouse/types.ts';
import { WHOLE } from './data.ts';

const DATASET: Dataset = {
  name: 'gold.churn',
  fromSql: '`gold`.`churn`',
  fingerprint: null,
  columns: [
    { name: 'at', type: 'timestamp', kind: 'timestamp' },
    { name: 'x', type: 'double', kind: 'numeric' },
    { name: 'y', type: 'double', kind: 'numeric' },
    { name: 'k', type: 'bigint', kind: 'numeric' },
    { name: "it's", type: 'string', kind: 'categorical' },
    { name: 'p', type: 'boolean', kind: 'categorical' },
  ],
};
const ARITHMETIC: NumericGrid = {
  kind: 'numeric',
  edges: [-2, 0, 2],
  isDiscrete: false,
  decileEdges: [0],
  center: -0.5,
  fences: { low: -8, high: 8 },
  fine: { transform: { kind: 'asinh', center: -1, scale: 2 }, low: -2, high: 2, count: 2, starts: [0, 1, 2, 3] },
};
const SOFTSIGN: NumericGrid = {
  ...ARITHMETIC,
  edges: [-1, 0, 1],
  fine: {
    transform: { kind: 'softsign', center: -1, scale: 2 },
    low: -0.5,
    high: 0.5,
    count: 2,
    starts: [0, 1, 2, 3],
  },
};
const DISCRETE: NumericGrid = { ...ARITHMETIC, isDiscrete: true, fine: { ...ARITHMETIC.fine, count: 0, starts: [] } };
const GRIDS: GridSet = {
  version: 'v',
  scoreEdges: ARITHMETIC.edges,
  isScoreExact: false,
  pairs: { columns: ['x', 'k'], noise: [null] },
  columns: { x: ARITHMETIC, y: SOFTSIGN, k: DISCRETE, "it's": { kind: 'categorical', values: ["it's", 'a\\b'] } },
};

/** Records the statements; one slice has rows, and its column x has a sum that is not finite. */
function makeRecorder(): { warehouse: Warehouse; statements: string[] } {
  const statements: string[] = [];
  const answer: Record<string, Value> = { slice: 0, row_count: 1, c0_sum: Number.NaN, c1_sum: 1, c2_sum: 1 };
  const warehouse: Warehouse = {
    name: 'spark',
    dialect: SPARK,
    resolve: async () => DATASET,
    resolveAll: async () => ({ reference: DATASET, current: DATASET, labels: null }),
    query: async (sql) => {
      statements.push(sql);
      const rows = sql.includes('row_count') ? [Object.values(answer)] : [];
      return { columns: Object.keys(answer), rows, bytes: 0, elapsedMs: 0 };
    },
    close: async () => undefined,
  };
  return { warehouse, statements };
}

async function record(): Promise<string[]> {
  const { warehouse, statements } = makeRecorder();
  await profileSlices(warehouse, DATASET, {
    grids: GRIDS,
    columns: [
      { name: 'x', kind: 'numeric' },
      { name: 'y', kind: 'numeric' },
      { name: 'k', kind: 'numeric' },
      { name: "it's", kind: 'categorical' },
    ],
    timestampColumn: 'at',
    grain: '1 day',
    range: { fromAt: 0, toAt: 2 * 86_400_000 },
    joint: {
      problemType: 'classification',
      predictionColumn: 'p',
      scoreColumn: 'x',
      labelColumn: 'k',
      labels: { dataset: DATASET, on: ['k'], at: { column: 'at', delayMs: 86_400_000, grain: '1 day' } },
      labelsBeforeAt: null,
    },
  });
  const side = { dataset: DATASET, timestampColumn: 'at', range: WHOLE };
  await exactDistances(warehouse, side, side, ['x']);
  statements.push(noiseSql('(SELECT 1e0 AS z0, 2e0 AS z1)', [{ x: 0, y: 1, r: -0.3 }], SPARK.number));
  return statements;
}

/** The statements that cut a reference into chunks. */
async function recordChunks(): Promise<string[]> {
  const { warehouse, statements } = makeRecorder();
  const reader = new ChunkReader(warehouse, { dataset: DATASET, timestampColumn: 'at', range: WHOLE, size: 100 });
  const request = { key: 'x', column: 'x', range: { low: -1.5, high: 2, count: 7 } };
  await reader.readRanges(['x', 'k']);
  await reader.readSkewness([{ name: 'x', low: -1.5, high: 2 }]);
  await reader.readCells([request], 11);
  await reader.readTails([request]);
  await reader.readValues('x', 11);
  await reader.readCategories("it's", 11);
  await reader.countTiedEdges();
  return statements;
}

describe('the statements for Spark', () => {
  it('are one for the sums, two for what is not finite, two for cells, one each for categories, pair sums, joint counts, exact distances and the noise of correlations', async () => {
    expect(await record()).toHaveLength(10);
  });

  it('take the sums of many columns in parts, each of at most 80 aggregates', async () => {
    const { warehouse, statements } = makeRecorder();
    const names = Array.from({ length: 40 }, (_, i) => `x${i}`);
    const columns = names.map((name) => ({ name, kind: 'numeric' as const }));
    const dataset = { ...DATASET, columns: names.map((name) => ({ name, type: 'double', kind: 'numeric' as const })) };
    const ofColumns = Object.fromEntries(names.map((name) => [name, DISCRETE]));
    const grids = { version: 'v', scoreEdges: [], isScoreExact: false, columns: ofColumns };
    const options = { columns, timestampColumn: null, grain: '1 day', range: WHOLE } as const;
    await profileSlices(warehouse, dataset, { ...options, grids });
    const sums = statements.filter((sql) => sql.includes('AS row_count'));
    const counted = sums.flatMap((sql) => [...sql.matchAll(/ AS (c\d+)_count/g)].map(([, alias]) => alias));
    expect(counted.slice(0, 40)).toEqual(names.map((_, i) => `c${i}`));
    for (const sql of sums) expect([...sql.matchAll(/ AS c\d+_/g)].length).toBeLessThanOrEqual(80);
  });

  it('use no spelling that only DuckDB has', async () => {
    for (const statement of [...(await record()), ...(await recordChunks())]) {
      const sql = statement.replace(/`[^`]*`|'(?:[^'\\]|\\.)*'/g, "''");
      expect(sql).not.toMatch(/"/);
      expect(sql).not.toMatch(/VARCHAR|::|\blambda\b|list_|epoch\(|\/\/|quantile_cont/);
      // Arrays in brackets; a decimal literal would be a DECIMAL; an unparenthesised negative one can begin a comment.
      expect(sql).not.toMatch(/\[/);
      expect(sql).not.toMatch(/[-+*/<>=] ?-\d/);
      expect(sql).not.toMatch(/\d\.\d+(?![\de+])/);
      expect(sql).not.toMatch(/--/);
    }
  });

  it('quote names with backticks and double the backslash of a text', async () => {
    const all = (await record()).join('\n');
    expect(all).toContain("`it's` AS c3");
    expect(all).toContain("array('it\\'s','a\\\\b')");
    expect(all).toContain("element_at(split('");
  });

  it('take dates and times without a zone for UTC, whatever the zone of the session', async () => {
    const all = (await record()).join('\n');
    const [from, zoned] = ["TIMESTAMP_NTZ '1970-01-01 00:00:00.000'", "TIMESTAMP '1970-01-01 00:00:00.000Z'"];
    expect(all).toContain(
      `(CASE WHEN typeof(\`at\`) = 'timestamp' THEN \`at\` >= ${zoned} ELSE \`at\` >= ${from} END)`,
    );
    expect(all).toContain('floor(unix_seconds(CAST(`at` AS TIMESTAMP)) / 86400) ELSE unix_date(CAST(`at` AS DATE))');
  });

  it('order rows by time and a hash of the row, and refuse where there is no time', async () => {
    expect((await recordChunks()).join('\n')).toContain('row_number() OVER (ORDER BY `at` NULLS LAST, mlmon_place)');
    expect(() => refuseUnordered(SPARK, { dataset: DATASET, timestampColumn: null, range: WHOLE }, false)).toThrow(
      'compat: nannyml needs timestamp_column on gold.churn',
    );
  });
});
