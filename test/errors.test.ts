import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { toAppError } from '../src/errors.ts';

it('a port that another program listens on is said in words, with the next step', async () => {
  const [first, second] = [createServer(), createServer()];
  onTestFinished(() => void first.close());
  await once(first.listen(0, '127.0.0.1'), 'listening');
  const { port } = first.address() as AddressInfo;
  second.listen(port, '127.0.0.1');
  const [error] = await once(second, 'error').catch((cause: unknown) => [cause]);
  expect(toAppError(error)).toMatchObject({
    code: 'conflict',
    message: `Another program listens on port ${port}`,
    hint: expect.stringContaining('--port'),
  });
});
