import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ALERTS, ANA, openBench } from './support/client.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'playground-state-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('a restarted playground finds its messages, threads, files, members and homes', async () => {
  const stateFile = join(await makeFolder(), 'slack.json');
  const before = await openBench({ stateFile });
  const { client } = before;
  const { ts = '' } = await client.chat.postMessage({
    channel: ALERTS,
    text: 'root',
    metadata: { event_type: 'e', event_payload: { id: '1' } },
  });
  await client.chat.postMessage({ channel: ALERTS, text: 'reply', thread_ts: ts });
  await client.conversations.join({ channel: 'C0GENERAL1' });
  await client.views.publish({ user_id: ANA, view: { type: 'home', blocks: [] } });
  await client.filesUploadV2({ file: Buffer.from('a,b\n'), filename: 'rows.csv' });
  const [id = ''] = before.playground.state.files.keys();
  await expect.poll(() => before.playground.state.files.get(id)?.stage).toBe('processed');
  await before.playground.close();

  const { client: later, playground } = await openBench({ stateFile });
  const history = await later.conversations.replies({ channel: ALERTS, ts, include_all_metadata: true });
  expect(history.messages).toMatchObject([
    { text: 'root', metadata: { event_payload: { id: '1' } } },
    { text: 'reply' },
  ]);
  expect((await later.conversations.info({ channel: 'C0GENERAL1' })).channel?.is_member).toBe(true);
  expect(playground.state.homes.has(ANA)).toBe(true);
  expect(Buffer.from(playground.state.fileBytes.get(id) ?? []).toString()).toBe('a,b\n');
  const next = await later.chat.postMessage({ channel: ALERTS, text: 'new' });
  expect(Number(next.ts)).toBeGreaterThan(Number(history.messages?.[1]?.ts));
});

test('the state is written a moment after a change, whole', async () => {
  const folder = await makeFolder();
  const stateFile = join(folder, 'slack.json');
  const { client } = await openBench({ stateFile, timings: { snapshotDebounceMs: 1 } });
  await client.chat.postMessage({ channel: ALERTS, text: 'x' });
  await expect.poll(() => existsSync(stateFile)).toBe(true);
  expect(await readdir(folder)).toEqual(['slack.json']);
});

test('a file that is no workspace is refused with what to do about it', async () => {
  const stateFile = join(await makeFolder(), 'slack.json');
  await writeFile(stateFile, '{"version":99}');
  await expect(openBench({ stateFile })).rejects.toMatchObject({
    code: 'config',
    message: `Cannot read ${stateFile}: it is not a workspace of the playground`,
    hint: expect.stringContaining('Delete the file'),
  });
});
