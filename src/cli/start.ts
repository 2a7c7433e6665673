import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Logger } from 'pino';
import { guardProcess, reportFatalAuth } from '../app/process-guard.ts';
import { startApp } from '../app.ts';
import { systemClock } from '../clock.ts';
import { type Config, requireSlack, type SlackConfig } from '../config.ts';
import type { Context } from '../context.ts';
import { saveMonitor } from '../monitors/verbs.ts';
import { type Lease, takeLease } from '../store/lease.ts';
import { openStore } from '../store/open.ts';
import { createLog } from './log.ts';
import { readMonitorFile } from './run.ts';
import { openWarehouses } from './setup.ts';
import { printError } from './terminal.ts';

/** `mlmon start`: the bot, until SIGINT or SIGTERM. Resolves when it has stopped. */
export async function startBot(config: Config): Promise<void> {
  const slack = requireSlack(config);
  const log = createLog(config.logLevel ?? 'info');
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const store = openStore(config.dbPath);
  const lease = takeLease(config.dbPath, { owner: 'mlmon start', clock: systemClock, ttlMs: config.limits.leaseMs });
  const endGuard = guardProcess({ log, exit: (code) => process.exit(code) });
  const endRenewal = keepLease(lease, config.limits.leaseMs, log);
  const warehouses = await openWarehouses(config);
  const app = await startApp({
    store,
    warehouses,
    clock: systemClock,
    log,
    slack: {
      token: slack.botToken.reveal(),
      mode: slackMode(slack, config),
      apiUrl: slack.apiUrl,
      defaultChannel: slack.defaultChannel,
    },
    limits: config.limits,
    digest: config.digest,
    hasScheduler: true,
    onFatal: (error) => reportFatalAuth(error, log, (code) => process.exit(code)),
  });
  if (config.monitorsDir !== null) applyFolder(app.ctx, config.monitorsDir);
  printError('mlmon is connected to Slack. Type /mlmon help there; end it with Ctrl+C');
  await stopped;
  await app.stop();
  await warehouses.close();
  endRenewal();
  lease.release();
  store.close();
  endGuard();
}

function slackMode(slack: SlackConfig, config: Config): Parameters<typeof startApp>[0]['slack']['mode'] {
  if (slack.mode === 'socket') return { type: 'socket', appToken: slack.appToken.reveal() };
  return { type: 'http', signingSecret: slack.signingSecret.reveal(), ...config.web };
}

/** Renews the lease while mlmon runs; a lease that was lost means that another process works on the file. */
export function keepLease(lease: Lease, ttlMs: number, log: Logger): () => void {
  const timer = setInterval(() => {
    if (lease.renew()) return;
    log.fatal('Another process has taken over the database, mlmon ends');
    process.exit(1);
  }, ttlMs / 3);
  timer.unref();
  return () => clearInterval(timer);
}

/** Saves every YAML file of a folder; a file with faults is named and the others are applied all the same. */
function applyFolder(ctx: Context, folder: string): void {
  const files = readdirSync(folder).filter((file) => ['.yaml', '.yml'].includes(extname(file)));
  for (const file of files.sort()) applyFile(ctx, join(folder, file));
}

function applyFile(ctx: Context, file: string): void {
  try {
    const { row, change } = saveMonitor(ctx, { loaded: readMonitorFile(file), actor: { type: 'cli' } });
    ctx.log.info({ monitor: row.modelName, file, change }, 'Monitor applied');
  } catch (error) {
    ctx.log.error({ err: error, file }, 'A monitor file has faults and was not applied');
  }
}
