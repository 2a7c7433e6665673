import { parentPort } from 'node:worker_threads';
import { measureHere } from './measure.ts';
import { type MeasureReply, type MeasureRequest, packError } from './measuring-protocol.ts';

// Runs in a worker thread. What is drawn for noise floors stays in its memory and serves the next runs.
async function answer({ id, input }: MeasureRequest): Promise<MeasureReply> {
  try {
    const { measurements, failures } = await measureHere(input);
    const packed = failures.map(({ check, error }) => ({ check, error: packError(error) }));
    return { id, kind: 'measured', measurements, failures: packed };
  } catch (error) {
    return { id, kind: 'failed', error: packError(error) };
  }
}

parentPort?.on('message', async (request: MeasureRequest) => parentPort?.postMessage(await answer(request)));
