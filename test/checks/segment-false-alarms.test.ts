import { expect, test } from 'vitest';
import { measureAllSegments } from '../../src/checks/index.ts';
import type { Measurement } from '../../src/checks/types.ts';
import type { Monitor } from '../../src/monitors/types.ts';
import type { ColumnProfile, JointCounts, Profile } from '../../src/profile/types.ts';
import { drawBinomial } from '../../src/stats/draws.ts';
import { createRandom, type Random } from '../../src/stats/random.ts';
import { categoricalPair } from '../drift/support.ts';
import { makeDrift, makeInput, makeProfile } from './support.ts';

const SEGMENTS = 20;
const ROWS = 400;
const RUNS = 300;
/** The true accuracy and the true missing rate are just at their limits, the worst case of a clean segment. */
const LIMIT = { accuracy: 0.85, missing: 0.05 };

const CHECKS: Partial<Monitor> = {
  slicingExprs: ['region'],
  metrics: ['accuracy'],
  thresholds: [{ metric: 'accuracy', minValue: LIMIT.accuracy, maxValue: null }],
  featureDrift: makeDrift({ threshold: 0.01 }),
  quality: { missingRate: { max: LIMIT.missing, maxIncrease: null }, outlierRate: null, invalidRate: null, rules: {} },
};
const SHARES = [0.5, 0.3, 0.15, 0.05];

function drawCounts(random: Random, rows: number): number[] {
  let left = rows;
  let mass = 1;
  return SHARES.map((share, i) => {
    const count = i === SHARES.length - 1 ? left : drawBinomial(random, left, Math.min(1, share / mass));
    left -= count;
    mass -= share;
    return count;
  });
}

function drawJoint(random: Random, accuracy: number): JointCounts {
  const right = drawBinomial(random, ROWS, accuracy);
  const cell = (actual: string, count: number) => ({ score: null, scoreSum: 0, predicted: 'yes', actual, count });
  return { scoreEdges: [], isScoreExact: false, cells: [cell('yes', right), cell('no', ROWS - right)] };
}

/** One run over segments of which the first `broken` are really worse. */
async function measureRun(seed: number, broken = 0): Promise<Measurement[]> {
  const random = createRandom(seed);
  const names = Array.from({ length: SEGMENTS }, (_, i) => `region = r${i}`);
  const pair = categoricalPair(SHARES, SHARES);
  const draw = (isBroken: boolean): Profile => {
    const plan = categoricalPair([1, 1, 1, 1], drawCounts(random, ROWS)).current;
    const nulls = drawBinomial(random, ROWS, isBroken ? 3 * LIMIT.missing : LIMIT.missing);
    const gap: ColumnProfile = { ...plan, nulls };
    return makeProfile({ plan, gap }, { joint: drawJoint(random, LIMIT.accuracy - (isBroken ? 0.12 : 0)) });
  };
  const side = (isCurrent: boolean) =>
    Object.fromEntries(names.map((name, i) => [name, draw(isCurrent && i < broken)]));
  const input = makeInput(CHECKS, { plan: pair, gap: pair });
  const { measurements } = await measureAllSegments({
    ...input,
    grids: {
      ...input.grids,
      segments: names.map((name) => ({ name, terms: [{ column: 'region', value: name }] })),
    },
    reference: { ...input.reference, segments: side(false) },
    current: { ...input.current, segments: side(true) },
  });
  return measurements;
}

/** In what share of clean runs a check finds anything, and would by every segment's own p-value. */
function countAlarms(runs: readonly Measurement[][], check: Measurement['check']) {
  const countWhere = (isFound: (one: Measurement) => boolean): number =>
    runs.filter((run) => run.some((one) => one.check === check && isFound(one))).length / runs.length;
  return {
    corrected: countWhere(({ state }) => state === 'breach'),
    plain: countWhere(({ pValue }) => pValue !== null && pValue < 0.05),
  };
}

/** 5 % of runs, and what 300 runs may be off by (three standard errors). */
const ALLOWED = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS);

test('twenty clean segments alarm no oftener than one', async () => {
  const runs: Measurement[][] = [];
  for (let seed = 1; seed <= RUNS; seed++) runs.push(await measureRun(seed));
  for (const check of ['performance', 'quality', 'feature_drift'] as const) {
    const { corrected, plain } = countAlarms(runs, check);
    expect(corrected, check).toBeLessThan(ALLOWED);
    expect(plain, check).toBeGreaterThan(5 * corrected);
  }
});

test('segments that are really worse are found among clean ones, and they alone', async () => {
  let [found, wrong] = [0, 0];
  for (let seed = 1; seed <= 50; seed++) {
    for (const { check, state, segment } of await measureRun(seed, 2)) {
      if (state !== 'breach' || (check !== 'performance' && check !== 'quality')) continue;
      if (segment === 'region = r0' || segment === 'region = r1') found += 1;
      else wrong += 1;
    }
  }
  expect(found).toBeGreaterThan(0.95 * 50 * 2 * 2);
  expect(wrong / (wrong + found)).toBeLessThan(0.05);
});
