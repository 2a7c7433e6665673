import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JointSpec } from '../../src/profile/joint.ts';
import { mergeProfiles } from '../../src/profile/merge.ts';
import type { JointCounts } from '../../src/profile/types.ts';
import { decodeProfile, encodeProfile } from '../../src/store/profile-codec.ts';
import { DAY, type Lab, makeLab, T0, WHOLE } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

const SPEC: JointSpec = {
  problemType: 'classification',
  predictionColumn: 'p',
  scoreColumn: null,
  classes: ['a', "b's", 'c'].map((label, k) => ({ label, column: `s${k}` })),
  labelColumn: 'y',
  labels: null,
  labelsBeforeAt: null,
};
const NAN = "CAST('nan' AS DOUBLE)";

async function jointOf(rows: string, spec = SPEC): Promise<JointCounts> {
  const dataset = await lab.dataset(`SELECT * FROM (VALUES ${rows}) AS t(s0, s1, s2, p, y)`);
  return (await lab.fit(dataset, [], { joint: spec })).reference.joint!;
}

/** Count and sum of scores by cell, prediction and label, of one class. */
function cellsOf({ classes = [] }: JointCounts, label: string) {
  const { joint } = classes.find((one) => one.label === label)!;
  return joint.cells.map(({ score, predicted, actual, count, scoreSum }) => [
    score,
    predicted,
    actual,
    count,
    scoreSum,
  ]);
}

describe('joint counts of each class against the rest', () => {
  it('hold its own score, and whether it was predicted and happened', async () => {
    const joint = await jointOf(
      `(0.5, 0.25, 0.25, 'a', 'a'), (0.5, 0.5, 0e0, 'a', 'b''s'), (0.25, 0.5, 0.25, 'b''s', NULL)`,
    );
    expect(joint.cells.map(({ score, predicted, actual }) => [score, predicted, actual])).toEqual([
      [null, 'a', 'a'],
      [null, 'a', "b's"],
      [null, "b's", null],
    ]);
    expect(joint.classes!.map(({ label, joint: one }) => [label, one.scoreEdges, one.isScoreExact])).toEqual([
      ['a', [0.25, 0.5], true],
      ["b's", [0.25, 0.5], true],
      ['c', [0, 0.25], true],
    ]);
    expect(cellsOf(joint, 'a')).toEqual([
      [1, '0', null, 1, 0.25],
      [2, '1', '0', 1, 0.5],
      [2, '1', '1', 1, 0.5],
    ]);
    expect(cellsOf(joint, "b's")).toEqual([
      [1, '0', '0', 1, 0.25],
      [2, '0', '1', 1, 0.5],
      [2, '1', null, 1, 0.5],
    ]);
  });

  it('have no score where that of any class is missing or no number, or the outcome is of a class without one', async () => {
    const joint = await jointOf(
      `(0.5, NULL, 0.5, 'a', 'a'), (0.5, ${NAN}, 0.5, 'c', 'a'), (0.5, 0.25, 0.25, 'a', 'd')`,
    );
    expect(cellsOf(joint, 'a')).toEqual([
      [null, '0', '1', 1, 0],
      [null, '1', null, 1, 0],
      [null, '1', '1', 1, 0],
    ]);
    expect(joint.improper).toBeUndefined();
  });

  it('know no prediction of a class without a score', async () => {
    expect(cellsOf(await jointOf("(0.5, 0.25, 0.25, 'd', 'a')"), 'a')).toEqual([[1, null, '1', 1, 0.5]]);
  });

  it('count the rows whose scores are no shares of 1, but for rounding', async () => {
    const joint = await jointOf(
      `(0.33, 0.33, 0.33, 'a', 'a'), (0.5, 0.25, 0.3, 'a', 'a'), (1.5, -0.5, 0e0, 'a', 'a'), (1e308, 1e308, 1e308, 'a', NULL)`,
    );
    expect(joint.improper).toBe(3);
  });

  it('merge by slice, are stored, and are those of all rows', async () => {
    const dataset =
      await lab.dataset(`SELECT TIMESTAMP '2026-01-01' + INTERVAL (i) HOUR AS "at", s0, s1, 1 - s0 - s1 AS s2,
      CASE WHEN i % 3 = 0 THEN 'a' ELSE 'c' END AS p, CASE WHEN i % 7 < 3 THEN 'b''s' WHEN i % 7 < 5 THEN 'c' END AS y
      FROM (SELECT i, (i * 7919 % 1000) / 2000e0 AS s0, (i * 104729 % 1000) / 2000e0 AS s1 FROM range(600) AS r(i))`);
    const { grids, reference } = await lab.fit(dataset, [], { joint: SPEC });
    const range = { fromAt: T0, toAt: T0 + 25 * DAY };
    const { slices } = await lab.slices(dataset, [], { grids, timestampColumn: 'at', range, joint: SPEC });
    const stored = slices.map(({ profile }) => decodeProfile(encodeProfile(profile)));
    const merged = mergeProfiles(grids, stored).joint!;
    const rounded = (joint: JointCounts) =>
      JSON.stringify(joint, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value));
    expect(rounded(merged)).toBe(rounded(reference.joint!));
    expect(merged.classes!.every(({ joint }) => joint.cells.length > 100)).toBe(true);
  });

  it('take labels from a table of their own', async () => {
    const labels = await lab.dataset("SELECT * FROM (VALUES (1, 'a'), (2, 'c')) AS t(id, y)");
    const dataset = await lab.dataset(
      "SELECT * FROM (VALUES (1, 0.5, 0.25, 0.25, 'a'), (2, 0.5, 0.25, 0.25, 'a'), (3, 0.5, 0.25, 0.25, 'c')) AS t(id, s0, s1, s2, p)",
    );
    const spec = { ...SPEC, labels: { dataset: labels, on: ['id'], at: null } };
    const { grids } = await lab.fit(dataset, [], { joint: { ...SPEC, labelColumn: null } });
    const { slices } = await lab.slices(dataset, [], { grids, range: WHOLE, joint: spec });
    expect(cellsOf(slices[0]!.profile.joint!, 'a')).toEqual([
      [1, '0', null, 1, 0.5],
      [1, '1', '0', 1, 0.5],
      [1, '1', '1', 1, 0.5],
    ]);
  });
});
