import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { findNearest } from '../monitors/nearest.ts';
import { explainSyntax } from './condition-syntax.ts';

/** What a condition may speak of. */
export type ConditionNames = {
  /** Names that stand for a number. */
  metrics: readonly string[];
  /** Columns that drift(method, column) may name; null where they are only known at the run. */
  columns: readonly string[] | null;
  /** Methods that drift(method, column) may name. */
  methods: readonly string[];
  /** Checks that breaches(check) may name. */
  checks: readonly string[];
  /** Checks that segments(check) may name. */
  segmentChecks: readonly string[];
};

/** What is wrong with a condition, at characters [start, end) of it. */
export type ConditionFault = { message: string; start: number; end: number };

export type CheckedCondition = { ast: ASTNode; faults: readonly [] } | { ast: null; faults: readonly ConditionFault[] };

const MAX_LENGTH = 500;
const LIMITS = { maxAstNodes: 200, maxDepth: 32, maxListElements: 0, maxMapEntries: 0, maxCallArguments: 4 };
const ALLOWED_OPERATORS: ReadonlySet<string> = new Set([
  'value',
  'id',
  'call',
  '&&',
  '||',
  '!_',
  '-_',
  '?:',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
]);
const FUNCTIONS: Readonly<Record<string, { usage: string; args: number }>> = {
  drift: { usage: 'drift("psi", "column")', args: 2 },
  breaches: { usage: 'breaches("quality")', args: 1 },
  segments: { usage: 'segments("quality")', args: 1 },
};

/** Parses a condition and finds every fault of it; nothing of it is executed. */
export function checkCondition(source: string, names: ConditionNames): CheckedCondition {
  if (source.length > MAX_LENGTH)
    return refuse(`it has ${source.length} characters; at most ${MAX_LENGTH} are read`, 0, 0);
  const env = makeEnvironment(names);
  let parsed: ReturnType<Environment['parse']>;
  try {
    parsed = env.parse(source);
  } catch (error) {
    return { ast: null, faults: [readParseError(source, error)] };
  }
  const faults = findFaults(parsed.ast, names);
  if (faults.length > 0) return { ast: null, faults };
  const { error, type } = parsed.check();
  if (error !== undefined) return refuse(wordTypeError(error.summary), error.range?.start, error.range?.end);
  if (type !== 'bool') {
    return refuse(`it is a number and no comparison; write for example ${source.trim()} > 0`, 0, source.length);
  }
  if (!walk(parsed.ast).some(({ op }) => op === 'id' || op === 'call')) {
    return refuse('it names no metric, so its answer is always the same', 0, source.length);
  }
  return { ast: parsed.ast, faults: [] };
}

function refuse(message: string, start = 0, end = start): CheckedCondition {
  return { ast: null, faults: [{ message, start, end }] };
}

/** The library parses and checks types; what the operators here return is never used, condition-logic evaluates. */
function makeEnvironment(names: ConditionNames): Environment {
  const env = new Environment({ limits: LIMITS });
  for (const name of new Set(names.metrics)) env.registerVariable(name, 'double');
  env.registerFunction('drift(string, string): double', () => 0);
  env.registerFunction('breaches(string): double', () => 0);
  env.registerFunction('segments(string): double', () => 0);
  for (const operator of ['+', '-', '*', '/']) {
    env.registerOperator(`double ${operator} int`, () => 0);
    env.registerOperator(`int ${operator} double`, () => 0);
  }
  // This one covers int == double as well: registering both is an error.
  env.registerOperator('double == int', () => false);
  return env;
}

function readParseError(source: string, error: unknown): ConditionFault {
  const slip = explainSyntax(source);
  if (slip !== null) return slip;
  if (!(error instanceof ParseError)) return { message: 'it is too deeply nested', start: 0, end: 0 };
  const { start = 0, end = start } = error.range ?? {};
  if (error.code === 'limit_exceeded') return { message: wordLimit(error.summary), start, end };
  const found = source.slice(start, end).trim();
  const message = found === '' ? 'it ends too early' : `${JSON.stringify(found)} cannot stand here`;
  return { message: `${message}; write for example accuracy < 0.85 && rows > 1000`, start, end };
}

function wordLimit(summary: string): string {
  return /List|Map/.test(summary)
    ? 'lists and maps are not available in a condition'
    : 'it is too long or too deeply nested';
}

function wordTypeError(summary: string): string {
  const operation = /no such overload: (.*)/.exec(summary)?.[1];
  if (operation === undefined) return summary;
  const words = operation.replaceAll('double', 'number').replaceAll('int', 'number').replaceAll('bool', 'true/false');
  return `${words} has no meaning; compare numbers, and join comparisons with && or ||`;
}

function findFaults(ast: ASTNode, names: ConditionNames): ConditionFault[] {
  const message = findNodeFault(ast, names);
  if (message !== null) return [{ message, start: ast.start, end: ast.end }];
  // The arguments of a call were checked with it: text is allowed nowhere else.
  return ast.op === 'call' ? [] : listChildren(ast).flatMap((child) => findFaults(child, names));
}

function findNodeFault(node: ASTNode, names: ConditionNames): string | null {
  if (node.op === 'rcall') return `${node.args[0]}() is not available in a condition`;
  if (!ALLOWED_OPERATORS.has(node.op)) return `"${node.op.replace(/_$/, '')}" is not available in a condition`;
  if (node.op === 'id') return names.metrics.includes(node.args) ? null : wordUnknown(node.args, names.metrics);
  if (node.op === 'value') return findLiteralFault(node.args);
  return node.op === 'call' ? findCallFault(node.args[0], node.args[1], names) : null;
}

function wordUnknown(name: string, metrics: readonly string[]): string {
  const nearest = findNearest(name, metrics);
  const fix = nearest === null ? `known names: ${metrics.join(', ')}` : `did you mean "${nearest}"?`;
  return `"${name}" is not a name that a condition knows; ${fix}`;
}

function findLiteralFault(literal: unknown): string | null {
  if (typeof literal === 'number' || typeof literal === 'bigint' || typeof literal === 'boolean') return null;
  if (typeof literal === 'string')
    return 'text stands only inside drift("method", "column"), breaches("check") and segments("check")';
  return 'only numbers, true and false can stand here';
}

function findCallFault(name: string, args: readonly ASTNode[], names: ConditionNames): string | null {
  if (name.toLowerCase() === 'not') return `write ! instead of ${name}`;
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known === undefined) return `${name}() is not available in a condition; available are ${usages()}`;
  const texts = args.map((one) => (one.op === 'value' && typeof one.args === 'string' ? one.args : null));
  if (texts.length !== known.args || texts.includes(null)) return `write ${known.usage}, with the names in quotes`;
  const [first = '', second = ''] = texts as string[];
  if (name === 'breaches') return findWordFault('check', first, names.checks);
  if (name === 'segments') return findWordFault('check of segments', first, names.segmentChecks);
  return findWordFault('drift method', first, names.methods) ?? findWordFault('watched column', second, names.columns);
}

function usages(): string {
  return Object.values(FUNCTIONS)
    .map(({ usage }) => usage)
    .join(', ');
}

function findWordFault(what: string, word: string, known: readonly string[] | null): string | null {
  if (known === null || known.includes(word)) return null;
  const nearest = findNearest(word, known);
  const few = known.slice(0, 20).join(', ');
  return `"${word}" is not a ${what}; ${nearest === null ? `known: ${few}` : `did you mean "${nearest}"?`}`;
}

/** The node and everything under it, in the order of the text. */
export function walk(node: ASTNode): ASTNode[] {
  return [node, ...listChildren(node).flatMap(walk)];
}

function listChildren(node: ASTNode): ASTNode[] {
  const args: unknown = node.args;
  const list = Array.isArray(args) ? args.flat(1) : [args];
  return list.filter((one): one is ASTNode => typeof one === 'object' && one !== null && 'op' in one && 'input' in one);
}
