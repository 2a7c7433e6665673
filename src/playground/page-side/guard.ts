import type { MiddlewareHandler } from 'hono';

/**
 * Refuses requests that a foreign web page made this browser send: a Host that is not the loopback address (DNS rebinding)
 * and an Origin that is not our own.
 */
export function makeGuard(readPort: () => number): MiddlewareHandler {
  return async (c, next) => {
    const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${readPort()}`);
    const host = c.req.header('host') ?? '';
    const origin = c.req.header('origin');
    if (!hosts.includes(host))
      return c.json({ ok: false, error: 'forbidden_host', message: `This server does not answer for ${host}` }, 403);
    if (origin !== undefined && !hosts.includes(origin.replace(/^http:\/\//, ''))) {
      return c.json({ ok: false, error: 'forbidden_origin', message: 'Requests from other pages are refused' }, 403);
    }
    return await next();
  };
}
