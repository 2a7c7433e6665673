import { expect, test } from 'vitest';
import type { SliceRow } from '../../src/store/types.ts';
import { editDatabase, GRIDS, makeProfile, makeTempStore, saveMonitor } from './temp-store.ts';

const ALL = { fromAt: null, toAt: null };

function makeSlice(at: number, rows: number): SliceRow {
  return { at, profile: makeProfile(rows), fingerprint: `v${rows}`, profiledAt: 7 };
}

function makeCase() {
  const { store, path } = makeTempStore();
  const monitorId = saveMonitor(store);
  store.grids.save(monitorId, GRIDS, makeProfile(100), 'delta-12', 1);
  return { store, path, monitorId };
}

test('slices are listed oldest first, from the start of the range to before its end', () => {
  const { store, monitorId } = makeCase();
  store.slices.save(
    monitorId,
    'g1',
    'current',
    [30, 10, 20, 40].map((at) => makeSlice(at, at)),
  );
  const list = (fromAt: number | null, toAt: number | null) =>
    store.slices.list(monitorId, 'g1', 'current', { fromAt, toAt }).map(({ at }) => at);
  expect(list(20, 40)).toEqual([20, 30]);
  expect(list(null, 30)).toEqual([10, 20]);
  expect(list(30, null)).toEqual([30, 40]);
  expect(list(null, null)).toEqual([10, 20, 30, 40]);
});

test('a slice comes back whole', () => {
  const { store, monitorId } = makeCase();
  store.slices.save(monitorId, 'g1', 'current', [makeSlice(10, 5)]);
  expect(store.slices.list(monitorId, 'g1', 'current', ALL)).toEqual([makeSlice(10, 5)]);
});

test('a slice that is profiled again replaces the first one and no other', () => {
  const { store, monitorId } = makeCase();
  store.slices.save(monitorId, 'g1', 'current', [makeSlice(10, 5), makeSlice(20, 5)]);
  store.slices.save(monitorId, 'g1', 'current', [makeSlice(20, 9)]);
  expect(store.slices.rows(monitorId, 'g1', 'current', null)).toEqual([
    { at: 10, rows: 5 },
    { at: 20, rows: 9 },
  ]);
});

test('roles and grids are kept apart', () => {
  const { store, monitorId } = makeCase();
  store.slices.save(monitorId, 'g1', 'reference', [makeSlice(10, 5)]);
  expect(store.slices.list(monitorId, 'g1', 'current', ALL)).toEqual([]);
  expect(store.slices.list(monitorId, 'g2', 'reference', ALL)).toEqual([]);
});

test('rows per slice end before the instant that is asked for', () => {
  const { store, monitorId } = makeCase();
  store.slices.save(
    monitorId,
    'g1',
    'current',
    [10, 20].map((at) => makeSlice(at, at)),
  );
  expect(store.slices.rows(monitorId, 'g1', 'current', 20)).toEqual([{ at: 10, rows: 10 }]);
});

test('a failing slice leaves none of its batch', () => {
  const { store, monitorId } = makeCase();
  const batch = [makeSlice(10, 5), { ...makeSlice(20, 5), at: 1.5 }];
  expect(() => store.slices.save(monitorId, 'g1', 'current', batch)).toThrow();
  expect(store.slices.list(monitorId, 'g1', 'current', ALL)).toEqual([]);
});

test('slices of grids that are not stored are refused; one transaction may write both in any order', () => {
  const { store, monitorId } = makeCase();
  const save = () => store.slices.save(monitorId, 'g2', 'current', [makeSlice(10, 5)]);
  expect(save).toThrow('FOREIGN KEY');
  store.transaction(() => {
    save();
    store.grids.save(monitorId, { ...GRIDS, version: 'g2' }, makeProfile(1), null, 2);
  });
  expect(store.slices.list(monitorId, 'g2', 'current', ALL)).toHaveLength(1);
});

test('the rows of segments are read without the profiles', () => {
  const { store, monitorId, path } = makeCase();
  const { profile, ...slice } = makeSlice(10, 5);
  const segments = { 'region = EU': makeProfile(3), 'plan = "a, b"': makeProfile(2) };
  store.slices.save(monitorId, 'g1', 'current', [{ ...slice, profile: { ...profile, segments } }, makeSlice(20, 4)]);
  editDatabase(path, "UPDATE slices SET profile = 'unreadable'");
  expect(store.slices.segmentRows(monitorId, 'g1', 'current', null)).toEqual([
    { at: 10, rows: 5, segments: { 'region = EU': 3, 'plan = "a, b"': 2 } },
    { at: 20, rows: 4, segments: {} },
  ]);
});
