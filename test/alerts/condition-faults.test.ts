import { expect, test } from 'vitest';
import { compileCondition, findConditionFaults } from '../../src/alerts/condition.ts';
import { AppError } from '../../src/errors.ts';

const NAMES = {
  metrics: ['accuracy', 'rows', 'drift_score'],
  columns: ['tenure', 'origin'],
  methods: ['psi', 'ks_test'],
  checks: ['quality', 'volume'],
  segmentChecks: ['quality'],
};

const faultsOf = (source: string) =>
  findConditionFaults(source, NAMES).map(({ message, start, end }) => `${source.slice(start, end)} | ${message}`);

test.each([
  ['accuracy < .85', '.85 | write 0.85 instead of .85'],
  ['accuracy < 85%', '85% | write 0.85 instead of 85%: percentages are shares between 0 and 1'],
  ['accuracy < 99.9 %', '99.9 % | write 0.999 instead of 99.9 %: percentages are shares between 0 and 1'],
  ['accuracy < 0,85', '0,85 | write 0.85 instead of 0,85: decimals follow a point'],
  ['rows > 1,000,000', '1,000,000 | write 1000000 instead of 1,000,000: numbers have no thousands separator'],
  ['accuracy < 1. && rows > 1', '1. | write 1.0 instead of 1.'],
  ['accuracy < 1 and rows > 1', 'and | write && instead of and'],
  ['accuracy < 1 OR rows > 1', 'OR | write || instead of OR'],
  ['not rows > 1', 'not | write ! instead of not'],
  ['accuracy = 1', '= | write == instead of ='],
  ['accuracy => 1', '=> | write >= instead of =>'],
  ['accuracy ≤ 1', '≤ | write <= instead of ≤'],
  ['accuracy <> 1', '<> | write != instead of <>'],
  ['rows > 1 & rows < 5', '& | write && instead of &'],
  ['accuracy is null', 'is null | leave it out: a missing value never makes a condition true'],
])('the slip in "%s" is explained', (source, expected) => {
  expect(faultsOf(source)).toEqual([expected]);
});

test.each([
  ['acuracy < 1', /"acuracy" is not a name that a condition knows; did you mean "accuracy"\?/],
  ['zzz < 1', /known names: accuracy, rows, drift_score/],
  ['drift("psy", "tenure") > 1', /"psy" is not a drift method; did you mean "psi"\?/],
  ['drift("psi", "tenur") > 1', /"tenur" is not a watched column; did you mean "tenure"\?/],
  ['drift("psi", "city") > 1', /"city" is not a watched column; known: tenure, origin/],
  ['drift(psi, tenure) > 1', /write drift\("psi", "column"\), with the names in quotes/],
  ['drift("psi") > 1', /write drift\("psi", "column"\)/],
  ['breaches("qualty") > 0', /"qualty" is not a check; did you mean "quality"\?/],
  ['not (rows > 1)', /write ! instead of not/],
  ['rows', /it is a number and no comparison; write for example rows > 0/],
  ['true', /it names no metric/],
  ['1 < 2', /it names no metric/],
  ['', /it ends too early/],
  ['accuracy <', /it ends too early/],
  ['(accuracy < 1', /it ends too early/],
  ['accuracy < 1)', /"\)" cannot stand here/],
  ['accuracy < 1 < 2', /true\/false < number has no meaning/],
  ['accuracy < "a"', /text stands only inside/],
  ['accuracy < 1u', /only numbers, true and false/],
  ['accuracy == null', /only numbers, true and false/],
])('"%s" is refused with the fix', (source, expected) => {
  expect(faultsOf(source).join('\n')).toMatch(expected);
});

test.each([
  '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+$")',
  '[1, 2, 3].all(x, x > 0)',
  '{"a": 1}.a > 0',
  'accuracy.constructor == 1',
  'constructor > 1',
  '__proto__ > 1',
  'toString() > 1',
  'has(accuracy.x)',
  'int(accuracy) > 1',
  'dyn(accuracy) > 1',
  'size("abc") > accuracy',
  'rows in [1, 2]',
  'rows % 2.0 == 0.0',
  'timestamp("2026-01-01T00:00:00Z") > accuracy',
])('"%s" has no way in', (source) => {
  expect(faultsOf(source)).not.toEqual([]);
});

test.each([
  '('.repeat(499),
  `${'!'.repeat(490)}(rows > 1)`,
  `${'-'.repeat(490)}rows>1`,
  'x'.repeat(501),
  '"'.repeat(100_000),
  `${'rows>1&&'.repeat(62)}rows>1`,
])('text that could exhaust the machine is refused: %#', (source) => {
  expect(
    findConditionFaults(source, NAMES)
      .map(({ message }) => message)
      .join(),
  ).toMatch(/too (long|deeply)|at most 500|cannot stand/);
});

test('every unknown name of a condition is named at once', () => {
  expect(faultsOf('drift("psi", "orign") > 1 || acuracy < 1 || foo > 2')).toHaveLength(3);
});

test('columns that only the run knows are not refused', () => {
  expect(findConditionFaults('drift("psi", "anything") > 1', { ...NAMES, columns: null })).toEqual([]);
});

test('compileCondition() throws an AppError with a caret under each fault', () => {
  const attempt = () => compileCondition('rows > 1 &&\n  acuracy < 1', NAMES);
  expect(attempt).toThrow(AppError);
  expect(attempt).toThrow(
    'Cannot read condition: "acuracy" is not a name that a condition knows; did you mean "accuracy"?\n    acuracy < 1\n    ^^^^^^^',
  );
});

test('segments() knows the checks that are asked of segments', () => {
  expect(faultsOf('segments("quality") > 0')).toEqual([]);
  expect(faultsOf('segments("volume") > 0')[0]).toContain('"volume" is not a check of segments');
});
