import { expect, it } from 'vitest';
import { judgeLikeEvidently, type RawColumn } from '../../src/drift/evidently.ts';
import cases from '../parity/evidently.json' with { type: 'json' };

const NAMED = cases.map((one) => ({
  ...one,
  name: `${one.column.kind}, ${one.column.distinct} values, ${one.column.reference} against ${one.column.current}: ${one.evidently.test}`,
}));

it.each(NAMED)("$name is Evidently's", ({ column, evidently }) => {
  const found = judgeLikeEvidently(column as RawColumn)!;
  expect(found).toMatchObject({
    test: evidently.test,
    threshold: evidently.threshold,
    drifted: evidently.drifted,
    isPValue: evidently.threshold === 0.05,
  });
  expect(Math.abs(found.value - evidently.value)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(evidently.value)));
});

it('a threshold of the monitor takes the place of the default one', () => {
  const column = NAMED.find(({ evidently }) => evidently.test === 'wasserstein')!.column as RawColumn;
  expect(judgeLikeEvidently(column, 1e9)).toMatchObject({ threshold: 1e9, drifted: false });
});

it('there is no verdict where the values are not counted', () => {
  const column = { ...(NAMED[0]!.column as RawColumn), kind: 'categorical' as const, values: null };
  expect(judgeLikeEvidently(column)).toBeNull();
});
