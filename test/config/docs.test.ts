import { expect, test } from 'vitest';
import { describeConfig, listVariables, renderEnvExample } from '../../src/config/describe.ts';
import { readConfig } from '../../src/config.ts';

test('.env.example is what the variables say (update with vitest -u)', async () => {
  await expect(renderEnvExample()).toMatchFileSnapshot(new URL('../../.env.example', import.meta.url).pathname);
});

test('describeConfig() has a row for every variable', () => {
  const rows = describeConfig().split('\n').slice(2);
  expect(rows.map((row) => /`(\w+)`/.exec(row)?.[1])).toEqual(listVariables().map(({ name }) => name));
});

test('every default and every example that is no secret can be read', () => {
  for (const { name, defaultText, example, isSecret } of listVariables()) {
    if (!isSecret) expect(() => readConfig({ [name]: example })).not.toThrow();
    if (defaultText !== null) expect(() => readConfig({ [name]: defaultText })).not.toThrow();
  }
});
