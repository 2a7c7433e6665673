import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ValueRule } from '../../src/monitors/types.ts';
import type { ProfileColumn } from '../../src/profile/expressions.ts';
import { type Lab, makeLab } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

const ANY: ValueRule = { min: null, max: null, in: null, matches: null, type: null, unique: false, notNull: false };

async function countInvalid(values: string, rule: Partial<ValueRule>, kind: ProfileColumn['kind']): Promise<number> {
  const dataset = await lab.dataset(`SELECT * FROM (VALUES ${values}) AS t(x)`);
  const { reference } = await lab.fit(dataset, [{ name: 'x', kind }], { rules: { x: { ...ANY, ...rule } } });
  return reference.columns.x!.invalid;
}

describe('a value rule counts as invalid', () => {
  it.each<[string, string, Partial<ValueRule>, ProfileColumn['kind'], number]>([
    ['values out of bounds', '(-1), (0), (5), (6), (NULL)', { min: 0, max: 5 }, 'numeric', 2],
    ['values below a negative bound', '(-5), (-4)', { min: -4.5 }, 'numeric', 1],
    ['infinities out of bounds', "(CAST('inf' AS DOUBLE)), (1)", { max: 5 }, 'numeric', 1],
    ['values that are not listed', "('a'), ('b'), (NULL)", { in: ['a', "it's"] }, 'categorical', 1],
    ['numbers that are not listed', '(1), (2), (3)', { in: [1, 2] }, 'numeric', 1],
    ['decimals by their numbers', '(1.50::DECIMAL(6,2)), (2.25), (3)', { in: [1.5, '2.25', 'none'] }, 'numeric', 1],
    ['doubles by their numbers', '(1e-7::DOUBLE), (1e20), (0.5)', { in: [1e-7, 1e20] }, 'numeric', 1],
    ['single precision by its numbers', '(0.1::FLOAT), (0.2)', { in: [0.1] }, 'numeric', 1],
    ['texts that do not match', "('a@b'), ('ab'), (NULL)", { matches: '^[^@]+@[^@]+$' }, 'categorical', 1],
    [
      'texts that do not match as engines spell it',
      "('AB-1'), ('a1')",
      { matches: '\\A(?P<x>[[:upper:]]+)\\-\\d\\z' },
      'categorical',
      1,
    ],
    ['missing values', '(1), (NULL)', { notNull: true }, 'numeric', 1],
    ['missing and wrong values once each', '(1), (NULL), (9)', { notNull: true, max: 5 }, 'numeric', 2],
    ['values that occur again', "('a'), ('a'), ('a'), ('b')", { unique: true }, 'categorical', 2],
    [
      'no large whole numbers that differ',
      '(9007199254740992::BIGINT), (9007199254740993), (9007199254740993)',
      { unique: true },
      'numeric',
      1,
    ],
    ['numbers that occur again', '(0.5::DOUBLE), (0.5), (NULL), (NULL)', { unique: true, max: 9 }, 'numeric', 1],
    ['fractions where whole numbers belong', '(1.0), (1.5)', { type: 'integer' }, 'numeric', 1],
    ['texts that are no number', "('1'), ('x')", { type: 'number' }, 'categorical', 1],
    ['texts that are no number where bounds are set', "('1'), ('x'), ('9')", { max: 5 }, 'categorical', 2],
    ['texts that are no boolean', "('true'), ('yes')", { type: 'boolean' }, 'categorical', 1],
    ['texts that are no time', "('2026-01-01'), ('soon')", { type: 'timestamp' }, 'categorical', 1],
    ['numbers where text belongs', '(1), (2)', { type: 'string' }, 'numeric', 2],
    ['nothing that keeps it', '(1), (2), (NULL)', { min: 0, max: 5, type: 'integer' }, 'numeric', 0],
  ])('%s', async (_, values, rule, kind, invalid) => {
    expect(await countInvalid(values, rule, kind)).toBe(invalid);
  });
});
