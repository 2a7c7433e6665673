import type { Context } from 'hono';
import { SlackError } from '../slack-error.ts';

/** The arguments of a call, wherever they are: query, form, multipart or JSON body. @throws SlackError invalid_json. */
export async function readArguments(c: Context): Promise<Record<string, unknown>> {
  const query = c.req.query();
  if (c.req.method === 'GET') return query;
  const type = c.req.header('content-type') ?? '';
  if (type.startsWith('application/json')) return { ...query, ...readJson(await c.req.text()) };
  if (type.startsWith('multipart/form-data')) return { ...query, ...(await c.req.parseBody()) };
  return { ...query, ...Object.fromEntries(new URLSearchParams(await c.req.text())) };
}

function readJson(text: string): Record<string, unknown> {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    throw new SlackError('invalid_json');
  }
  throw new SlackError('json_not_object');
}
