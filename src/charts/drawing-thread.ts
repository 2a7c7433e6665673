import { SHARE_ENV, Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './protocol.ts';
import type { Chart } from './types.ts';

/** Loading vega and sharp takes half a second; on a busy machine, from TypeScript, many times that. */
const START_TIMEOUT_MS = 60_000;

export type DrawingThread = {
  /**
   * One chart at a time.
   * @throws AppError when the thread dies or does not answer in time; it is then no longer alive.
   */
  draw(chart: Chart, timeoutMs: number): Promise<Extract<WorkerReply, { kind: 'drawn' | 'failed' }>>;
  isAlive(): boolean;
  stop(): Promise<void>;
};

/** Starts the worker at `url` (worker.ts). The process may end while the thread waits for work. */
export function startDrawingThread(url: URL, setup: WorkerSetup): DrawingThread {
  const worker = new Worker(url, { workerData: setup, env: SHARE_ENV });
  let settle: ((reply: WorkerReply | AppError) => void) | null = null;
  let isReady = false;
  let isAlive = true;
  const die = (error: AppError): void => {
    isAlive = false;
    settle?.(error);
  };
  worker.on('message', (reply: WorkerReply) => settle?.(reply));
  worker.on('error', (cause) =>
    die(new AppError('internal', 'Cannot draw the chart: the drawing thread crashed', { cause })),
  );
  worker.on('exit', () => die(new AppError('internal', 'Cannot draw the chart: the drawing thread ended')));
  worker.unref();

  function waitForReply(waitMs: number): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle?.(timeoutError(waitMs)), waitMs);
      settle = (reply) => {
        settle = null;
        clearTimeout(timer);
        if (reply instanceof AppError) reject(reply);
        else resolve(reply);
      };
    });
  }

  async function draw(chart: Chart, timeoutMs: number): ReturnType<DrawingThread['draw']> {
    if (!isReady) await waitForReply(START_TIMEOUT_MS).then(assertReady);
    isReady = true;
    const request: WorkerRequest = { chart };
    worker.postMessage(request);
    const reply = await waitForReply(timeoutMs);
    if (reply.kind === 'drawn' || reply.kind === 'failed') return reply;
    throw new AppError('internal', 'Cannot draw the chart: the drawing thread answered out of turn');
  }

  return {
    async draw(chart, timeoutMs) {
      try {
        return await draw(chart, timeoutMs);
      } catch (error) {
        isAlive = false;
        await worker.terminate();
        throw error;
      }
    },
    isAlive: () => isAlive,
    async stop() {
      isAlive = false;
      await worker.terminate();
    },
  };
}

function assertReady(reply: WorkerReply): void {
  if (reply.kind !== 'broken') return;
  throw new AppError('config', reply.message, reply.hint === null ? {} : { hint: reply.hint });
}

function timeoutError(waitMs: number): AppError {
  return new AppError('timeout', `Cannot draw the chart: no answer after ${waitMs / 1000} s`, {
    hint: 'The machine may be overloaded; try again',
  });
}
