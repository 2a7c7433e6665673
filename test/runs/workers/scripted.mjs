// A worker that does what the monitor's name says: crash, exit, fail, wait for whoever started it, or answer.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ id, input }) => {
  const order = input.monitor.modelName;
  if (order === 'crash') throw new Error('crashed as asked');
  if (order === 'exit') process.exit(3);
  if (order === 'wait') Atomics.wait(new Int32Array(input.observations.gate), 0, 0);
  const error = { name: 'AppError', message: 'no such thing', stack: null, cause: null };
  if (order === 'fail') {
    parentPort.postMessage({ id, kind: 'failed', error: { ...error, app: { code: 'conflict', hint: 'Wait' } } });
  } else if (order !== 'hang') parentPort.postMessage({ id, kind: 'measured', measurements: [], failures: [] });
});
