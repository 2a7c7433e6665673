import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Core } from '../core.ts';

const KEEP_ALIVE_MS = 15_000;

/** Server-sent events for one person's page: what concerns everybody and what concerns them. */
export function streamEvents(core: Core, c: Context, userId: string): Response {
  return streamSSE(c, async (stream) => {
    const isOver = new Promise<void>((resolve) => stream.onAbort(resolve));
    const unsubscribe = core.world.hub.subscribe(({ to, event }) => {
      if (to === null || to === userId) void stream.writeSSE({ data: JSON.stringify(event) });
    });
    const timer = setInterval(() => void stream.write(': still here\n\n'), KEEP_ALIVE_MS);
    await stream.write('retry: 1000\n: welcome\n\n');
    await isOver;
    clearInterval(timer);
    unsubscribe();
  });
}
