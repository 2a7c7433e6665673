import { parentPort, workerData } from 'node:worker_threads';
import { toAppError } from '../errors.ts';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './protocol.ts';

// Runs in a worker thread. Fontconfig reads the real environment of the process once, when the first text is drawn: the
// `env` option of a worker is a copy that native code does not see. Hence SHARE_ENV, and sharp is loaded afterwards.
const setup = workerData as WorkerSetup;
process.env.FONTCONFIG_FILE = setup.fontConfigFile;
process.env.PANGOCAIRO_BACKEND = 'fontconfig';

const post = (reply: WorkerReply, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(reply, transfer);

async function start(): Promise<void> {
  const [{ createMeasure }, { makeSpec }, { drawSvg, useMeasure }, { checkFonts, drawPng }] = await Promise.all([
    import('./text-width.ts'),
    import('./spec.ts'),
    import('./svg.ts'),
    import('./png.ts'),
  ]);
  const measure = createMeasure(setup.fonts);
  useMeasure(measure);
  await checkFonts(measure);
  parentPort?.on('message', async ({ chart }: WorkerRequest) => {
    try {
      const { svg, width, height } = await drawSvg(makeSpec(chart, measure));
      // A copy of its own: sharp's buffer may be a part of a shared pool, which cannot be handed over.
      const png = new Uint8Array(await drawPng(svg));
      post({ kind: 'drawn', png, width, height }, [png.buffer]);
    } catch (error) {
      post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  });
  post({ kind: 'ready' });
}

start().catch((error: unknown) => {
  const { message, hint, cause } = toAppError(error);
  post({ kind: 'broken', message: cause instanceof Error ? `${message}: ${cause.message}` : message, hint });
});
