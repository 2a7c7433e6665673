import { CHECKS } from '../src/checks/index.ts';
import { loadMonitor } from '../src/monitors/load.ts';
import { readStatus } from '../src/runs/status.ts';
import { renderMonitors } from '../views/replies.ts';
import type { Command } from './command.ts';

export const monitors: Command = {
  name: 'monitors',
  args: '',
  summary: 'Monitors with their checks and schedules',
  examples: ['/mlmon monitors'],
  async run({ ctx, reply }) {
    const entries = readStatus(ctx).map((status) => {
      const row = ctx.store.monitors.find(status.modelName)!;
      const { monitor } = loadMonitor(row.source, { baseDir: row.baseDir });
      const checks = Object.values(CHECKS)
        .filter((check) => check.isConfigured(monitor))
        .map((check) => check.name);
      return { status, checks, schedule: monitor.schedule?.cron ?? null };
    });
    await reply(renderMonitors(entries));
  },
};
