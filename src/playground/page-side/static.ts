import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import type { Context } from 'hono';

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** A file of the built page; never one outside its folder. */
export async function servePage(c: Context, pageDir: string): Promise<Response> {
  const root = resolve(pageDir);
  const path = resolve(join(root, decodePath(c.req.path)));
  const isInside = path === root || path.startsWith(root + sep);
  if (!isInside) return c.text('Not found', 404);
  const file = path === root ? join(root, 'index.html') : path;
  try {
    const bytes = await readFile(file);
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' },
    });
  } catch {
    if (path === root) return c.text('The page has not been built. Run `npm run build` first.', 503);
    return c.text('Not found', 404);
  }
}

/** A path that cannot be decoded names no file. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '');
  } catch {
    return '/..';
  }
}
