import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { CheckInput } from '../../src/checks/types.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import { AppError } from '../../src/errors.ts';
import { measureHere } from '../../src/runs/measure.ts';
import { packError, unpackError } from '../../src/runs/measuring-protocol.ts';
import { createMeasuringThread } from '../../src/runs/measuring-thread.ts';
import { DAY, MONDAY, makeDrift, makeInput, makeProfile } from '../checks/support.ts';
import { categoricalPair, makeGrid, normals, numericPair } from '../drift/support.ts';

function useThread(workerUrl?: URL) {
  const thread = createMeasuringThread(workerUrl);
  onTestFinished(() => thread.close());
  return thread;
}

const useScripted = () => useThread(new URL('./workers/scripted.mjs', import.meta.url));
const order = (modelName: string) => makeInput({ modelName });

/** Numbers, categories, a segment, a mark slice by slice, and a column that is not there. */
function makeRichInput(): CheckInput {
  const grid = makeGrid(normals(1, 4000));
  const amount = numericPair(normals(1, 4000), normals(2, 800, 0.4), grid);
  const marks = categoricalPair([3900, 100], [700, 100]);
  const flagged = { ...marks, grid: { kind: 'categorical', values: ['false', 'true'] } } as ColumnPair;
  const input = makeInput(
    {
      featureDrift: makeDrift({
        features: ['amount', 'flagged', 'gone'],
        driftMethods: ['wasserstein', 'psi', 'chi_square'],
      }),
      anomalyRate: { column: 'flagged', min: 0.02, max: 0.15, maxChange: 0.05, baselineMs: 30 * DAY },
      quality: { missingRate: null, outlierRate: null, invalidRate: null, rules: {} },
      summary: { columns: null },
      slicingExprs: ['region'],
    },
    { amount, flagged },
  );
  const name = 'region = EU';
  const side = (of: 'reference' | 'current') => ({
    ...input[of],
    segments: { [name]: makeProfile({ amount: amount[of] }) },
  });
  return {
    ...input,
    grids: { ...input.grids, segments: [{ name, terms: [{ column: 'region', value: 'EU' }] }] },
    reference: side('reference'),
    current: side('current'),
    slices: [-2, -1, 0].map((days) => ({
      at: MONDAY + days * DAY,
      profile: makeProfile({ flagged: flagged.current }),
    })),
  };
}

test('a thread measures to the last digit what the caller would have measured itself', async () => {
  const input = makeRichInput();
  const here = await measureHere(input);
  expect(here.measurements.some(({ drifted }) => drifted === true)).toBe(true);
  expect(here.measurements.some(({ metric, value }) => metric === 'anomaly_rate' && value === 0.125)).toBe(true);
  expect(await useThread().measure(input)).toEqual(here);
});

test('a check that fails inside the thread leaves the others alone and hands back its error', async () => {
  const input = makeRichInput();
  const broken = { ...input, monitor: { ...input.monitor, quality: { rules: null } as never } };
  const { measurements, failures } = await useThread().measure(broken);
  expect(failures).toMatchObject([{ check: 'quality', error: { name: 'TypeError' } }, { check: 'quality' }]);
  expect(failures[0]!.error).toBeInstanceOf(Error);
  expect(measurements.filter(({ check }) => check === 'feature_drift').length).toBeGreaterThan(5);
});

test('whoever waits for an answer gets it while a run is measured', async () => {
  const events: string[] = [];
  const gate = new SharedArrayBuffer(4);
  const measured = useScripted().measure({ ...order('wait'), observations: { gate } as never });
  const ended = measured.then(() => events.push('measured'));
  setImmediate(() => {
    events.push('answered');
    Atomics.store(new Int32Array(gate), 0, 1);
    Atomics.notify(new Int32Array(gate), 0);
  });
  await ended;
  expect(events).toEqual(['answered', 'measured']);
});

test('answers find the run that asked', async () => {
  const thread = useThread();
  const rich = makeRichInput();
  const [one, two] = await Promise.all([thread.measure(rich), thread.measure(makeInput({}))]);
  expect(one).toEqual(await measureHere(rich));
  expect(two).toEqual(await measureHere(makeInput({})));
});

test('an AppError keeps its code, its hint and what caused it on the way between threads', () => {
  const cause = new RangeError('too far');
  const error = new AppError('dataset_not_found', 'There is no table', { hint: 'Name another', cause });
  const found = unpackError(structuredClone(packError(error)));
  expect(found).toBeInstanceOf(AppError);
  expect(found).toMatchObject({ code: 'dataset_not_found', message: 'There is no table', hint: 'Name another' });
  expect(found.stack).toBe(error.stack);
  expect(found.cause).toMatchObject({ name: 'RangeError', message: 'too far' });
});

test('a measuring that fails as a whole fails the run in the same words', async () => {
  const failed = useScripted().measure(order('fail'));
  await expect(failed).rejects.toMatchObject({ code: 'conflict', message: 'no such thing', hint: 'Wait' });
  await expect(failed).rejects.toBeInstanceOf(AppError);
});

test.each(['crash', 'exit'])('after a %s the runs that wait fail, and the next one gets a new thread', async (end) => {
  const thread = useScripted();
  const waiting = expect(thread.measure(order('hang'))).rejects.toMatchObject({ code: 'internal' });
  await expect(thread.measure(order(end))).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('the measuring thread'),
  });
  await waiting;
  await expect(thread.measure(order('answer'))).resolves.toEqual({ measurements: [], failures: [] });
});

test('closing cancels what waits and what comes later', async () => {
  const thread = useScripted();
  const waiting = expect(thread.measure(order('hang'))).rejects.toMatchObject({ code: 'cancelled' });
  await thread.close();
  await waiting;
  await expect(thread.measure(order('answer'))).rejects.toMatchObject({ code: 'cancelled' });
});

test('a process may end while its measuring thread has no work', () => {
  const child = fileURLToPath(new URL('./measuring-child.ts', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', child], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, '1 measured']);
});
