import { Worker } from 'node:worker_threads';
import type { Measured } from '../checks/index.ts';
import { AppError } from '../errors.ts';
import type { Measure } from './measure.ts';
import { type MeasureReply, type MeasureRequest, unpackError } from './measuring-protocol.ts';

export type MeasuringThread = {
  /** Measures on the thread. @throws AppError internal when it crashes, cancelled after `close`. */
  measure: Measure;
  /** Ends the thread; what waits for it is cancelled. */
  close(): Promise<void>;
};

type Waiting = { resolve(measured: Measured): void; reject(error: Error): void };
type Running = { worker: Worker; waiting: Map<number, Waiting> };

/**
 * Measures on a thread of its own, so that noise floors of hundreds of columns keep nobody waiting. It starts with the
 * first run and stays; one that crashed is replaced by the next run. The process may end while it has no work.
 * @param workerUrl another worker than the one that measures; for tests.
 */
export function createMeasuringThread(workerUrl: URL = findWorker()): MeasuringThread {
  let running: Running | null = null;
  let isClosed = false;
  let lastId = 0;

  function start(): Running {
    const started: Running = { worker: new Worker(workerUrl), waiting: new Map() };
    const end = (error: AppError): void => {
      if (running === started) running = null;
      for (const { reject } of started.waiting.values()) reject(isClosed ? closedError() : error);
      started.waiting.clear();
    };
    started.worker.on('message', (reply: MeasureReply) => settle(started, reply));
    started.worker.on('error', (cause) => end(crashError('crashed', cause)));
    started.worker.on('exit', () => end(crashError('ended')));
    return started;
  }

  return {
    measure(input) {
      if (isClosed) return Promise.reject(closedError());
      running ??= start();
      const { worker, waiting } = running;
      const request: MeasureRequest = { id: ++lastId, input };
      return new Promise((resolve, reject) => {
        worker.postMessage(request);
        waiting.set(request.id, { resolve, reject });
        worker.ref();
      });
    },
    async close() {
      isClosed = true;
      await running?.worker.terminate();
    },
  };
}

function settle({ worker, waiting }: Running, reply: MeasureReply): void {
  const asked = waiting.get(reply.id);
  waiting.delete(reply.id);
  if (waiting.size === 0) worker.unref();
  if (reply.kind === 'failed') asked?.reject(unpackError(reply.error));
  else {
    const failures = reply.failures.map(({ check, error }) => ({ check, error: unpackError(error) }));
    asked?.resolve({ measurements: reply.measurements, failures });
  }
}

/** The worker beside this file, from source or as it was built. */
function findWorker(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? './measuring-worker-from-source.mjs' : './measuring-worker.js', import.meta.url);
}

function crashError(what: 'crashed' | 'ended', cause?: unknown): AppError {
  return new AppError('internal', `Cannot measure: the measuring thread ${what}`, {
    cause,
    hint: 'Run the monitor again; the next run starts a new one',
  });
}

function closedError(): AppError {
  return new AppError('cancelled', 'Cannot measure: mlmon is shutting down');
}
