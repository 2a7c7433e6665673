import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type JsonSchema, monitorJsonSchema } from '../../src/monitors/json-schema.ts';
import { readFixture } from './support.ts';

const validate = new Ajv({ strict: false }).compile(monitorJsonSchema());

test.each(['full.yaml', 'python.yaml'])('the JSON Schema accepts %s', (name) => {
  expect(validate(parse(readFixture(name))), JSON.stringify(validate.errors)).toBe(true);
});

test.each([
  ['an unknown key', { model_name: 'm', windw: '7 days' }],
  ['a missing name', { reference_dataset: 'x' }],
  ['a method that is none', { model_name: 'm', feature_drift: { drift_methods: ['psy'] } }],
  ['a duration that is none', { model_name: 'm', window: '3 fortnights' }],
])('the JSON Schema refuses %s', (_what, value) => {
  expect(validate(value)).toBe(false);
});

test('every key of the JSON Schema has a description for the editor', () => {
  const undescribed = (schema: JsonSchema, path: string): string[] =>
    Object.entries(schema.properties ?? {}).flatMap(([name, child]) => [
      ...(child.description === undefined && child.const === undefined ? [`${path}${name}`] : []),
      ...undescribed(child, `${path}${name}.`),
    ]);
  expect(undescribed(monitorJsonSchema(), '')).toEqual([]);
});
