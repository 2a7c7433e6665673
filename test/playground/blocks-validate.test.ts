import { expect, test } from 'vitest';
import { openBench, refusalData } from './support/client.ts';

test('blocks.validate tells every fault at once in the shape of Slack, without a token', async () => {
  const { client, playground } = await openBench();
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }, { type: 'invalid' }];
  const data = await refusalData(client.apiCall('blocks.validate', { blocks }));
  expect(data).toMatchObject({ error: 'invalid_blocks' });
  expect(data.errors).toMatchObject([
    {
      code: 'failed_constraint',
      pointer: '/blocks/0/text/text',
      constraint: { type: 'max_length', expected: 150, actual: 151 },
    },
    {
      code: 'failed_constraint',
      message: 'unsupported type: invalid',
      pointer: '/blocks/1/type',
      constraint: { type: 'enum' },
    },
  ]);
  const form = new URLSearchParams({ view: JSON.stringify({ type: 'home', blocks: [] }) });
  expect(await (await fetch(`${playground.apiUrl}blocks.validate`, { method: 'POST', body: form })).json()).toEqual({
    ok: true,
  });
  expect(await refusalData(client.apiCall('blocks.validate', { blocks, view: {} }))).toMatchObject({
    error: 'invalid_arguments',
  });
});
