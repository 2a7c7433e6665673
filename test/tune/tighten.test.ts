import { expect, test } from 'vitest';
import { listProposals, monitorOf, tell } from './support.ts';

/** One column that drifts is told, two are not: what makes a second one drift takes the alert of the first away. */
const RULE = '{name: moved, condition: drifted_columns == 1, for: 1 of 1}';
const CHECKS = `feature_drift:
  features: [amount, size]
  columns: {size: {threshold: 0.9}}`;
/** As `amount` is without its shift on day 20, and moved by so much on day 20 and in the incident of day 30. */
const sizeOf = (onDay20: number) => `, amount + CASE CAST(at_time AS DATE)
  WHEN DATE '2026-02-21' THEN ${onDay20} - 60 WHEN DATE '2026-03-03' THEN 12 ELSE 0 END AS size`;

const proposalsWith = async (onDay20: number) => {
  const story = await tell(monitorOf(RULE, CHECKS), { 20: 60 }, { columns: sizeOf(onDay20), taken: [20] });
  story.markIncident(30, 31);
  return listProposals(await story.tune());
};

test('a stricter limit that would tell of an incident is not proposed where it loses an alert that somebody took', async () => {
  expect(await proposalsWith(0)).toEqual([
    expect.stringMatching(/^feature_drift\.columns\.size\.threshold 0\.9 -> 0\./),
  ]);
  expect(await proposalsWith(9)).toEqual([]);
});
