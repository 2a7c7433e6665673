import { makeArgumentError, SlackError } from '../slack-error.ts';

/** The arguments of one call. Forms carry everything as strings, JSON bodies carry values: both read the same here. */
export class Args {
  readonly #values: Record<string, unknown>;

  constructor(values: Record<string, unknown>) {
    this.#values = values;
  }

  has(name: string): boolean {
    const value = this.#values[name];
    return value !== undefined && value !== null && value !== '';
  }

  text(name: string): string | null {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw makeArgumentError(`must provide a string [json-pointer:/${name}]`);
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === null) throw makeArgumentError(`missing required field: ${name}`);
    return value;
  }

  flag(name: string): boolean {
    const value = this.text(name);
    return value === 'true' || value === '1';
  }

  integer(name: string, fallback: number, range: { min: number; max: number }): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const parsed = Number(value);
    if (!Number.isInteger(parsed) || parsed < range.min)
      throw makeArgumentError(`must be a valid integer [json-pointer:/${name}]`);
    return Math.min(parsed, range.max);
  }

  /** A value that a form carries as JSON text. @throws SlackError `errorCode` when it is not JSON. */
  json(name: string, errorCode = 'invalid_arguments'): unknown {
    const value = this.#values[name];
    if (value === '' || value === null) return undefined;
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      throw new SlackError(errorCode);
    }
  }

  toJSON(): Record<string, unknown> {
    const { token: _token, ...rest } = this.#values;
    return rest;
  }
}
