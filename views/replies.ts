import type { Alert } from '../src/alerts/types.ts';
import type { AppError } from '../src/errors.ts';
import { formatCount, formatWindow } from '../src/format.ts';
import type { ModelStatus } from '../src/runs/status.ts';
import type { RunRow } from '../src/store/types.ts';
import { code, date, escapeText, type Message, plainMessage } from './blocks.ts';

/** A failure in three parts: what failed, what to do, and the id that the log has too. */
export function renderError(error: AppError, referenceId: string): Message {
  const hint = error.hint === null ? '' : `\n${escapeText(error.hint)}`;
  return plainMessage(`:warning: ${escapeText(error.message)}.${hint}\nReference ${code(referenceId)}`);
}

/** An unknown subcommand, answered with the nearest one. */
export function renderUnknownCommand(word: string, nearest: string | null): Message {
  const next = nearest === null ? '' : ` Did you mean ${code(`/mlmon ${nearest}`)}?`;
  return plainMessage(`There is no ${code(`/mlmon ${word}`)}.${next} ${code('/mlmon help')} lists all commands.`);
}

export type HelpEntry = { usage: string; summary: string; examples: readonly string[] };

/** Every command in one line each. */
export function renderHelp(entries: readonly HelpEntry[]): Message {
  const lines = entries.map((entry) => `${code(entry.usage)} ${escapeText(entry.summary)}`);
  return plainMessage(`*mlmon watches your models and says when they drift.*\n${lines.join('\n')}`);
}

/** One command with its examples. */
export function renderCommandHelp(entry: HelpEntry): Message {
  const examples = entry.examples.map((example) => `• ${code(example)}`).join('\n');
  return plainMessage(`${code(entry.usage)} ${escapeText(entry.summary)}\n${examples}`);
}

/** Monitors with their schedule. */
export function renderMonitors(
  monitors: readonly { status: ModelStatus; checks: readonly string[]; schedule: string | null }[],
): Message {
  if (monitors.length === 0) return plainMessage('No monitors yet. Write one as YAML, then `mlmon apply FILE`.');
  const lines = monitors.map(({ status, checks, schedule }) => {
    const next = status.nextDueAt === null ? '' : `, next ${date(status.nextDueAt)}`;
    const when = status.state === 'paused' ? 'paused' : schedule === null ? 'no schedule' : `${code(schedule)}${next}`;
    return `• *${escapeText(status.modelName)}* · ${checks.map(escapeText).join(', ')} · ${when}`;
  });
  const count = `*${monitors.length} ${monitors.length === 1 ? 'monitor' : 'monitors'}*`;
  return plainMessage(`${count}\n${lines.join('\n')}`);
}

export function renderRunStarted(modelName: string): Message {
  return plainMessage(`:hourglass_flowing_sand: Running *${escapeText(modelName)}*. The result follows here.`);
}

/** What a run by hand found, in two lines. */
export function renderRunDone(modelName: string, run: RunRow, breaches: number, unknown: number): Message {
  const window = formatWindow(run.window);
  const mark = breaches > 0 ? ':red_circle: *Breach*' : ':large_green_circle: *OK*';
  const found = breaches > 0 ? `${breaches} outside their limits` : 'everything within its limits';
  const missing = unknown > 0 ? `, ${unknown} not known` : '';
  return plainMessage(
    `${mark} · *${escapeText(modelName)}* · ${window}: ${found}${missing}\n${formatCount(run.rowsCurrent)} rows against ${formatCount(run.rowsReference)}. Details: ${code(`/mlmon status ${modelName}`)}`,
  );
}

export function renderAcknowledged(alert: Alert): Message {
  return plainMessage(`Alert ${alert.id} of *${escapeText(alert.modelName)}* is yours. Its message says so now.`);
}

/** A second person's click: who was first, and when. */
export function renderAlreadyAcknowledged(alert: Alert): Message {
  const by = alert.ackedBy === null ? '' : ` by <@${alert.ackedBy}>`;
  const at = alert.ackedAt === null ? '' : ` at ${date(alert.ackedAt, '{time}')}`;
  return plainMessage(`Alert ${alert.id} of *${escapeText(alert.modelName)}* was already acknowledged${by}${at}.`);
}

export function renderAlreadyResolved(alert: Alert): Message {
  const at = alert.resolvedAt === null ? '' : ` at ${date(alert.resolvedAt, '{time}')}`;
  return plainMessage(
    `Alert ${alert.id} of *${escapeText(alert.modelName)}* was resolved${at}. There is nothing to acknowledge.`,
  );
}

export function renderNotAcknowledged(alert: Alert): Message {
  return plainMessage(
    `Alert ${alert.id} of *${escapeText(alert.modelName)}* is not acknowledged. Take it with ${code(`/mlmon ack ${alert.id}`)}.`,
  );
}
