import { setTimeout as delay } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Alert } from '../alerts/types.ts';
import type { Picture } from '../charts/types.ts';
import type { Log } from '../log.ts';
import { uploadPicture } from '../slack/files.ts';
import { formatMetric, measureWord } from '../words.ts';
import type { AlertParts, DeliveryJob } from './notifier.ts';

const BUDGET_MS = 15_000;
const MAX_REMEMBERED = 1000;

/** What an uploaded picture says, and which run it shows. */
type Drawn = { altText: string; runId: number };

export type AlertCharts = {
  /**
   * The picture of the run that a firing alert shows: the message's own if it is of that run, else a new one. An alert
   * that fires no longer keeps what it has. Never throws: null is no picture.
   */
  prepare(job: DeliveryJob): Promise<AlertParts['chart']>;
};

export function createAlertCharts(deps: {
  client: WebClient;
  chartFor(alert: Alert): Promise<Picture | null>;
  log: Log;
  /** Drawing and uploading together; an alert does not wait longer for its picture. */
  budgetMs?: number | undefined;
}): AlertCharts {
  const drawn = new Map<string, Drawn>();

  async function make(alert: Alert): Promise<AlertParts['chart']> {
    const picture = await deps.chartFor(alert);
    if (picture === null) return null;
    const fileId = await uploadPicture(deps.client, picture, { sleep: (ms) => delay(ms) });
    if (drawn.size >= MAX_REMEMBERED) drawn.clear();
    drawn.set(fileId, { altText: picture.altText, runId: alert.evidence.runId });
    return { fileId, altText: picture.altText };
  }

  return {
    async prepare({ alert, message }) {
      const fileId = message?.fileId ?? null;
      const known = fileId === null ? undefined : drawn.get(fileId);
      const old = fileId === null ? null : { fileId, altText: known?.altText ?? describeEvidence(alert) };
      const isCurrent = old !== null && known?.runId === alert.evidence.runId;
      if (isCurrent || alert.state !== 'firing') return old;
      try {
        return (await within(deps.budgetMs ?? BUDGET_MS, make(alert))) ?? old;
      } catch (error) {
        deps.log.warn({ err: error, alert: alert.id }, 'The alert goes out without its new picture');
        return old;
      }
    },
  };
}

/** Says what the picture shows when its own words were lost in a restart. */
function describeEvidence({ modelName, evidence }: Alert): string {
  const where = evidence.segment == null ? '' : ` where ${evidence.segment}`;
  const column = `${evidence.column === null ? '' : ` of ${evidence.column}`}${where}`;
  const value = evidence.value === null ? '' : ` is ${formatMetric(evidence.metric, evidence.value)}`;
  const limit = evidence.threshold === null ? '' : `, limit ${formatMetric(evidence.metric, evidence.threshold)}`;
  return `${modelName}: ${measureWord(evidence.metric, evidence.isPValue)}${column}${value}${limit}`;
}

async function within<T>(budgetMs: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const tooLate = delay(budgetMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`No picture within ${budgetMs / 1000} s`);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    timer.abort();
    tooLate.catch(() => {});
    work.catch(() => {});
  }
}
