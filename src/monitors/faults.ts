import type * as z from 'zod';
import { AppError } from '../errors.ts';

/** Keys and list positions from the top of a definition. */
export type KeyPath = readonly (string | number)[];

/** Something in a definition that cannot be used. */
export type Fault = {
  path: KeyPath;
  /** What is wrong and what is right, without the path. */
  message: string;
  /** true: the fault lies in the key itself (an unknown one), not in its value. */
  isKey?: boolean;
};

/** A fault with its place in the text, counted from 1. */
export type PlacedFault = { line: number; column: number; path: string; message: string };

/** More than anybody corrects in one go. */
const MAX_WRITTEN = 50;

/** A definition that cannot be used: every fault at once, in the order of the text. */
export class DefinitionError extends AppError {
  readonly faults: readonly PlacedFault[];

  constructor(fileName: string, faults: readonly PlacedFault[]) {
    const count = `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`;
    const lines = faults
      .slice(0, MAX_WRITTEN)
      .map(
        ({ line, column, path, message }) =>
          `${fileName}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`,
      );
    if (faults.length > MAX_WRITTEN) lines.push(`and ${faults.length - MAX_WRITTEN} more`);
    super('invalid_input', `Cannot load ${fileName}: ${count}\n${lines.join('\n')}`, {
      hint: 'Correct the lines named and load it again; docs/monitor.md describes every key',
    });
    this.name = 'DefinitionError';
    this.faults = faults;
  }
}

/** `alerts.rules[0].condition` */
export function formatPath(path: KeyPath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}

/** The faults that zod found, in the words of the schema. @param source the value that was checked. */
export function readIssues(issues: readonly z.core.$ZodIssue[], source: unknown, base: KeyPath = []): Fault[] {
  return issues.flatMap((issue) => readIssue(issue, source, base));
}

function readIssue(issue: z.core.$ZodIssue, source: unknown, base: KeyPath): Fault[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({ path: [...path, key], message: messages[index] ?? '', isKey: true }));
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((one) => one.length > 0 && one.every((inner) => !isWrongType(inner)));
    if (branch !== undefined) return readIssues(branch, source, path);
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? issue.message;
    return [{ path, message: `the key ${JSON.stringify(path.at(-1))} is not valid: ${message}`, isKey: true }];
  }
  return [{ path, message: wordValue(readAt(source, path), path, issue.message) }];
}

/** Is this the branch for another type of value than the one given? */
function isWrongType(issue: z.core.$ZodIssue): boolean {
  return (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.path.length === 0;
}

function wordValue(value: unknown, path: KeyPath, message: string): string {
  if (value === undefined) return `is missing: ${message}`;
  return `got ${quoteValue(value, path)}: ${message}`;
}

const MAX_QUOTED = 80;

/** A value as it may be shown: short, and without what would let a reader post to somebody's channel. */
function quoteValue(value: unknown, path: KeyPath): string {
  if (value === null) return 'nothing';
  const key = path.findLast((part) => typeof part === 'string');
  if (typeof value === 'string' && /webhook|url/.test(key ?? '')) {
    return `"${value.replace(/^(\w+:\/\/[^/\s@]*)(\/.*|.*@.*)$/, '$1/...').slice(0, MAX_QUOTED)}"`;
  }
  // JSON has no infinities and writes null for them.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED)}...`;
}

function readAt(source: unknown, path: KeyPath): unknown {
  let value = source;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value;
}
