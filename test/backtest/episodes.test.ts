import { expect, it } from 'vitest';
import { playEpisodes } from '../../src/backtest/episodes.ts';
import type { Rule } from '../../src/monitors/types.ts';
import { EVIDENCE } from '../alerts/fixtures.ts';
import { DAY, MONDAY } from '../checks/support.ts';

const RULE: Rule = {
  name: 'r',
  description: null,
  condition: 'rows < 1',
  severity: 'medium',
  debounce: { breaches: 2, of: 3 },
  notify: 'now',
  channels: [],
};

/** One window a day, each with what the rule says about it. */
function play(said: readonly (boolean | null)[]) {
  const windows = said.map((isBreach, i) => {
    const toAt = MONDAY + i * DAY;
    const answers = [{ rule: RULE, isBreach, evidence: EVIDENCE, waitMs: 0 }];
    return { window: { fromAt: toAt - DAY, toAt }, dueAt: toAt + DAY / 4, answers };
  });
  return playEpisodes({ modelName: 'm' }, windows);
}

it('an episode counts the windows in breach, from the first that counted towards it, and no others', () => {
  const [episode, ...others] = play([true, false, true, null, true, false, false, true]);
  expect(others).toEqual([]);
  expect(episode).toMatchObject({ rule: 'r', breaches: 3, span: { fromAt: MONDAY + 2 * DAY, toAt: MONDAY + 6 * DAY } });
  expect([episode!.firedAt, episode!.resolvedAt]).toEqual([MONDAY + 2.25 * DAY, MONDAY + 6.25 * DAY]);
});

it('a breach alone fires nothing, and what is still open at the end has no end', () => {
  expect(play([true, false, false, true, false])).toEqual([]);
  expect(play([true, true, false])).toMatchObject([{ resolvedAt: null, span: { toAt: null } }]);
});
