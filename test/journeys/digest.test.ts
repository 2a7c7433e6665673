import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMessage } from '../playground/support/visible-text.ts';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';

/** The bot's own monitor, but nobody asked for an alert: the check's own rule speaks. */
const QUIET = `
model_name: spend
reference_dataset: {table: scores.parquet, from: "2024-03-01", to: "2024-03-09"}
current_dataset: scores.parquet
timestamp_column: scored_at
window: 1 day
feature_drift:
  features: [amount, region]
  columns:
    amount: {drift_methods: [wasserstein], threshold: 0.5}
alerts: {channels: [{type: slack, channel: "#ml-alerts"}]}
schedule: "0 6 * * *"
`;

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
  await bot.stop();
  bot.digest = { cadence: 'daily', time: '06:30', timezone: 'UTC' };
  await bot.start();
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

/** Half past six in the morning after the last run. */
async function reachDigest(): Promise<void> {
  bot.clock.advance(30 * 60_000);
  await bot.app.sweepDigests();
  await bot.app.delivery.drain();
}

test('a morning on which all is well has a digest that says so, once', async () => {
  await bot.app.sweepDigests();
  await bot.runDay(DAY.clean);
  await reachDigest();
  await bot.app.sweepDigests();
  await bot.app.delivery.drain();
  const digest = await bot.slack.expectMessage('#ml-alerts', /1 of 1 model ok\* · daily digest/);
  expect(bot.told()).toEqual([digest]);
});

test('drift of which no loss is known calls nobody: it stands in the status and in the digest', async () => {
  bot.saveMonitor(QUIET);
  await bot.app.sweepDigests();
  await bot.runDays(DAY.drift.slice(0, 2));
  expect(bot.told()).toHaveLength(1);
  expect(readMessage(bot.told()[0]!)).toContain('churn');

  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon status spend');
  const said = await ana.expectEphemeral(/Firing\* · \*spend\*.*on `amount`.*no loss is known · `\/mlmon ack (\d)`/s);
  await reachDigest();
  await bot.slack.expectMessage(
    '#ml-alerts',
    /2 of 2 models need a look.*Open alerts\*.*churn>.*Drift without a known loss\*\n• \*spend\* · Wasserstein distance [\d.]+ on `amount`, limit [\d.]+.* · no loss is known · `\/mlmon ack \d`/s,
  );

  const number = /mlmon ack (\d)/.exec(readMessage(said))?.[1];
  await ana.types('#ml-alerts', `/mlmon ack ${number}`);
  await ana.expectEphemeral(/is yours/);
  expect(bot.ctx.store.alerts.get(Number(number))).toMatchObject({ modelName: 'spend', state: 'acked' });
});

test('when labels show a loss, the drift that waited is posted once, and leaves the list of the digest', async () => {
  await writeLabelled(join(bot.folder, 'labelled.parquet'), DAY.drift[2]!);
  const labels = 'problem_type: classification\nlabel_column: outcome\nmetrics: [accuracy]\n';
  bot.saveMonitor(`${QUIET.replaceAll('scores.parquet', 'labelled.parquet')}${labels}`);
  await bot.app.sweepDigests();
  await bot.runDays(DAY.drift.slice(0, 2));
  expect(bot.told().filter((message) => /spend/.test(readMessage(message)))).toEqual([]);

  await bot.runDays(DAY.drift.slice(2));
  await bot.slack.expectMessage(
    '#ml-alerts',
    /FIRING · Medium\* · \*spend\*.*Accuracy 0\.5, was 1\.0 in the reference/s,
  );
  expect(bot.told().filter((message) => /^FIRING.*spend/.test(message.text))).toHaveLength(1);
  await reachDigest();
  const digest = await bot.slack.expectMessage(
    '#ml-alerts',
    /Open alerts\*.*spend>\* · Firing · Medium.*Accuracy 0\.5, was 1\.0/s,
  );
  expect(readMessage(digest)).not.toContain('Drift without a known loss');
});

/** The same scores with outcomes: all as predicted before `day`, half of them from then on. */
async function writeLabelled(file: string, day: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`
    COPY (
      SELECT *, CASE WHEN scored_at >= TIMESTAMP '${day}' AND row_number() OVER (ORDER BY scored_at) % 2 = 0
        THEN 1 - prediction ELSE prediction END AS outcome
      FROM '${join(bot.folder, 'scores.parquet')}'
    ) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

test('a restart between two digests tells the second one once, with what happened meanwhile', async () => {
  await bot.app.sweepDigests();
  await bot.runDay(DAY.clean);
  await reachDigest();
  await bot.slack.expectMessage('#ml-alerts', /ok\* · daily digest/);
  await bot.stop();
  await bot.start();
  await bot.runDays(DAY.drift.slice(0, 2));
  await bot.slack.expectMessage('#ml-alerts', /FIRING/);
  await reachDigest();
  await bot.slack.expectMessage('#ml-alerts', /1 of 1 model needs a look\* · daily digest.*1 new/s);
  await bot.stop();
  await bot.start();
  await bot.app.sweepDigests();
  await bot.app.delivery.drain();
  expect(bot.told()).toHaveLength(3);
});

test('/mlmon digest shows what it would say, to one person; the channel hears nothing', async () => {
  await bot.app.sweepDigests();
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon digest');
  await ben.expectEphemeral(/1 of 1 model needs a look.*1 not run yet.*posted daily at 06:30 \(UTC\)/s);
  expect(bot.told()).toEqual([]);
});

test('/mlmon digest weekly at 6:15 is kept for the channel, in the audit log too', async () => {
  await bot.app.sweepDigests();
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon digest weekly at 6:15');
  await ben.expectEphemeral(/digest weekly on Mondays at 06:15 \(UTC\); the next one is due /);
  expect(bot.ctx.store.audit.list(1)).toMatchObject([
    { actor: ben.id, verb: 'digest.set', details: { after: 'weekly at 06:15 (UTC)' } },
  ]);
  await bot.runDay(DAY.clean);
  await reachDigest();
  expect(bot.told()).toEqual([]);
});

test('/mlmon digest off lets drift without a known loss be told at once', async () => {
  bot.saveMonitor(QUIET);
  await bot.app.sweepDigests();
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon digest off');
  await ben.expectEphemeral(/no digest any more.*posted at once.*`\/mlmon digest on`/s);
  await bot.runDays(DAY.drift.slice(0, 2));
  await bot.slack.expectMessage('#ml-alerts', /FIRING · Medium\* · \*spend\*.*No loss is known/s);
});

test('what cannot be read, and a channel that gets no alerts, are answered with the next step', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon digest yearly');
  await ben.expectEphemeral(/"yearly" is neither a cadence nor a time.*`\/mlmon digest daily at 09:00`/s);
  await ben.types('#ml-alerts', '/mlmon digest at 25:00');
  await ben.expectEphemeral(/"25:00" is no time of day/);
  await ben.types('#general', '/mlmon digest');
  await ben.expectEphemeral(/no monitor tells this channel.*alerts\.channels/s);
});
