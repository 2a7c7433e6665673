import { AppError } from '../src/errors.ts';
import { findMonitor } from '../src/monitors/verbs.ts';
import { runMonitor } from '../src/runs/run.ts';
import { renderRunDone, renderRunStarted } from '../views/replies.ts';
import type { Command } from './command.ts';

export const run: Command = {
  name: 'run',
  args: '<model>',
  summary: 'Run a monitor now over its newest complete window',
  examples: ['/mlmon run late_flights'],
  async run({ ctx, args, userId, reply }) {
    const name = args.join(' ');
    if (name === '') {
      throw new AppError('invalid_input', 'Cannot run a monitor: no model was named', {
        hint: 'Type `/mlmon run <model>`; `/mlmon monitors` lists the names',
      });
    }
    const row = findMonitor(ctx, name);
    await reply(renderRunStarted(row.modelName));
    const result = await runMonitor(ctx, { monitorId: row.id, trigger: 'manual', actor: { type: 'slack', userId } });
    const count = (state: string) => result.measurements.filter((one) => one.state === state).length;
    await reply(renderRunDone(row.modelName, result.run, count('breach'), count('unknown')));
  },
};
