import { systemClock } from '../../src/clock.ts';
import { takeLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';

/** Not a test: the process that `crash.test.ts` kills in the middle of a transaction. */
const path = process.argv[2]!;
takeLease(path, { owner: 'worker', clock: systemClock });
const store = openStore(path);
store.monitors.save({ modelName: 'committed', source: '', baseDir: null, at: 1 });
store.transaction(() => {
  store.monitors.save({ modelName: 'begun', source: '', baseDir: null, at: 1 });
  process.stdout.write('ready\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
});
