import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Warehouse } from '../../src/warehouse/types.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

const ENDLESS = 'SELECT sum(a.range * b.range) FROM range(10000000) AS a, range(10000000) AS b';

let space: Workspace;
let warehouse: Warehouse;
beforeAll(async () => {
  space = await makeWorkspace();
  warehouse = await space.open();
});
afterAll(() => space.dispose());

describe('query()', () => {
  it('stops a statement at its deadline', async () => {
    await expect(warehouse.query(ENDLESS, { deadlineMs: 50 })).rejects.toMatchObject({ code: 'timeout' });
  });
  it('waits for a deadline of months', async () => {
    const slow = 'SELECT count(*) FROM range(5000) AS a, range(1000) AS b WHERE a.range * b.range % 7 = 0';
    expect((await warehouse.query(slow, { deadlineMs: 90 * 86_400_000 })).rows).toHaveLength(1);
  });
  it('stops a statement that is cancelled', async () => {
    const controller = new AbortController();
    const pending = warehouse.query(ENDLESS, { signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ code: 'cancelled' });
  });
  it('does not begin a statement that was cancelled before', async () => {
    await expect(warehouse.query('SELECT 1', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
  it('refuses more rows than allowed instead of cutting them', async () => {
    await expect(warehouse.query('SELECT * FROM range(11)', { maxRows: 10 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'Cannot fetch the result: it has more than 10 rows',
    });
    expect((await warehouse.query('SELECT * FROM range(10)', { maxRows: 10 })).rows).toHaveLength(10);
  });
  it('works on after all of these', async () => {
    expect((await warehouse.query('SELECT 1')).rows).toEqual([[1]]);
  });
  it('ends running statements when the warehouse closes', async () => {
    const other = await space.open();
    const pending = other.query(ENDLESS).catch((error: unknown) => error);
    await other.close();
    expect(await pending).toMatchObject({ code: 'cancelled' });
  });
});
