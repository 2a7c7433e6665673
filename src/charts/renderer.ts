import { rmSync } from 'node:fs';
import { AppError, toAppError } from '../errors.ts';
import { describeChart } from './alt-text.ts';
import { type DrawingThread, startDrawingThread } from './drawing-thread.ts';
import { findFonts, writeFontConfig } from './fonts.ts';
import type { WorkerSetup } from './protocol.ts';
import type { Chart, ChartRenderer, Picture } from './types.ts';

export type ChartRendererOptions = {
  /** For one picture, counted from when the thread begins with it. */
  timeoutMs: number;
  /** Another worker than the one that draws; for tests. */
  workerUrl?: URL;
};

/**
 * Draws charts one after the other in a worker thread that starts with the first of them. A thread that dies, hangs or
 * takes too long is replaced; the charts that were waiting are drawn by the next one.
 */
export function createChartRenderer({ timeoutMs, workerUrl }: ChartRendererOptions): ChartRenderer {
  let thread: DrawingThread | null = null;
  let fonts: (WorkerSetup & { folder: string }) | null = null;
  let isClosed = false;
  let previous: Promise<unknown> = Promise.resolve();

  function useThread(): DrawingThread {
    if (fonts === null) {
      const files = findFonts();
      const { folder, file } = writeFontConfig(files);
      fonts = { fonts: files, fontConfigFile: file, folder };
    }
    if (thread === null || !thread.isAlive()) thread = startDrawingThread(workerUrl ?? findWorker(), fonts);
    return thread;
  }

  async function stopThread(): Promise<void> {
    const old = thread;
    thread = null;
    await old?.stop();
  }

  async function draw(chart: Chart): Promise<Picture> {
    if (isClosed) throw closedError();
    try {
      const reply = await useThread().draw(chart, timeoutMs);
      if (reply.kind === 'failed') throw new AppError('internal', `Cannot draw the chart: ${reply.message}`);
      const { png, width, height } = reply;
      return { png: Buffer.from(png.buffer), width, height, altText: describeChart(chart) };
    } catch (error) {
      throw isClosed ? closedError() : toAppError(error);
    }
  }

  return {
    render(chart) {
      const picture = previous.then(() => draw(chart));
      previous = picture.catch(() => undefined);
      return picture;
    },
    async close() {
      isClosed = true;
      await stopThread();
      await previous;
      if (fonts !== null) rmSync(fonts.folder, { recursive: true, force: true });
      fonts = null;
    },
  };
}

/** The worker beside this file, from source or as it was built. */
function findWorker(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return isSource ? new URL('./worker-from-source.mjs', import.meta.url) : new URL('./worker.js', import.meta.url);
}

function closedError(): AppError {
  return new AppError('cancelled', 'Cannot draw the chart: mlmon is shutting down');
}
