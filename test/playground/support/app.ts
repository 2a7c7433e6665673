import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Playground } from '../../../src/playground/index.ts';

export type RunningApp = { app: App; stop(): Promise<void> };

/** A real Bolt app on Socket Mode that knows only the playground's address and tokens. */
export async function startApp(playground: Playground, register: (app: App) => void): Promise<RunningApp> {
  const clientOptions = { slackApiUrl: playground.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: playground.appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const app = new App({ token: playground.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR });
  register(app);
  await app.start();
  return { app, stop: () => receiver.client.disconnect() };
}
