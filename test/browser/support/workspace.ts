import { WebClient } from '@slack/web-api';
import sharp from 'sharp';
import type { Clock } from '../../../src/clock.ts';
import { startPlayground } from '../../../src/playground/index.ts';
import type { PageCommand } from '../../../src/playground/protocol.ts';
import { startAppDouble } from './app-double.ts';

export const CHANNEL = 'C0MLALERTS';
export const ANA = 'U0ANA00001';
export const BEN = 'U0BEN00002';

export const COMMANDS: PageCommand[] = [
  {
    command: '/mlmon',
    description: 'Ask about models and monitors',
    usageHint: 'status | ack | mute | help',
    completions: [
      { text: 'status', args: '[model] [--public]', help: 'Every model at a glance, worst first' },
      { text: 'ack', args: '<id>', help: 'Take an alert and stop its reminders' },
      { text: 'mute', args: '<model> 4h', help: 'Silence a model for a while' },
      { text: 'retrain', args: '<model>', help: 'Ask for a retraining job' },
      { text: 'monitor add', args: '', help: 'Set up a monitor, step by step' },
      { text: 'help', args: '', help: 'What you can ask me' },
    ],
  },
];

/** An afternoon, wherever the personas live: what was said an hour ago was said today, at any hour the suite runs. */
const STAGE_TIME = Date.UTC(2026, 1, 26, 15);

export type Workspace = Awaited<ReturnType<typeof startWorkspace>>;

/** The real local Slack, with an app double behind it and a client that speaks as the bot. */
export async function startWorkspace({ isAppConnected = true } = {}) {
  const app = await startAppDouble();
  const stageOffsetMs = STAGE_TIME - Date.now();
  const time = { offsetMs: 0 };
  const clock: Clock = { now: () => Date.now() + stageOffsetMs + time.offsetMs };
  const playground = await startPlayground({
    port: 0,
    clock,
    commands: COMMANDS,
    rateLimits: 'off',
    timings: { fileProcessingMs: 0, ackMs: 1500 },
    ...(isAppConnected ? { http: { url: app.url, signingSecret: 'browser-tests' } } : {}),
  });
  const bot = new WebClient(playground.botToken, { slackApiUrl: playground.apiUrl, retryConfig: { retries: 0 } });
  return {
    app,
    bot,
    playground,
    url: playground.url,
    /** What a page adds to the real time to share the workspace's. */
    stageOffsetMs,
    /** Moves the clock of the workspace away from the page's. */
    shiftClock: (offsetMs: number) => {
      time.offsetMs = offsetMs;
    },
    /** Uploads a picture and returns the id that `slack_file` takes. */
    uploadPicture: (png: Buffer, name: string) => upload(bot, png, name),
    close: async () => {
      await playground.close();
      await app.close();
    },
  };
}

async function upload(bot: WebClient, png: Buffer, name: string): Promise<string> {
  const target = await bot.files.getUploadURLExternal({ filename: name, length: png.length });
  await fetch(target.upload_url ?? '', { method: 'POST', body: new Uint8Array(png) });
  await bot.files.completeUploadExternal({ files: [{ id: target.file_id ?? '', title: name }] });
  return target.file_id ?? '';
}

/** A small stand-in for a chart, twice as large as it is shown. */
export function drawPicture(): Promise<Buffer> {
  const bars = [30, 80, 140, 180, 120, 60, 30].map(
    (height, index) =>
      `<rect x="${60 + index * 90}" y="${400 - height}" width="70" height="${height}" fill="#1f5fbf"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="480"><rect width="720" height="480" fill="#fbfbf9"/>${bars.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
