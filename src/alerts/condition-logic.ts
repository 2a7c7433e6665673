import type { ASTNode } from '@marcbachmann/cel-js';

/** What a condition can ask about one run. A value that is not there is null, never 0 and never NaN. */
export type ConditionFacts = {
  /** By metric name; a missing entry means the same as null. */
  metrics: Readonly<Record<string, number | null>>;
  /** The value of a drift method on a column. */
  drift(method: string, column: string): number | null;
  /** How many measurements of a check are in breach; null where none of them is known. */
  breaches(check: string): number | null;
  /** In how many segments a check is in breach; null where it is known in none. */
  segments(check: string): number | null;
};

type Truth = boolean | null;
type Known = number | boolean | null;

/**
 * Kleene's three-valued logic over a checked syntax tree: unknown stays unknown unless the other side decides.
 * All numbers are doubles (1 / 2 is 0.5); what is not finite, such as a division by zero, is unknown.
 */
export function evaluateTruth(node: ASTNode, facts: ConditionFacts): Truth {
  const value = evaluateNode(node, facts);
  return typeof value === 'boolean' ? value : null;
}

function evaluateNode(node: ASTNode, facts: ConditionFacts): Known {
  switch (node.op) {
    case 'value':
      return readLiteral(node.args);
    case 'id':
      return Object.hasOwn(facts.metrics, node.args) ? known(facts.metrics[node.args]) : null;
    case 'call':
      return callFunction(node.args[0], node.args[1].map(readText), facts);
    case '!_':
      return negate(evaluateTruth(node.args, facts));
    case '-_':
      return calculate(evaluateNode(node.args, facts), -1, (a, b) => a * b);
    case '&&':
      return decide(node.args, facts, false);
    case '||':
      return decide(node.args, facts, true);
    case '?:':
      return choose(node.args, facts);
    default:
      return Array.isArray(node.args) ? evaluateBinary(node.op, node.args as [ASTNode, ASTNode], facts) : null;
  }
}

function readLiteral(literal: unknown): Known {
  if (typeof literal === 'boolean') return literal;
  return typeof literal === 'bigint' || typeof literal === 'number' ? known(Number(literal)) : null;
}

function readText(node: ASTNode): string {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : '';
}

function callFunction(name: string, [first = '', second = '']: readonly string[], facts: ConditionFacts): Known {
  if (name === 'drift') return known(facts.drift(first, second));
  return known(name === 'segments' ? facts.segments(first) : facts.breaches(first));
}

function known(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function negate(value: Truth): Truth {
  return value === null ? null : !value;
}

/** `&&` is decided by false, `||` by true, whichever side it stands on. */
function decide([left, right]: [ASTNode, ASTNode], facts: ConditionFacts, deciding: boolean): Truth {
  const first = evaluateTruth(left, facts);
  if (first === deciding) return deciding;
  const second = evaluateTruth(right, facts);
  if (second === deciding) return deciding;
  return first === null || second === null ? null : !deciding;
}

/** Where the question is unknown, the answer is known only if both answers are the same. */
function choose([question, yes, no]: [ASTNode, ASTNode, ASTNode], facts: ConditionFacts): Known {
  const truth = evaluateTruth(question, facts);
  if (truth !== null) return evaluateNode(truth ? yes : no, facts);
  const first = evaluateNode(yes, facts);
  return first === evaluateNode(no, facts) ? first : null;
}

function evaluateBinary(operator: string, [left, right]: [ASTNode, ASTNode], facts: ConditionFacts): Known {
  const a = evaluateNode(left, facts);
  const b = evaluateNode(right, facts);
  if (a === null || b === null) return null;
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  const compare = COMPARISONS[operator];
  if (compare !== undefined) return compare(Number(a), Number(b));
  const arithmetic = ARITHMETIC[operator];
  return arithmetic === undefined ? null : calculate(a, b, arithmetic);
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

function calculate(a: Known, b: Known, operation: (a: number, b: number) => number): number | null {
  return typeof a === 'number' && typeof b === 'number' ? known(operation(a, b)) : null;
}
