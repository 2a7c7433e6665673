// A process that delivers what is due, for tests that kill it: database, Slack's address, token and time are arguments.
import { FakeClock } from '../../src/clock.ts';
import { createDelivery } from '../../src/notify/delivery.ts';
import { createSlackNotifier } from '../../src/notify/slack.ts';
import { createChannelDirectory } from '../../src/slack/channels.ts';
import { createPostingClient } from '../../src/slack/client.ts';
import { openStore } from '../../src/store/open.ts';
import { renderDigest } from '../../views/digest.ts';
import { render } from './slack-support.ts';
import { silent } from './support.ts';

const [path, slackApiUrl, token, now] = process.argv.slice(2) as [string, string, string, string];
const store = openStore(path);
const clock = new FakeClock(Number(now));
const client = createPostingClient({ token, slackApiUrl }, silent);
const channels = createChannelDirectory(client, store.settings);
const slack = createSlackNotifier({
  client,
  channels,
  renderAlert: render,
  renderDigest,
  chartFor: async () => null,
  clock,
  log: silent,
});
const notifiers = { slack, email: slack, webhook: slack, pagerduty: slack };
await createDelivery({ store, notifiers, clock, log: silent }).drain();
