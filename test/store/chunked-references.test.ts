import { expect, test } from 'vitest';
import type { ChunkedReference } from '../../src/store/types.ts';
import { makeTempStore, saveMonitor } from './temp-store.ts';

const REFERENCE: ChunkedReference = {
  fits: {
    x: {
      js_distance: { basis: { kind: 'cells', range: { low: 0, high: 1, count: 2 }, counts: [3, 4] }, upper: 0.25 },
      ks_test: { refused: 'No value in the reference window' },
    },
  },
  tiedEdges: 2,
};

test('a chunked reference is kept with what it depends on, the newest alone, as long as its monitor', () => {
  const { store } = makeTempStore();
  const id = saveMonitor(store);
  store.chunkedReferences.save(id, 'one', REFERENCE, 1);
  expect(store.chunkedReferences.get(id, 'one')).toEqual(REFERENCE);
  expect(store.chunkedReferences.get(id, 'two')).toBeNull();
  store.chunkedReferences.save(id, 'two', { fits: {}, tiedEdges: 0 }, 2);
  expect(store.chunkedReferences.get(id, 'one')).toBeNull();
  expect(store.chunkedReferences.get(id, 'two')).toEqual({ fits: {}, tiedEdges: 0 });
  store.monitors.remove(id);
  expect(store.chunkedReferences.get(id, 'two')).toBeNull();
});
