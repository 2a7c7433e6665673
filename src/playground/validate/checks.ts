import type { Check, Report } from './report.ts';

export type Json = Record<string, unknown>;
export type Field = { check: Check; isRequired: boolean };
export type Fields = Record<string, Field>;

export function required(check: Check): Field {
  return { check, isRequired: true };
}

export function optional(check: Check): Field {
  return { check, isRequired: false };
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of `min` (1 unless told) to `max` characters. Slack counts UTF-16 code units, as JavaScript does. */
export function string(limits: { min?: number; max?: number; pattern?: RegExp } = {}): Check {
  const { min = 1, max, pattern } = limits;
  return (value, at, report) => {
    if (typeof value !== 'string') return report.add(at, 'must provide a string', { type: 'type', expected: 'string' });
    if (value.length < min)
      report.add(at, `must be more than ${min - 1} characters`, {
        type: 'min_length',
        expected: min,
        actual: value.length,
      });
    if (max !== undefined && value.length > max) {
      report.add(at, `must be less than ${max + 1} characters`, {
        type: 'max_length',
        expected: max,
        actual: value.length,
      });
    }
    if (pattern !== undefined && !pattern.test(value))
      report.add(at, `must match ${pattern.source}`, { type: 'pattern', expected: pattern.source });
  };
}

export const URL_TEXT = string({ max: 3000, pattern: /^[a-z][a-z0-9+.-]*:\S+$/i });

export function number(limits: { min?: number; max?: number; isInteger?: boolean } = {}): Check {
  const { min, max, isInteger = false } = limits;
  return (value, at, report) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      return report.add(at, 'must provide a number', { type: 'type', expected: 'number' });
    if (isInteger && !Number.isInteger(value))
      report.add(at, 'must be a valid integer', { type: 'type', expected: 'integer' });
    if (min !== undefined && value < min)
      report.add(at, `must be at least ${min}`, { type: 'min', expected: min, actual: value });
    if (max !== undefined && value > max)
      report.add(at, `must be at most ${max}`, { type: 'max', expected: max, actual: value });
  };
}

export function boolean(value: unknown, at: string, report: Report): void {
  if (typeof value !== 'boolean') report.add(at, 'must provide a boolean', { type: 'type', expected: 'boolean' });
}

export function oneOf(expected: readonly unknown[]): Check {
  return (value, at, report) => {
    if (!expected.includes(value)) report.add(at, `must be one of ${expected.join(', ')}`, { type: 'enum', expected });
  };
}

export function list(item: Check, limits: { min?: number; max?: number } = {}): Check {
  const { min = 1, max } = limits;
  return (value, at, report) => {
    if (!Array.isArray(value)) return report.add(at, 'must provide an array', { type: 'type', expected: 'array' });
    if (value.length < min)
      report.add(at, `no fewer than ${min} items allowed`, { type: 'min_items', expected: min, actual: value.length });
    if (max !== undefined && value.length > max)
      report.add(at, `no more than ${max} items allowed`, { type: 'max_items', expected: max, actual: value.length });
    value.forEach((entry, index) => {
      item(entry, `${at}/${index}`, report);
    });
  };
}

/** An object with these keys and no other. `after` looks at the whole once its fields have been looked at. */
export function object(fields: Fields, after?: (value: Json, at: string, report: Report) => void): Check {
  return (value, at, report) => {
    if (!isJson(value)) return report.add(at, 'must provide an object', { type: 'type', expected: 'object' });
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(fields, key))
        report.add(at, `invalid additional property: ${key}`, { type: 'additional_property', actual: key });
    }
    for (const [key, field] of Object.entries(fields)) {
      if (value[key] !== undefined) field.check(value[key], `${at}/${escapeKey(key)}`, report);
      else if (field.isRequired) report.add(at, `missing required field: ${key}`, { type: 'required', expected: key });
    }
    after?.(value, at, report);
  };
}

/** An object whose `type` names the check. */
export function byType(table: Readonly<Record<string, Check>>): Check {
  return (value, at, report) => {
    if (!isJson(value)) return report.add(at, 'must provide an object', { type: 'type', expected: 'object' });
    const { type } = value;
    const check = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
    if (check !== undefined) return check(value, at, report);
    report.add(`${at}/type`, `unsupported type: ${String(type)}`, { type: 'enum', expected: Object.keys(table) });
  };
}

/** Exactly one of these keys must be there. */
export function exactlyOne(value: Json, keys: readonly string[], at: string, report: Report): void {
  const given = keys.filter((key) => value[key] !== undefined);
  if (given.length !== 1)
    report.add(at, `must provide exactly one of ${keys.join(', ')}`, { type: 'one_of', expected: keys });
}

export function literal(type: string): Field {
  return required(oneOf([type]));
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
