import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { monitorJsonSchema } from '../monitors/json-schema.ts';
import { saveMonitor } from '../monitors/verbs.ts';
import { openStore } from '../store/open.ts';
import { backtestFile } from './backtest.ts';
import { validateFiles } from './check-files.ts';
import { editIncidents } from './incident.ts';
import { readMonitorFile, runFile } from './run.ts';
import { openLog, withContext, withStore } from './setup.ts';
import { print } from './terminal.ts';
import { tuneFile } from './tune.ts';

/** Every command of the command line. What talks to Slack takes half a second to load: only the commands that need it load it. */
export function makeProgram(): Command {
  const program = new Command('mlmon')
    .description('Watches machine-learning models and says in Slack when they drift')
    .version('0.1.0')
    .showHelpAfterError()
    .exitOverride();
  refuseHelpOnUnknown(program);
  for (const add of [addBot, addMonitors, addHistory, addServices]) add(program);
  return program;
}

/** `mlmon bogus --help` is refused as `mlmon bogus` is: commander would show the general help and call it a success. */
function refuseHelpOnUnknown(program: Command): void {
  program.on('beforeHelp', ({ error }: { error: boolean }) => {
    const [name] = program.args;
    if (error || name === undefined || name === 'help' || name.startsWith('-')) return;
    program.parse([name], { from: 'user' });
  });
}

/** The bot, and the bot on a local Slack. */
function addBot(program: Command): void {
  program
    .command('start')
    .description('run the bot in your Slack workspace')
    .action(async () => {
      const { startBot } = await import('./start.ts');
      await startBot(readConfig());
    });

  program
    .command('demo')
    .description('run the bot on real flights in a local Slack, with nothing set up')
    .option('--port <port>', 'port of the local Slack', '4400')
    .option('--db <path>', 'database of the demo; its data lies beside it', 'data/demo.db')
    .option('--once', 'replay everything as fast as possible without a page, print a summary and end')
    .option('--json', 'print the summary as JSON, one object a line')
    .action(async (options) => {
      const { runDemo } = await import('../demo/demo.ts');
      const command = await slashCommand();
      process.exitCode = await runDemo({ ...options, port: parsePort(options.port), command });
    });
}

/** One definition: run, saved, checked. */
function addMonitors(program: Command): void {
  program
    .command('run')
    .description('run one monitor without Slack')
    .argument('<file>', 'the monitor, YAML')
    .option('--from <iso>', 'first instant of a range of windows')
    .option('--to <iso>', 'end of the range')
    .option('--db <path>', 'keep slices, runs and alerts in this database')
    .option('--json', 'print one JSON object a line for each run')
    .action(async (file, options) => {
      const config = readConfig();
      const log = await openLog(config.logLevel ?? 'silent');
      process.exitCode = await withContext(config, { dbPath: options.db ?? ':memory:', log }, (ctx) =>
        runFile(ctx, file, options),
      );
    });

  program
    .command('apply')
    .description('save monitors to the database of the bot')
    .argument('<files...>', 'monitors, YAML')
    .action(async (files: string[]) => {
      const config = readConfig();
      await withStore({ dbPath: config.dbPath, log: await openLog(config.logLevel ?? 'warn') }, (ctx) => {
        for (const file of files) {
          const { row, change } = saveMonitor(ctx, { loaded: readMonitorFile(file), actor: { type: 'cli' } });
          print(`${row.modelName}: ${change}`);
        }
      });
    });

  program
    .command('validate')
    .description('check monitors and say every fault at once')
    .argument('<files...>', 'monitors, YAML')
    .action((files: string[]) => {
      process.exitCode = validateFiles(files);
    });

  program
    .command('schema')
    .description('print the JSON Schema of the monitor language')
    .action(() => print(JSON.stringify(monitorJsonSchema(), null, 2)));
}

/** The past of a monitor. */
function addHistory(program: Command): void {
  program
    .command('backtest')
    .description('say which alerts a monitor would have fired')
    .argument('<file>', 'the monitor, YAML')
    .option('--days <number>', 'how much of the past', '90')
    .option('--to <iso>', 'end of it; now by default')
    .option(
      '--set <path=value>',
      'change a value of the definition first, such as feature_drift.threshold=0.2; may be repeated',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option('--db <path>', 'database whose stored slices are used and completed')
    .option('--json', 'print one JSON object')
    .action(async (file, options) => {
      const config = readConfig();
      const log = await openLog(config.logLevel ?? 'silent');
      process.exitCode = await withContext(config, { dbPath: options.db ?? ':memory:', log }, (ctx) =>
        backtestFile(ctx, file, options),
      );
    });

  program
    .command('tune')
    .description('propose limits from history and votes, and say which alerts they would have saved and missed')
    .argument('<file>', 'the monitor, YAML')
    .option('--days <number>', 'how much of the past', '90')
    .option('--to <iso>', 'end of it; now by default')
    .option('--db <path>', 'database of the bot, with its votes and slices; MLMON_DB by default')
    .option('--json', 'print one JSON object')
    .action(async (file, options) => {
      const config = readConfig();
      const log = await openLog(config.logLevel ?? 'silent');
      process.exitCode = await withContext(config, { dbPath: options.db ?? config.dbPath, log }, (ctx) =>
        tuneFile(ctx, file, options),
      );
    });

  program
    .command('incident')
    .description('mark a period that references and baselines leave out; without options, list what is marked')
    .argument('<model>', 'name or alias of a model that was applied')
    .option('--from <iso>', 'first instant of the period')
    .option('--to <iso>', 'its end')
    .option('--reason <text>', 'what happened')
    .option('--remove <number>', 'take a mark back')
    .option('--db <path>', 'database of the bot; MLMON_DB by default')
    .action(async (model: string, options) => {
      const config = readConfig();
      const log = await openLog(config.logLevel ?? 'warn');
      process.exitCode = await withStore({ dbPath: options.db ?? config.dbPath, log }, (ctx) =>
        editIncidents(ctx, model, options),
      );
    });
}

/** What stands beside the bot. */
function addServices(program: Command): void {
  program
    .command('playground')
    .description('run the local Slack alone')
    .option('--port <port>', 'port to listen on', '4400')
    .action(async (options) => {
      const { startPlayground } = await import('../playground/index.ts');
      const commands = [await slashCommand()];
      const playground = await startPlayground({ port: parsePort(options.port), commands });
      print(`Local Slack on ${playground.url}, Web API under ${playground.apiUrl}`);
      await untilSignal();
      await playground.close();
    });

  program
    .command('backup')
    .description('copy the database while the bot runs')
    .argument('<file>', 'where the copy goes; must not exist')
    .action(async (file: string) => {
      const { dbPath } = readConfig();
      // Opening it would make an empty one, and the backup of that would pass for one.
      if (!existsSync(dbPath)) {
        throw new AppError('not_found', `Cannot back up ${dbPath}: there is no such file`, {
          hint: 'Set MLMON_DB to the database of the bot',
        });
      }
      const store = openStore(dbPath);
      try {
        await store.backup(file);
        print(`Copied to ${file}, integrity checked`);
      } finally {
        store.close();
      }
    });
}

/** How the local Slack announces the bot's slash command. */
async function slashCommand() {
  const { listCompletions, SLASH_COMMAND } = await import('../../commands/index.ts');
  return {
    command: SLASH_COMMAND,
    description: 'Status, runs and alerts of your models',
    usageHint: 'status [model]',
    completions: listCompletions(),
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new AppError('invalid_input', `Cannot read --port: "${text}" is not a number from 0 to 65535`, {
    hint: 'Write for example --port 4400, or --port 0 for any free one',
  });
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
