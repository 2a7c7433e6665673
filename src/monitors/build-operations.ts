import type { MonitorInput } from './schema/monitor.ts';
import type { Monitor, Schedule } from './types.ts';

export function buildSchedule(input: NonNullable<MonitorInput['schedule']>): Schedule {
  if (typeof input === 'string') return { cron: input.trim(), timezone: 'UTC', startAt: null, isPaused: false };
  return {
    cron: input.cron_expression.trim(),
    timezone: input.timezone ?? 'UTC',
    startAt: input.start_date ?? null,
    isPaused: input.pause_status === 'paused',
  };
}

export function buildDashboard(input: MonitorInput): Monitor['dashboard'] {
  const name = input.dashboard?.name ?? input.dashboard_name;
  if (name === undefined) return null;
  return {
    name,
    metrics: input.dashboard?.metrics ?? [],
    features: input.dashboard?.features ?? [],
    timeRangeDays: input.dashboard?.time_range_days ?? 30,
    refreshSchedule: input.dashboard?.refresh_schedule ?? null,
  };
}

export function buildRetrain(input: NonNullable<MonitorInput['retrain']>): NonNullable<Monitor['retrain']> {
  const { max_age: maxAgeMs, ...triggers } = input.triggers ?? {};
  const given = Object.entries({ ...triggers, max_age_ms: maxAgeMs });
  return {
    mode: input.mode ?? 'suggest',
    triggers: Object.fromEntries(given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))),
    cooldownMs: input.cooldown ?? null,
    approvers: input.approvers ?? [],
    target: input.target ?? null,
  };
}
