import * as z from 'zod';
import { DURATION_PATTERN, parseDuration } from '../duration.ts';
import { INSTANT_PATTERN, parseInstant } from '../instant.ts';
import { findNearest, joinOr } from '../nearest.ts';

/** Builders for the leaves of the monitor language: every one words its own expectation ("expected ..."). */

/**
 * A block with a fixed set of keys. An unknown key is refused with the nearest known one.
 * @param what names the block in messages, e.g. "feature_drift".
 */
export function block<S extends z.ZodRawShape>(what: string, shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return wordBlock(shape, issue.input === null);
      const keys = (issue as z.core.$ZodIssueUnrecognizedKeys).keys;
      return keys.map((key) => wordUnknownKey(what, key, known)).join('\n');
    },
  });
}

const MAX_LISTED = 12;

function wordBlock(shape: z.ZodRawShape, isEmpty: boolean): string {
  const keys = Object.entries(shape);
  const listed = keys.slice(0, MAX_LISTED).map(([key]) => key);
  const hasDefaults = keys.every(([, schema]) => z.safeParse(schema, undefined).success);
  const more = keys.length > MAX_LISTED ? ` and ${keys.length - MAX_LISTED} more keys` : '';
  return `expected a block with ${more === '' ? joinOr(listed) : listed.join(', ')}${more}${
    isEmpty && hasDefaults ? '; {} is enough for the defaults' : ''
  }`;
}

function wordUnknownKey(what: string, key: string, known: readonly string[]): string {
  const nearest = findNearest(key, known);
  const fix = nearest === null ? `known keys: ${known.join(', ')}` : `did you mean "${nearest}"?`;
  return `${JSON.stringify(key)} is not a key of ${what}; ${fix}`;
}

/** One line of text that is not empty. */
export function text(expected: string, maxLength = 500): z.ZodString {
  const error = `expected ${expected}`;
  return z
    .string({ error })
    .regex(/\S/, { error })
    .max(maxLength, { error: `expected at most ${maxLength} characters` })
    .refine(isNameable, { error: `${error}, without NUL characters` });
}

/** A value of a column as text; it may be empty. */
export function value(): z.ZodString {
  return z.string().refine(isNameable, { error: 'expected a value without NUL characters' });
}

/** A statement ends at a NUL character. */
function isNameable(text: string): boolean {
  return !text.includes('\0');
}

/** The name of a column: anything without control characters; it is quoted before it reaches SQL. */
export function columnName(): z.ZodString {
  return (
    text('the name of a column', 255)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
      .regex(/^[^\u0000-\u001f\u007f]+$/, { error: 'expected the name of a column, without line breaks or tabs' })
  );
}

/** One of a few words, in lower or upper case; read as lower case. */
export function choice<const T extends readonly string[]>(values: T) {
  const error = (issue: { input?: unknown }) => {
    const nearest = typeof issue.input === 'string' ? findNearest(issue.input, values) : null;
    return `expected ${joinOr(values)}${nearest === null ? '' : `; did you mean "${nearest}"?`}`;
  };
  const spellings = [...new Set([...values, ...values.map((value) => value.toUpperCase())])] as [string, ...string[]];
  return z.enum(spellings, { error }).transform((value) => value.toLowerCase() as Lowercase<T[number]>);
}

/** A duration as text, read as milliseconds above zero. */
export function duration() {
  const error = 'expected a duration such as "7 days", "2 hours" or "30d"';
  return z
    .string({ error })
    .regex(DURATION_PATTERN, { error })
    .transform((value) => parseDuration(value) ?? 0)
    .refine((durationMs) => durationMs > 0, { error: 'expected a duration longer than nothing' });
}

/** A date or a time as text, read as UTC ms; without an offset it is UTC. */
export function instant() {
  const error = 'expected a date such as 2026-01-31, or a time such as 2026-01-31T06:00:00Z';
  return z
    .string({ error })
    .regex(INSTANT_PATTERN, { error })
    .transform((value) => parseInstant(value) ?? Number.NaN)
    .refine((at) => Number.isFinite(at), { error: 'expected a date that is in the calendar' });
}

/** A finite number, within bounds where they are given. */
export function number(expected = 'a number', bounds: { min?: number; max?: number } = {}): z.ZodNumber {
  const error = `expected ${expected}`;
  let schema = z.number({ error });
  if (bounds.min !== undefined) schema = schema.min(bounds.min, { error });
  if (bounds.max !== undefined) schema = schema.max(bounds.max, { error });
  return schema;
}

/** A share of rows, 0 to 1. */
export function share(): z.ZodNumber {
  return number('a share between 0 and 1, such as 0.05 for 5 %', { min: 0, max: 1 });
}

export function wholeNumber(min: number, max: number): z.ZodNumber {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

export function flag(): z.ZodBoolean {
  return z.boolean({ error: 'expected true or false' });
}

/** A list with at least one entry and no entry twice. */
export function list<T extends z.ZodType>(item: T, expected: string, maxLength = 1000) {
  return z
    .array(item, { error: `expected a list: ${expected}` })
    .min(1, { error: `expected at least one of: ${expected}` })
    .max(maxLength, { error: `expected at most ${maxLength} entries` })
    .superRefine((items, context) => {
      const seen = new Set<string>();
      for (const [index, one] of items.entries()) {
        const key = JSON.stringify(one);
        if (seen.has(key))
          context.addIssue({ code: 'custom', path: [index], message: 'it stands here twice; remove one' });
        seen.add(key);
      }
    });
}

/** Free names as keys. */
export function map<T extends z.ZodType>(key: z.ZodString, value: T, expected: string) {
  return z.record(key, value, { error: `expected a block: ${expected}` });
}

/** An address that starts with http:// or https://. */
export function url(isSecure: boolean): z.ZodString {
  const error = `expected an address that starts with ${isSecure ? 'https://' : 'http:// or https://'}`;
  return text('an address', 2000)
    .regex(isSecure ? /^https:\/\/[^\s/]+/i : /^https?:\/\/[^\s/]+/i, { error })
    .refine((value) => URL.canParse(value), { error });
}

/** A SQL expression: no statement separator and no comment, because it stands inside a query that mlmon writes. */
export function sqlExpression(expected: string): z.ZodString {
  return text(expected, 2000).refine((value) => !/;|--|\/\*/.test(value), {
    error: 'expected a single SQL expression, without ";" and without comments',
  });
}
