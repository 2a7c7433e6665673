import type { SectionBlock } from '@slack/types';
import type { Alert } from '../src/alerts/types.ts';
import type { DigestAlert, DigestContent, DigestPlan, Listed } from '../src/digest/types.ts';
import { formatAgainst, formatMetric, measureWord, metricWord } from '../src/words.ts';
import { describeValue, isDriftWithoutLoss } from './alert.ts';
import { code, context, date, escapeText, type Message, section, toPlainText, truncate } from './blocks.ts';
import { MODEL_STATE_WORDS } from './status.ts';
import { formatDuration, SEVERITY_WORDS, STATE_WORDS } from './words.ts';

/**
 * The summary of a channel's models: state first, then what is open, what nobody was called for, and what is over. It
 * names no person: a mention would call them every morning about what they know.
 */
export function renderDigest(content: DigestContent): Message {
  const head = describeHead(content);
  const news = describeNews(content);
  const sections = [
    listSection('Open alerts', content.open, (one) => describeOpen(one, content)),
    listSection(nameQuiet(content.quiet), content.quiet, (one) => describeQuiet(one)),
    listSection('Resolved', content.resolved, describeResolved),
    listSection('Snoozes that end before the next digest', content.snoozes, describeSnooze),
    listSection('Models without a result', content.troubles, describeTrouble),
  ].filter((block) => block !== null);
  return {
    text: truncate(
      toPlainText([`${head.text} ${news.join('. ')}`, ...sections.map(readSection)].join('. ')),
      LONGEST_TEXT,
    ),
    blocks: [section([head.mrkdwn, ...news].join('\n')), ...sections, context(describePeriod(content))],
  };
}

/** The digest as it would be now, for one person, with the command that changes it. */
export function renderDigestPreview(content: DigestContent): Message {
  const { text, blocks } = renderDigest(content);
  const change =
    content.plan.cadence === 'off'
      ? `A preview: the digest of this channel is off. ${code('/mlmon digest on')} switches it on.`
      : `A preview: the digest is posted ${describePlan(content.plan)}. ${code('/mlmon digest weekly at 08:30')} changes that, ${code('/mlmon digest off')} ends it.`;
  return { text, blocks: [...blocks, context(change)] };
}

/** What `/mlmon digest daily at 09:00` changed. */
export function renderDigestSet(plan: DigestPlan, nextAt: number | null): Message {
  const mrkdwn =
    nextAt === null
      ? `This channel has no digest any more. Drift without a known loss is posted at once from now on. ${code('/mlmon digest on')} brings it back.`
      : `This channel has its digest ${describePlan(plan)}; the next one is due ${date(nextAt)}.`;
  return { text: toPlainText(mrkdwn), blocks: [section(mrkdwn)] };
}

const CADENCE_DAYS = { off: '', daily: 'daily', weekly: 'weekly on Mondays', monthly: 'monthly on the first' } as const;

function describePlan({ cadence, time, timezone }: DigestPlan): string {
  return `${CADENCE_DAYS[cadence]} at ${time} (${escapeText(timezone)})`;
}

const HEALTHY: readonly string[] = ['ok', 'paused'];

function describeHead({ models, plan }: DigestContent): { text: string; mrkdwn: string } {
  const { total, states } = models;
  const healthy = HEALTHY.reduce((sum, state) => sum + (states[state as keyof typeof states] ?? 0), 0);
  const noun = total === 1 ? 'model' : 'models';
  const name = plan.cadence === 'off' ? 'digest' : `${plan.cadence} digest`;
  if (healthy === total) {
    const paused = states.paused === undefined ? '' : `, ${states.paused} paused`;
    const words = `${total - (states.paused ?? 0)} of ${total} ${noun} ok${paused}`;
    return { text: `${words} · ${name}.`, mrkdwn: `🟢 *${words}* · ${name}` };
  }
  const mark = (states.firing ?? 0) > 0 ? '🔴' : '🟡';
  const words = `${total - healthy} of ${total} ${noun} ${total - healthy === 1 ? 'needs' : 'need'} a look`;
  return { text: `${words} · ${name}.`, mrkdwn: `${mark} *${words}* · ${name}` };
}

const STATE_ORDER = ['firing', 'acked', 'snoozed', 'quiet', 'failed', 'no_data', 'not_run', 'paused', 'ok'] as const;

/** "1 firing, 2 in this digest only, 9 ok" where not all is well, and "Since Monday: 2 new, 1 resolved". */
function describeNews({ models, fired, resolved, fromAt }: DigestContent): string[] {
  const words = { ...MODEL_STATE_WORDS, quiet: { counted: 'in this digest only' } };
  const states = STATE_ORDER.flatMap((state) => {
    const count = models.states[state];
    return count === undefined ? [] : [`${count} ${words[state].counted}`];
  });
  const news = [fired > 0 ? `${fired} new` : '', resolved.total > 0 ? `${resolved.total} resolved` : ''];
  const told = news.filter((part) => part !== '').join(', ') || 'nothing new';
  return [...(models.states.ok === models.total ? [] : [states.join(', ')]), `Since ${day(fromAt)}: ${told}`];
}

/** Slack asks for no more in the text that is read out in place of the blocks. */
const LONGEST_TEXT = 4000;

/** "Open alerts: late_flights ...; churn ...", without the marks of a list. */
function readSection({ text }: SectionBlock): string {
  const [title, ...lines] = (text?.text ?? '').split('\n');
  return `${title}: ${lines.map((line) => line.replace(/^(?:•|🟢|⏸️|:\w+:) /u, '')).join('; ')}`;
}

/** Five lists of this length and what stands around them are within what Slack takes in one message. */
const LONGEST_LIST = 2000;

/** A list under its title; what does not fit is counted. */
function listSection<T>(title: string, list: Listed<T>, describe: (one: T) => string): SectionBlock | null {
  if (list.total === 0) return null;
  const lines = [`*${title}*`];
  for (const line of list.shown.map(describe)) {
    if (lines.join('\n').length + line.length > LONGEST_LIST) break;
    lines.push(line);
  }
  const rest = list.total - (lines.length - 1);
  if (rest > 0) lines.push(`and ${rest} more: ${code('/mlmon status')}`);
  return section(lines.join('\n'));
}

function describeOpen(one: DigestAlert, { fromAt }: DigestContent): string {
  const { alert } = one;
  const { emoji, short } = STATE_WORDS[alert.state];
  const isNew = alert.firedAt !== null && alert.firedAt >= fromAt;
  const since = alert.firedAt === null ? '' : ` · ${isNew ? 'new, ' : ''}since ${day(alert.firedAt)}`;
  return `${emoji} ${nameModel(one)} · ${short} · ${SEVERITY_WORDS[alert.severity]} · ${describeFinding(alert)}${since}${describeLoss(alert)}`;
}

/** Nobody was called for it, so the line says all there is: every column, and how to take it. */
function describeQuiet(one: DigestAlert): string {
  const { alert, more } = one;
  const also = alert.evidence.also.map(({ metric, column, value }) => {
    return column === null ? `${escapeText(metricWord(metric))} ${formatMetric(metric, value)}` : code(name(column));
  });
  const rest = more > 0 ? [`${more} more`] : [];
  const others = also.length === 0 ? '' : `, also ${[...also, ...rest].join(', ')}`;
  const taken = alert.state === 'acked' ? 'acknowledged' : code(`/mlmon ack ${alert.id}`);
  return `• ${nameModel(one)} · ${describeFinding(alert)}${others}${describeLoss(alert)} · ${taken}`;
}

function nameQuiet({ shown }: DigestContent['quiet']): string {
  return shown.every(({ alert }) => isDriftWithoutLoss(alert.evidence))
    ? 'Drift without a known loss'
    : 'Told in the digest only';
}

function describeResolved(one: DigestAlert): string {
  const { alert } = one;
  const { metric } = alert.evidence;
  const lasted =
    alert.firedAt === null || alert.resolvedAt === null
      ? ''
      : ` · after ${formatDuration(alert.resolvedAt - alert.firedAt)}`;
  const by = alert.resolvedBy === null ? '' : ', closed by hand';
  return `🟢 ${nameModel(one)} · ${escapeText(metricWord(metric))}${describePlace(alert.evidence)}${lasted}${by}`;
}

function describeSnooze(one: DigestAlert): string {
  const { alert } = one;
  const until = alert.snoozedUntilAt === null ? '' : ` · until ${date(alert.snoozedUntilAt)}`;
  return `⏸️ ${nameModel(one)} · ${describeFinding(alert)}${until}`;
}

const LONGEST_ERROR = 160;

function describeTrouble({ modelName, state, error }: DigestContent['troubles']['shown'][number]): string {
  const { mark, word } = MODEL_STATE_WORDS[state];
  const why = error === null ? '' : `: ${escapeText(truncate(error, LONGEST_ERROR))}`;
  return `${mark} *${escapeText(name(modelName))}* · ${word}${why}`;
}

function describePeriod({ plan, toAt, nextAt }: DigestContent): string {
  const next = nextAt === null ? '' : ` · next digest: ${date(nextAt)}`;
  const how = plan.cadence === 'off' ? '' : ` · ${code('/mlmon digest')}`;
  return `As of ${date(toAt)}${next}${how}`;
}

/** "*Wasserstein distance 0.23* on `delay`, limit 0.10" */
function describeFinding({ evidence }: Alert): string {
  const { value, limit } = describeValue(evidence);
  return `${escapeText(measureWord(evidence.metric, evidence.isPValue))}${value}${describePlace(evidence)}${limit}`;
}

/** " on `delay` where `origin = ORD`" */
function describePlace({ column, segment }: Alert['evidence']): string {
  const on = column === null ? '' : ` on ${code(name(column))}`;
  return segment == null ? on : `${on} where ${code(name(segment))}`;
}

/** What the model lost, where that is not the finding itself; of a drift also that nothing is known. */
function describeLoss({ evidence }: Alert): string {
  const { loss = null } = evidence;
  if (isDriftWithoutLoss(evidence)) {
    if (loss === null) return ' · no loss is known';
    const { value, limit } = formatAgainst(loss.metric, loss.value, loss.reference);
    return ` · no loss is known (${escapeText(metricWord(loss.metric))} ${value}, was ${limit})`;
  }
  if (loss === null || loss.metric === evidence.metric || loss.isKnown === false) return '';
  const { value, limit } = formatAgainst(loss.metric, loss.value, loss.reference);
  return ` · ${escapeText(metricWord(loss.metric))} ${value}, was ${limit}`;
}

function nameModel({ alert, link }: DigestAlert): string {
  const shown = escapeText(name(alert.modelName));
  return link === null ? `*${shown}*` : `*<${link}|${shown}>*`;
}

const LONGEST_NAME = 50;

function name(text: string): string {
  return truncate(text, LONGEST_NAME);
}

function day(at: number): string {
  return date(at, '{date_short_pretty}');
}
