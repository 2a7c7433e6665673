import { describe, expect, it } from 'vitest';
import { compareCorrelations } from '../../src/metrics/correlation.ts';
import { mergeProfiles } from '../../src/profile/merge.ts';
import { gridsOfSegment, MOST_PAIRED } from '../../src/profile/segment-grids.ts';
import { chartOfAlert } from '../../src/runs/alert-chart.ts';
import { day, makeWorld, type World } from './support.ts';

const uniform = (salt: number) => `((hash(i + ${salt * 1_000_000}) % 999983 + 1) / 999985e0)`;
const normal = (salt: number) => `(sqrt(-2 * ln(${uniform(salt)})) * cos(6.283185307179586 * ${uniform(salt + 1)}))`;
/** 12 days of 900 rows in three regions. From day 8 on `b` follows `a` in the north; `c` has holes, `d` a heavy tail. */
const ROWS = `SELECT at_time, region, a, CASE WHEN region = 'north' AND i >= 7200 THEN 0.8 * a + 0.6 * own ELSE own END AS b,
    CASE WHEN i % 7 > 0 THEN c + a END AS c, exp(c) AS d
  FROM (SELECT i, TIMESTAMP '2026-02-01' + to_days((i // 900)::INTEGER) + to_seconds((i % 900)::INTEGER) AS at_time,
    CASE i % 3 WHEN 0 THEN 'north' WHEN 1 THEN 'south' ELSE 'west' END AS region,
    ${normal(1)} AS a, ${normal(3)} AS own, ${normal(5)} AS c FROM range(10800) AS r(i))`;

const monitor = (
  table: string,
  slicing = '',
  rule = 'segments("correlations") > 0',
) => `model_name: ${table.split('.')[0]}
reference_dataset: {table: ${table}, from: 2026-02-01, to: 2026-02-06}
current_dataset: ${table}
timestamp_column: at_time
window: 2 days
summary: {columns: [a, b, c, d], correlations: {max_change: 0.2}}
${slicing}
${slicing === '' ? '' : `alerts: {rules: [{name: pairs, condition: '${rule}', for: 1 of 1}]}`}
`;

async function makeRegions(): Promise<World> {
  const world = await makeWorld();
  await world.write('all.parquet', ROWS);
  for (const region of ['north', 'south'])
    await world.write(`${region}.parquet`, `FROM (${ROWS}) WHERE region = '${region}'`);
  return world;
}

/** The matrix of both sides as it is stored. */
function readMatrix(world: World, id: number, segment: string | null) {
  const { grids, reference } = world.ctx.store.grids.latest(id)!;
  const stored = world.ctx.store.slices.list(id, grids.version, 'current', { fromAt: day(9), toAt: day(11) });
  const current = mergeProfiles(
    grids,
    stored.map(({ profile }) => profile),
  );
  if (segment === null) return compareCorrelations(grids, reference, current);
  return compareCorrelations(
    gridsOfSegment(grids, segment),
    reference.segments![segment]!,
    current.segments![segment]!,
  );
}

describe('correlations by segment', () => {
  it('are those of its rows alone, with their noise', async () => {
    const world = await makeRegions();
    const id = world.save(monitor('all.parquet', 'slicing_exprs: [region]'));
    await world.runWindow(id, 11, 2);
    for (const region of ['north', 'south']) {
      const alone = world.save(monitor(`${region}.parquet`));
      await world.runWindow(alone, 11, 2);
      const expected = readMatrix(world, alone, null);
      const found = readMatrix(world, id, `region = ${region}`);
      expect(found).toHaveLength(6);
      for (const [i, pair] of found.entries()) {
        const { x, y, reference, current, pValue } = expected[i]!;
        expect(pair).toMatchObject({ x, y });
        expect(pair.reference!.count).toBe(reference!.count);
        expect(pair.current!.count).toBe(current!.count);
        expect(Math.abs(pair.reference!.r - reference!.r)).toBeLessThan(1e-9);
        expect(Math.abs(pair.current!.r - current!.r)).toBeLessThan(1e-9);
        expect(Math.abs(pair.pValue! - pValue!)).toBeLessThan(1e-6);
      }
    }
  });

  it('find the region where two columns began to go together, in the alert and its matrix', async () => {
    const world = await makeRegions();
    const id = world.save(monitor('all.parquet', 'slicing_exprs: [region]'));
    const clean = await world.runWindow(id, 8, 2);
    expect(clean.alerts).toEqual([]);
    const own = clean.measurements.filter((one) => one.check === 'correlations' && one.segment !== null);
    expect(own.map(({ segment, state }) => [segment, state])).toEqual([
      ['region = north', 'ok'],
      ['region = south', 'ok'],
      ['region = west', 'ok'],
    ]);
    const { measurements, alerts } = await world.runWindow(id, 11, 2);
    const breaches = measurements.filter(
      (one) => one.check === 'correlations' && one.state === 'breach' && one.segment,
    );
    expect(breaches.map(({ segment, column }) => `${column} ${segment}`)).toEqual([
      'a × b region = north',
      'b × c region = north',
    ]);
    expect(alerts[0]!.evidence).toMatchObject({
      metric: 'correlation_change',
      column: 'a × b',
      segment: 'region = north',
      cause: expect.stringMatching(/^The correlation of a and b is 0\.\d+ now/),
    });
    const chart = chartOfAlert(world.ctx, alerts[0]!);
    expect(chart).toMatchObject({ kind: 'correlations', columns: ['a', 'b', 'c', 'd'] });
    expect(chart!.header.eyebrow).toBe('Correlations changed · all · region = north');
    expect(chart!.header.title).toMatch(/^The correlation of a and b is now 0\.\d/);
  });

  it('watch the most important columns, so that a slice stays small, and read no stored slice again', async () => {
    const world = await makeWorld();
    const names = Array.from({ length: 20 }, (_, i) => `x${i}`);
    const columns = names.map((name, i) => `${normal(2 * i)} AS ${name}`).join(', ');
    await world.write(
      'wide.parquet',
      `SELECT TIMESTAMP '2026-02-01' + to_days((i // 600)::INTEGER) AS at_time, 'r' || (i % 8) AS region, ${columns} FROM range(7200) AS r(i)`,
    );
    const wide = (slicing: string) =>
      monitor('wide.parquet', slicing)
        .replace('[a, b, c, d]', `[${names.join(', ')}]`)
        .replace('model_name: wide', `model_name: wide${slicing.length}`);
    const id = world.save(wide('slicing_exprs: [region]'));
    const { run } = await world.runWindow(id, 11, 2);
    const { grids } = world.ctx.store.grids.latest(id)!;
    expect(grids.pairs!.columns).toHaveLength(20);
    expect(grids.pairs!.ofSegments!.columns).toEqual(names.slice(0, MOST_PAIRED));
    expect(Object.keys(grids.pairs!.ofSegments!.noise)).toHaveLength(8);
    // 45 sums of 8 bytes for each of 8 segments, on the reference and two days, and the noise.
    const plain = await world.runWindow(
      world.save(
        wide('slicing_exprs: [region]')
          .replace(', correlations: {max_change: 0.2}', '')
          .replace(/alerts.*/, ''),
      ),
      11,
      2,
    );
    expect(run.bytesFetched! - plain.run.bytesFetched!).toBeLessThan(
      45 * 8 * 8 * 3 + 45 * 24 * 9 + 190 * 8 * 3 + 190 * 24,
    );
    world.takeReads();
    await world.runWindow(id, 11, 2);
    expect(world.takeReads()).toEqual([]);
  });
});
