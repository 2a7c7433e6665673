import { expect, test } from 'vitest';
import { CHECK_NAMES } from '../../src/checks/types.ts';
import { calendarOf, demoMonitors } from '../../src/demo/data.ts';
import { isConfigured } from '../../src/monitors/coverage.ts';
import { loadMonitor } from '../../src/monitors/load.ts';

const loaded = demoMonitors(calendarOf(9000)).map(({ fileName, source }) =>
  loadMonitor(source, { baseDir: null, fileName }),
);

test("the demo's monitors have every check switched on, one by segments", () => {
  const missing = CHECK_NAMES.filter((check) => !loaded.some(({ monitor }) => isConfigured(check, monitor)));
  expect(missing).toEqual([]);
  expect(loaded.map(({ monitor }) => monitor.slicingExprs)).toEqual([['origin'], []]);
});

test('nothing in them is left for a later version', () => {
  expect(loaded.flatMap(({ notices }) => notices)).toEqual([]);
});

test('both run at the same times, so that a replay of the one is a replay of the other', () => {
  const [model, pipeline] = loaded.map(({ monitor }) => monitor.schedule);
  expect(pipeline).toEqual(model);
});
