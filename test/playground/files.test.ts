import sharp from 'sharp';
import { expect, test } from 'vitest';
import { ALERTS, openBench, refusal, refusalData } from './support/client.ts';
import { nextEvent } from './support/socket.ts';

const drawImage = () => sharp({ create: { width: 640, height: 360, channels: 3, background: '#336699' } });

test('an image cannot be shown until it has been processed, and files.info tells when', async () => {
  const { client } = await openBench({ timings: { fileProcessingMs: 60_000 } });
  const file = await drawImage().png().toBuffer();
  const upload = await client.filesUploadV2({ file, filename: 'chart.png', title: 'Chart' });
  const id = String((upload as { files: { files: { id: string }[] }[] }).files[0]?.files[0]?.id);
  expect(id).toMatch(/^F[A-Z0-9]{8,}$/);
  expect((await client.files.info({ file: id })).file).toMatchObject({
    mimetype: '',
    filetype: '',
    title: 'Chart',
    size: file.length,
  });
  const blocks = [{ type: 'image' as const, alt_text: 'a chart', slack_file: { id } }];
  const data = await refusalData(client.chat.postMessage({ channel: ALERTS, text: 'x', blocks }));
  expect(data).toMatchObject({
    error: 'invalid_blocks',
    errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'],
  });
});

test.each(['png', 'jpeg', 'gif'] as const)(
  'a processed %s shows its type and size, in the API and on the page',
  async (format) => {
    const { client, playground } = await openBench();
    const file = await drawImage().toFormat(format).toBuffer();
    const upload = await client.filesUploadV2({ file, filename: `chart.${format}` });
    const id = String((upload as { files: { files: { id: string }[] }[] }).files[0]?.files[0]?.id);
    await expect.poll(async () => (await client.files.info({ file: id })).file?.mimetype).toBe(`image/${format}`);
    const info = (await client.files.info({ file: id })).file;
    expect(info).toMatchObject({ original_w: 640, original_h: 360 });
    await client.chat.postMessage({
      channel: ALERTS,
      text: 'x',
      blocks: [{ type: 'image', alt_text: 'a', slack_file: { id } }],
    });
    const shown = playground.state.toPage(playground.state.timeline(ALERTS).all()[0] as never).files[0];
    expect(shown).toMatchObject({ id, width: 640, height: 360 });
    const image = await fetch(playground.url + shown?.url);
    expect(Buffer.from(await image.arrayBuffer()).equals(file)).toBe(true);
    expect((await fetch(String(info?.url_private))).status).toBe(404);
    const headers = { authorization: `Bearer ${playground.botToken}` };
    expect((await fetch(String(info?.url_private), { headers })).status).toBe(200);
  },
);

test('an upload for a thread appears there once it has been processed', async () => {
  const { client, playground } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'root' });
  const isShared = nextEvent(playground, 'message');
  await client.filesUploadV2({
    channel_id: ALERTS,
    thread_ts: ts,
    initial_comment: 'The rows',
    file: Buffer.from('a,b\n'),
    filename: 'rows.csv',
  });
  expect(await isShared).toMatchObject({
    message: { text: 'The rows', threadTs: ts, files: [{ name: 'rows.csv', mimetype: 'text/csv' }] },
  });
});

test('what does not fit its announcement is refused', async () => {
  const { client } = await openBench();
  const announce = (args: object) =>
    client.apiCall('files.getUploadURLExternal', { filename: 'a.txt', length: 3, ...args });
  const { upload_url, file_id } = (await announce({})) as unknown as { upload_url: string; file_id: string };
  expect((await fetch(upload_url, { method: 'POST', body: 'four' })).status).toBe(400);
  expect(await refusal(client.files.completeUploadExternal({ files: [{ id: file_id }] }))).toBe('file_not_found');
  expect(await (await fetch(upload_url, { method: 'POST', body: 'two' })).text()).toBe('OK - 3');
  expect((await fetch(upload_url, { method: 'POST', body: 'two' })).status).toBe(400);
  expect(await refusal(announce({ length: 0 }))).toBe('invalid_arguments');
  expect(await refusal(announce({ alt_txt: 'x'.repeat(1001) }))).toBe('alt_txt_too_large');
  expect(await refusal(client.files.info({ file: 'F404' }))).toBe('file_not_found');
});
