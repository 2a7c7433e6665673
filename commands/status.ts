import { findMonitor } from '../src/monitors/verbs.ts';
import { readReport, readStatus } from '../src/runs/status.ts';
import { renderReport, renderStatus } from '../views/status.ts';
import type { Command } from './command.ts';

export const status: Command = {
  name: 'status',
  args: '[model] [--public]',
  summary: 'Every model at a glance, worst first, or one model in full',
  examples: ['/mlmon status', '/mlmon status late_flights', '/mlmon status --public'],
  async run({ ctx, args, flags, reply }) {
    const isPublic = flags.has('public');
    // A name may be of several words.
    const name = args.join(' ');
    const message =
      name === ''
        ? renderStatus(readStatus(ctx), ctx.clock.now())
        : renderReport(readReport(ctx, findMonitor(ctx, name)));
    await reply(message, { isPublic });
  },
};
