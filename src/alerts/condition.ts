import type { ASTNode } from '@marcbachmann/cel-js';
import { AppError } from '../errors.ts';
import { type ConditionFault, type ConditionNames, checkCondition, walk } from './condition-check.ts';
import { type ConditionFacts, evaluateTruth } from './condition-logic.ts';

export type { ConditionFault, ConditionNames } from './condition-check.ts';
export type { ConditionFacts } from './condition-logic.ts';

/** The thing on one side of a comparison, as the condition names it. */
export type Subject =
  | { kind: 'metric'; name: string }
  | { kind: 'drift'; method: string; column: string }
  | { kind: 'breaches'; check: string }
  | { kind: 'segments'; check: string };

/** One comparison of a condition with a plain number: above (or below) the threshold it holds. */
export type Comparison = { subject: Subject; direction: 'above' | 'below'; threshold: number };

/** A condition that was checked and may be asked about any number of runs. */
export type Condition = {
  source: string;
  /** Metric names that it uses. */
  names: readonly string[];
  /** Everything it asks for, each once, in the order of the text. */
  subjects: readonly Subject[];
  /** Its comparisons of a subject with a number, for evidence and for lines in charts. */
  comparisons: readonly Comparison[];
  /** true: in breach; null: a value that decides is missing. */
  evaluate(facts: ConditionFacts): boolean | null;
};

/**
 * Reads a condition such as `accuracy < 0.85 && rows > 1000` or `drift("psi", "tenure") > 0.2`.
 * @throws AppError invalid_input with every fault, where it stands, and what was probably meant.
 */
export function compileCondition(source: string, names: ConditionNames): Condition {
  const { ast, faults } = checkCondition(source, names);
  if (ast === null) {
    throw new AppError('invalid_input', formatConditionFaults(source, faults), {
      hint: 'A condition compares numbers, for example: accuracy < 0.85 && rows > 1000',
    });
  }
  const subjects = readSubjects(ast);
  return {
    source,
    names: subjects.flatMap((one) => (one.kind === 'metric' ? [one.name] : [])),
    subjects,
    comparisons: readComparisons(ast),
    evaluate: (facts) => evaluateTruth(ast, facts),
  };
}

/** Every fault of a condition, without an exception; empty where there is none. */
export function findConditionFaults(source: string, names: ConditionNames): readonly ConditionFault[] {
  return checkCondition(source, names).faults;
}

const MAX_SHOWN = 500;

/** The faults in words, each with its line of the condition and a caret under the place. */
function formatConditionFaults(source: string, faults: readonly ConditionFault[]): string {
  const parts = faults.map(({ message, start, end }) => {
    const lineStart = source.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
    const lineEnd = source.indexOf('\n', start);
    const line = source.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).slice(0, MAX_SHOWN);
    const length = Math.max(1, Math.min(end, lineStart + line.length) - start);
    return `${message}\n  ${line}\n  ${' '.repeat(Math.max(0, start - lineStart))}${'^'.repeat(length)}`;
  });
  return `Cannot read condition: ${parts.join('\n')}`;
}

function readSubjects(ast: ASTNode): Subject[] {
  const found = new Map<string, Subject>();
  for (const node of walk(ast)) {
    const subject = readSubject(node);
    if (subject !== null) found.set(JSON.stringify(subject), subject);
  }
  return [...found.values()];
}

function readSubject(node: ASTNode): Subject | null {
  if (node.op === 'id') return { kind: 'metric', name: node.args };
  if (node.op !== 'call') return null;
  const [first = '', second = ''] = node.args[1].map((one) => String(one.args));
  if (node.args[0] === 'breaches' || node.args[0] === 'segments') return { kind: node.args[0], check: first };
  return { kind: 'drift', method: first, column: second };
}

const DIRECTIONS: Readonly<Record<string, 'above' | 'below'>> = {
  '>': 'above',
  '>=': 'above',
  '<': 'below',
  '<=': 'below',
};

function readComparisons(ast: ASTNode): Comparison[] {
  return walk(ast).flatMap((node) => {
    const direction = DIRECTIONS[node.op];
    if (direction === undefined) return [];
    const [left, right] = node.args as [ASTNode, ASTNode];
    return readComparison(left, right, direction) ?? readComparison(right, left, flip(direction)) ?? [];
  });
}

function readComparison(side: ASTNode, other: ASTNode, direction: 'above' | 'below'): Comparison | null {
  const subject = readSubject(side);
  const threshold = readNumber(other);
  return subject === null || threshold === null ? null : { subject, direction, threshold };
}

function readNumber(node: ASTNode): number | null {
  if (node.op === '-_') {
    const positive = readNumber(node.args);
    return positive === null ? null : -positive;
  }
  return node.op === 'value' && (typeof node.args === 'number' || typeof node.args === 'bigint')
    ? Number(node.args)
    : null;
}

function flip(direction: 'above' | 'below'): 'above' | 'below' {
  return direction === 'above' ? 'below' : 'above';
}
