import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ConditionFacts, compileCondition } from '../../src/alerts/condition.ts';

const NAMES = {
  metrics: ['a', 'b', 'rows'],
  columns: ['x', 'y'],
  methods: ['psi', 'ks_test'],
  checks: ['quality'],
  segmentChecks: ['quality'],
};

function makeFacts(metrics: ConditionFacts['metrics'], more: Partial<ConditionFacts> = {}): ConditionFacts {
  return { metrics, drift: () => null, breaches: () => null, segments: () => null, ...more };
}

const evaluate = (source: string, metrics: ConditionFacts['metrics'], more?: Partial<ConditionFacts>) =>
  compileCondition(source, NAMES).evaluate(makeFacts(metrics, more));

test.each([
  ['a < 0.85 && rows > 1000', { a: 0.8, rows: 2000 }, true],
  ['a < 0.85 && rows > 1000', { a: 0.9, rows: 2000 }, false],
  ['rows == 1500', { rows: 1500 }, true],
  ['1500 != rows', { rows: 1500 }, false],
  ['a * 100 < 85', { a: 0.84 }, true],
  ['1 / 2 * rows == 750', { rows: 1500 }, true],
  ['-a < -0.5', { a: 0.6 }, true],
  ['!(a < 0.5)', { a: 0.6 }, true],
  ['rows > 1000 ? a < 0.9 : a < 0.5', { a: 0.8, rows: 10 }, false],
  ['(a < 1) == (b < 1)', { a: 0, b: 0 }, true],
])('%s with %j is %s', (source, metrics, expected) => {
  expect(evaluate(source, metrics)).toBe(expected);
});

test.each([
  ['a < 1', {}, null],
  ['a < 1', { a: null }, null],
  ['a < 1', { a: Number.NaN }, null],
  ['!(a < 1)', {}, null],
  ['a < 1 && rows > 10', { rows: 5 }, false],
  ['rows > 10 && a < 1', { rows: 5 }, false],
  ['a < 1 && rows > 10', { rows: 50 }, null],
  ['a < 1 || rows > 10', { rows: 50 }, true],
  ['rows > 10 || a < 1', { rows: 50 }, true],
  ['a < 1 || rows > 10', { rows: 5 }, null],
  ['a == a', {}, null],
  ['1 / (rows - rows) > 0', { rows: 3 }, null],
  ['a < 1 ? rows > 1 : rows > 1', { rows: 3 }, true],
  ['a < 1 ? rows > 1 : rows < 1', { rows: 3 }, null],
  ['constructor_ > 0 || rows > 0', { rows: 3 }, true],
])('a missing value is neither true nor false: %s with %j is %s', (source, metrics, expected) => {
  const names = { ...NAMES, metrics: [...NAMES.metrics, 'constructor_'] };
  expect(compileCondition(source, names).evaluate(makeFacts(metrics))).toBe(expected);
});

test('drift() and breaches() ask for what they name', () => {
  const drift = (method: string, column: string) => (method === 'psi' && column === 'x' ? 0.3 : null);
  expect(evaluate('drift("psi", "x") > 0.2', {}, { drift })).toBe(true);
  expect(evaluate("drift('ks_test', 'y') > 0.2", {}, { drift })).toBeNull();
  expect(evaluate('breaches("quality") > 0', {}, { breaches: () => 0 })).toBe(false);
});

test('compileCondition() tells what is asked and against which limits', () => {
  const condition = compileCondition(
    'a < 0.85 && 0.2 <= drift("psi", "x") || breaches("quality") > -1 || a > b',
    NAMES,
  );
  expect(condition.names).toEqual(['a', 'b']);
  expect(condition.subjects).toEqual([
    { kind: 'metric', name: 'a' },
    { kind: 'drift', method: 'psi', column: 'x' },
    { kind: 'breaches', check: 'quality' },
    { kind: 'metric', name: 'b' },
  ]);
  expect(condition.comparisons).toEqual([
    { subject: { kind: 'metric', name: 'a' }, direction: 'below', threshold: 0.85 },
    { subject: { kind: 'drift', method: 'psi', column: 'x' }, direction: 'above', threshold: 0.2 },
    { subject: { kind: 'breaches', check: 'quality' }, direction: 'above', threshold: -1 },
  ]);
});

const number = fc.oneof(
  fc.constantFrom('a', 'b', 'rows'),
  fc.integer({ min: 0, max: 5 }).map((value) => value.toFixed(1)),
);
const comparison = fc
  .tuple(number, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), number)
  .map((parts) => parts.join(' '));
const { logic } = fc.letrec<{ logic: string }>((tie) => ({
  logic: fc.oneof(
    { maxDepth: 3 },
    comparison,
    fc.tuple(tie('logic'), fc.constantFrom('&&', '||'), tie('logic')).map(([l, op, r]) => `(${l} ${op} ${r})`),
    tie('logic').map((inner) => `!(${inner})`),
  ),
}));
const withName = logic.filter((source) => /[ab]|rows/.test(source) && source.length <= 500);
const value = fc.integer({ min: 0, max: 5 });
const maybe = fc.option(value);

test('where every value is known, the answer is the one of CEL', () => {
  fc.assert(
    fc.property(withName, value, value, value, (source, a, b, rows) => {
      const env = new Environment();
      for (const name of NAMES.metrics) env.registerVariable(name, 'double');
      expect(evaluate(source, { a, b, rows })).toBe(env.evaluate(source, { a, b, rows }));
    }),
  );
});

test('a known answer stays the same whatever the missing values turn out to be', () => {
  fc.assert(
    fc.property(withName, maybe, maybe, maybe, fc.tuple(value, value, value), (source, a, b, rows, later) => {
      const early = evaluate(source, { a, b, rows });
      const full = evaluate(source, { a: a ?? later[0], b: b ?? later[1], rows: rows ?? later[2] });
      expect(full).not.toBeNull();
      if (early !== null) expect(early).toBe(full);
    }),
  );
});

test('whatever text is given, it is read or refused, never a crash', () => {
  const pieces = fc.constantFrom(
    'a',
    'rows',
    '<',
    '&&',
    '(',
    ')',
    '1',
    '0.5',
    '"x"',
    'drift',
    ',',
    '!',
    '?',
    ':',
    '.',
    '[',
    '%',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(pieces, { maxLength: 20 }).map((all) => all.join('')),
      ),
      (source) => {
        let outcome: unknown;
        try {
          outcome = compileCondition(source, NAMES).evaluate(makeFacts({ a: 1, b: 1, rows: 1 }));
        } catch (error) {
          outcome = (error as Error).name;
        }
        expect(['AppError', true, false, null]).toContain(outcome);
      },
    ),
    { numRuns: 500 },
  );
});

test('segments() is the number of segments in breach, and unknown where none is known', () => {
  expect(evaluate('segments("quality") >= 2', {}, { segments: () => 2 })).toBe(true);
  expect(evaluate('segments("quality") >= 2', {}, { segments: () => 1 })).toBe(false);
  expect(evaluate('segments("quality") > 0', {})).toBe(null);
});
