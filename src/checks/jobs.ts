import type { Monitor } from '../monitors/types.ts';
import { judgeLimits, makeMeasurement, makeUnknown } from './measurement.ts';
import type { JobDay } from './observations.ts';
import type { Check, Measurement } from './types.ts';

const METRIC = 'job_success_rate';
/** A pattern that fits thousands of jobs would bury everything else; the worst are kept. */
const MOST_JOBS = 100;

type Job = { name: string; days: readonly JobDay[]; ended: number; succeeded: number; open: number };

export const jobs: Check = {
  name: 'jobs',
  summary: 'The share of runs that succeeded, of each job and of the worst one',
  isConfigured: (monitor) => monitor.jobs !== null,
  measure({ monitor, observations: { jobs: observed } }) {
    if (monitor.jobs === null) return [];
    const { table, like } = monitor.jobs;
    if (observed === undefined) return [makeUnknown('jobs', METRIC, 'The jobs were not looked at')];
    if ('reason' in observed) return [makeUnknown('jobs', METRIC, observed.reason)];
    const found = groupByJob(observed.value).sort((a, b) => rateOf(a) - rateOf(b) || (a.name < b.name ? -1 : 1));
    const worst = found.find(({ ended }) => ended > 0);
    if (worst === undefined) {
      const what = found.length === 0 ? 'has a run' : 'has a run that has ended';
      return [makeUnknown('jobs', METRIC, `No job like '${like}' ${what} in the window in ${table}`)];
    }
    return [summarise(worst, found), ...found.slice(0, MOST_JOBS).map((job) => judge(monitor, measureJob(job)))];
  },
  judge,
};

/** The line of a job has a limit; that of the worst, which speaks for all of them, has none. */
function judge({ jobs: settings }: Monitor, measurement: Measurement): Measurement {
  const isOfJob = measurement.segment !== null && measurement.value !== null;
  return isOfJob ? judgeLimits(measurement, { min: settings?.minSuccessRate ?? null, max: null }) : measurement;
}

function groupByJob(days: readonly JobDay[]): Job[] {
  const byName = new Map<string, JobDay[]>();
  for (const day of days) byName.set(day.job, [...(byName.get(day.job) ?? []), day]);
  const total = (list: readonly JobDay[], key: 'ended' | 'succeeded' | 'open') =>
    list.reduce((sum, day) => sum + day[key], 0);
  return [...byName].map(([name, list]) => ({
    name,
    days: list,
    ended: total(list, 'ended'),
    succeeded: total(list, 'succeeded'),
    open: total(list, 'open'),
  }));
}

/** What has not ended once stands last. */
function rateOf({ ended, succeeded }: Job): number {
  return ended === 0 ? 2 : succeeded / ended;
}

/** The worst job stands for all of them, so that one condition can speak of every job; its own line is what breaches. */
function summarise(worst: Job, all: readonly Job[]): Measurement {
  const cut = all.length > MOST_JOBS ? `; the worst ${MOST_JOBS} are listed` : '';
  const reason = `The lowest of ${all.length} ${all.length === 1 ? 'job' : 'jobs'}: ${worst.name}${cut}`;
  return makeMeasurement({ check: 'jobs', metric: METRIC, value: rateOf(worst), reason });
}

function measureJob(job: Job): Measurement {
  const { name, ended, succeeded, open } = job;
  const waiting = open === 0 ? null : `${open} without a result yet`;
  if (ended === 0) {
    return { ...makeUnknown('jobs', METRIC, `No run has ended: ${waiting}`), segment: name };
  }
  const failed = job.days.filter((day) => day.succeeded < day.ended).sort((a, b) => a.at - b.at);
  const parts = [`${succeeded} of ${ended} runs succeeded`, describeDays(failed), waiting];
  const reason = parts.filter((part) => part !== null).join('; ');
  return makeMeasurement({ check: 'jobs', metric: METRIC, segment: name, value: rateOf(job), reason });
}

const NAMED_DAYS = 5;

function describeDays(failed: readonly JobDay[]): string | null {
  if (failed.length === 0) return null;
  const named = failed.slice(-NAMED_DAYS).map((day) => {
    return `${new Date(day.at).toISOString().slice(0, 10)} (${day.succeeded} of ${day.ended})`;
  });
  const more = failed.length > NAMED_DAYS ? `${failed.length - NAMED_DAYS} more days, ` : '';
  return `failures on ${more}${named.join(', ')}`;
}
