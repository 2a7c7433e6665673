import { expect, test } from 'vitest';
import type { GridSet } from '../../src/profile/types.ts';
import { GRIDS, makeProfile, makeTempStore, saveMonitor } from './temp-store.ts';

test('grids come back with their reference, infinities included', () => {
  const { store } = makeTempStore();
  const id = saveMonitor(store);
  const grids: GridSet = {
    ...GRIDS,
    columns: {
      amount: {
        kind: 'numeric',
        edges: [0.1, 1e300],
        isDiscrete: false,
        decileEdges: [0.1],
        center: 0.5,
        fences: { low: -Infinity, high: 3 },
        fine: { transform: { kind: 'identity' }, low: 0, high: 1, count: 2048, starts: [0, 1, 2048] },
      },
    },
  };
  store.grids.save(id, grids, makeProfile(3), 'delta-1', 1);
  expect(store.grids.get(id, 'g1')).toEqual({ grids, reference: makeProfile(3), fingerprint: 'delta-1' });
});

test('the latest grids are those saved last, also when an older version is saved again', () => {
  const { store } = makeTempStore();
  const id = saveMonitor(store);
  const save = (version: string, rows: number) =>
    store.grids.save(id, { ...GRIDS, version }, makeProfile(rows), null, 1);
  save('g1', 1);
  save('g2', 2);
  expect(store.grids.latest(id)?.grids.version).toBe('g2');
  save('g1', 3);
  expect(store.grids.latest(id)).toMatchObject({ grids: { version: 'g1' }, reference: { rows: 3 } });
});

test('saving a version again keeps its slices', () => {
  const { store } = makeTempStore();
  const id = saveMonitor(store);
  store.grids.save(id, GRIDS, makeProfile(1), null, 1);
  store.slices.save(id, 'g1', 'current', [{ at: 0, profile: makeProfile(1), fingerprint: null, profiledAt: 1 }]);
  store.grids.save(id, GRIDS, makeProfile(2), null, 2);
  expect(store.slices.rows(id, 'g1', 'current', null)).toHaveLength(1);
});
