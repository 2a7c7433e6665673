import type { WebClient } from '@slack/web-api';
import type { Picture } from '../charts/types.ts';
import { AppError } from '../errors.ts';

export type UploadOptions = {
  /** Waits between two looks at the file; throws when it must not wait any longer. */
  sleep(ms: number): Promise<void>;
  fetch?: typeof fetch;
  timeoutMs?: number;
};

/** Waits between the looks, about 8 s in all; Slack usually needs less than one. */
const LOOKS_MS = [100, 200, 400, 800, 1_500, 2_500, 2_500];

/**
 * Uploads a picture without sharing it and returns its file id as soon as an image block may use it.
 * The alt text does not travel with the file: it belongs to the image block.
 * Slack reads the file after the upload has ended; a block that names it earlier is refused with `invalid_blocks`.
 * @throws AppError delivery when the upload is refused or the file is not ready in time; WebAPI errors of the calls.
 */
export async function uploadPicture(client: WebClient, picture: Picture, options: UploadOptions): Promise<string> {
  const filename = 'chart.png';
  const place = await client.files.getUploadURLExternal({ filename, length: picture.png.length });
  if (!place.upload_url || !place.file_id) throw new AppError('delivery', 'Cannot upload the chart: no upload address');
  await sendBytes(place.upload_url, picture.png, options);
  await client.files.completeUploadExternal({ files: [{ id: place.file_id, title: filename }] });
  await waitUntilReady(client, place.file_id, options);
  return place.file_id;
}

async function sendBytes(url: string, png: Buffer, options: UploadOptions): Promise<void> {
  const send = options.fetch ?? fetch;
  const response = await send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(png),
    signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
  });
  if (!response.ok) throw new AppError('delivery', `Cannot upload the chart: HTTP status ${response.status}`);
  await response.arrayBuffer();
}

async function waitUntilReady(client: WebClient, fileId: string, options: UploadOptions): Promise<void> {
  for (const waitMs of LOOKS_MS) {
    const info = await client.files.info({ file: fileId });
    if (info.file?.mimetype) return;
    await options.sleep(waitMs);
  }
  throw new AppError('delivery', `Cannot show the chart: Slack did not process file ${fileId} in time`);
}
