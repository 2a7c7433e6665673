import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { takeLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { makeTempStore } from './temp-store.ts';

const WORKER = fileURLToPath(new URL('./crash-worker.ts', import.meta.url));

/** Starts a process that takes the lease, commits one monitor, begins a second one, and hangs; then kills it. */
async function crash(path: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(() => takeLease(path, { owner: 'second', clock: systemClock })).toThrow(
    expect.objectContaining({ code: 'locked', message: expect.stringContaining(`process ${child.pid}`) }),
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a killed process leaves what it committed, nothing of what it had begun, and a lease that is free at once', async () => {
  const { store, path } = makeTempStore();
  store.close();
  await crash(path);
  const lease = takeLease(path, { owner: 'restart', clock: systemClock });
  const after = openStore(path);
  expect(after.monitors.list().map(({ modelName }) => modelName)).toEqual(['committed']);
  after.close();
  lease.release();
});
