// A worker that does what the chart's title says: hang, crash, fail, or answer.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ chart }) => {
  const order = chart.header.title;
  if (order === 'crash') throw new Error('crashed as asked');
  if (order === 'exit') process.exit(3);
  if (order === 'fail') parentPort.postMessage({ kind: 'failed', message: 'no such mark' });
  if (order === 'answer')
    parentPort.postMessage({ kind: 'drawn', png: new Uint8Array([1, 2, 3]), width: 400, height: 300 });
});
parentPort.postMessage({ kind: 'ready' });
