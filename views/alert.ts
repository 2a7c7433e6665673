import type { MessageAttachment } from '@slack/types';
import type { Alert, AlertEvidence, VoteTally } from '../src/alerts/types.ts';
import { formatCount, formatWindow } from '../src/format.ts';
import { DRIFT_METHOD_NAMES } from '../src/monitors/types.ts';
import { formatAgainst, formatMetric, measureWord, metricWord, nameSegment } from '../src/words.ts';
import {
  actions,
  button,
  code,
  context,
  date,
  escapeText,
  LIMITS,
  type Message,
  section,
  toPlainText,
  truncate,
} from './blocks.ts';
import { formatDuration, SEVERITY_WORDS, STATE_WORDS } from './words.ts';

export const ACKNOWLEDGE = 'alert.acknowledge';
export const UNACKNOWLEDGE = 'alert.unacknowledge';
export const VOTE_USEFUL = 'alert.vote_useful';
export const VOTE_NOISE = 'alert.vote_noise';

/** What the alert's message needs besides the alert. */
export type AlertDecoration = {
  /** A picture that Slack has already processed. */
  chart: { fileId: string; altText: string } | null;
  /** As the monitor names them: "@data-science", a user id or an e-mail address. */
  owner: string | null;
  mention: string | null;
  votes: VoteTally;
};

/** The one root message of an alert in its present state: what Slack shows is a function of the row. */
export function renderAlert(alert: Alert, decoration: AlertDecoration): Message {
  const { emoji, word, color } = STATE_WORDS[alert.state];
  const finding = describeFinding(alert);
  const isOver = alert.state === 'resolved' || alert.state === 'snoozed';
  const head = `${emoji} *${word} · ${SEVERITY_WORDS[alert.severity]}* · *${escapeText(alert.modelName)}*${describeSince(alert)}`;
  const attachment: MessageAttachment = {
    color,
    fallback: `${alert.modelName}: ${finding.plain}`,
    blocks: renderDetails(alert, decoration),
  };
  const mention = decoration.mention && alert.state === 'firing' ? ` · ${formatMention(decoration.mention)}` : '';
  return {
    text: [
      `${word} · ${SEVERITY_WORDS[alert.severity]} · ${alert.modelName}: ${finding.plain}`,
      ...(isOver ? [] : listCauses(alert.evidence).map(toPlainText)),
    ].join('. '),
    blocks: [section(`${head}${mention}\n${finding.mrkdwn}`)],
    attachments: [attachment],
  };
}

/** Beside the model, so that the finding stays on one line. */
function describeSince({ state, firedAt }: Alert): string {
  return firedAt === null || state === 'resolved' ? '' : ` since ${date(firedAt)}`;
}

type Finding = { mrkdwn: string; plain: string };

/** "PSI 0.34 on `amount`, limit 0.20, in 2 of 3 windows"; what is over needs no value any more. */
function describeFinding(alert: Alert): Finding {
  const { evidence } = alert;
  const { value, limit } = describeValue(evidence);
  const word = measureWord(evidence.metric, evidence.isPValue);
  const measure = alert.state === 'resolved' ? word : `${word}${value}`;
  const tail = alert.state === 'resolved' ? describeRecovery(alert) : describeSpan(alert, limit);
  const on = evidence.column === null ? ['', ''] : [` on ${code(evidence.column)}`, ` on ${evidence.column}`];
  const where =
    evidence.segment == null ? ['', ''] : [` where ${code(evidence.segment)}`, ` where ${evidence.segment}`];
  return {
    mrkdwn: `*${escapeText(measure)}*${on[0]}${where[0]}${tail.mrkdwn}`,
    plain: `${measure}${on[1]}${where[1]}${tail.plain}`,
  };
}

/** " 0.063" and ", limit 0.050", each empty where there is none. */
export function describeValue({ metric, value, threshold }: AlertEvidence): { value: string; limit: string } {
  if (value === null)
    return { value: '', limit: threshold === null ? '' : `, limit ${formatMetric(metric, threshold)}` };
  if (threshold === null) return { value: ` ${formatMetric(metric, value)}`, limit: '' };
  const both = formatAgainst(metric, value, threshold);
  return { value: ` ${both.value}`, limit: `, limit ${both.limit}` };
}

function describeSpan(alert: Alert, limit: string): Finding {
  const { breaches, windows } = alert.evidence;
  const count = windows > 1 ? `, in ${breaches} of ${windows} windows` : '';
  return { mrkdwn: `${limit}${count}`, plain: `${limit}${count}` };
}

/** " back within its limit 0.10 after 6 d", or " closed after 20 min" by a person. */
function describeRecovery({ evidence, firedAt, resolvedAt, resolvedBy }: Alert): Finding {
  const limit = evidence.threshold === null ? '' : ` ${formatMetric(evidence.metric, evidence.threshold)}`;
  const how = resolvedBy === null ? ` back within its limit${limit}` : ' closed';
  if (firedAt === null || resolvedAt === null) return { mrkdwn: how, plain: how };
  const lasted = formatDuration(resolvedAt - firedAt);
  return { mrkdwn: `${how} after *${lasted}*`, plain: `${how} after ${lasted}` };
}

function renderDetails(alert: Alert, decoration: AlertDecoration): NonNullable<MessageAttachment['blocks']> {
  const value = `${alert.id}:${alert.version}`;
  const blockId = `alert_${alert.id}_v${alert.version}`;
  const facts = describeFacts(alert, decoration);
  switch (alert.state) {
    case 'pending':
    case 'firing':
      return [
        ...(decoration.chart
          ? [
              {
                type: 'image' as const,
                slack_file: { id: decoration.chart.fileId },
                alt_text: truncate(decoration.chart.altText, LIMITS.altText),
              },
            ]
          : []),
        ...describeCause(alert),
        ...describeAlso(alert),
        context(facts),
        actions(blockId, [
          button('Acknowledge', {
            actionId: ACKNOWLEDGE,
            value,
            style: 'primary',
            accessibilityLabel: `Acknowledge alert ${alert.id} of ${alert.modelName}`,
          }),
        ]),
      ];
    case 'acked':
      return [
        section(describeAck(alert)),
        ...describeCause(alert),
        ...describeAlso(alert),
        context(facts),
        ...describeVotes(decoration),
        actions(blockId, [
          button('Unacknowledge', {
            actionId: UNACKNOWLEDGE,
            value,
            accessibilityLabel: `Take back the acknowledgement of alert ${alert.id}`,
          }),
          ...voteButtons(alert, value),
        ]),
      ];
    case 'snoozed':
      return [section(describeSnooze(alert)), context(facts)];
    case 'resolved':
      return [
        context(describeEnd(alert), facts),
        ...describeVotes(decoration),
        actions(blockId, voteButtons(alert, value)),
      ];
  }
}

/** Plain buttons: those made for feedback are not known to be drawn inside attachments. */
function voteButtons({ id, modelName }: Alert, value: string) {
  return [
    button('Useful', {
      actionId: VOTE_USEFUL,
      value,
      accessibilityLabel: `Alert ${id} of ${modelName} was useful`,
    }),
    button('Noise', { actionId: VOTE_NOISE, value, accessibilityLabel: `Alert ${id} of ${modelName} was noise` }),
  ];
}

/** "Voted: 2 useful, 1 noise" */
function describeVotes({ votes: { useful, noise } }: AlertDecoration) {
  const counts = [useful > 0 ? `${useful} useful` : '', noise > 0 ? `${noise} noise` : ''].filter(Boolean);
  return counts.length === 0 ? [] : [context(`Voted: ${counts.join(', ')}`)];
}

function describeAck(alert: Alert): string {
  if (alert.ackedAt === null || alert.ackedBy === null) return 'Acknowledged';
  const after = alert.firedAt === null ? '' : `, ${formatDuration(alert.ackedAt - alert.firedAt)} after firing`;
  return `Acknowledged by <@${alert.ackedBy}> at ${date(alert.ackedAt, '{time}')}${after}`;
}

function describeSnooze(alert: Alert): string {
  const until = alert.snoozedUntilAt === null ? '' : ` until ${date(alert.snoozedUntilAt)}`;
  const by = alert.snoozedBy === null ? '' : ` by <@${alert.snoozedBy}>`;
  const reason = alert.snoozeReason === null ? '' : `: ${escapeText(alert.snoozeReason)}`;
  return `Snoozed${until}${by}${reason}`;
}

function describeEnd(alert: Alert): string {
  const fired = alert.firedAt === null ? '' : `Fired ${date(alert.firedAt)}`;
  const acked =
    alert.ackedBy === null || alert.ackedAt === null || alert.firedAt === null
      ? ''
      : `, acknowledged by <@${alert.ackedBy}> in ${formatDuration(alert.ackedAt - alert.firedAt)}`;
  const end = alert.resolvedBy === null ? ', recovered by itself' : `, resolved by <@${alert.resolvedBy}>`;
  return `${fired}${acked}${end}`;
}

/** Where the finding comes from, and what it costs so far. */
function describeCause({ evidence }: Alert) {
  const lines = listCauses(evidence);
  return lines.length === 0 ? [] : [context(...lines)];
}

function listCauses(evidence: AlertEvidence): string[] {
  const { cause = null } = evidence;
  const why = cause === null ? '' : `Why: ${escapeText(cause)}`;
  return [why, describeWorst(evidence), describeLoss(evidence)].filter((line) => line !== '');
}

const DRIFT_METHODS: readonly string[] = DRIFT_METHOD_NAMES;

/** A drift of which neither labels nor an estimate say that it cost anything. */
export function isDriftWithoutLoss({ metric, loss }: AlertEvidence): boolean {
  return DRIFT_METHODS.includes(metric) && (loss === null || loss?.isKnown === false);
}

/** "Worst where `region = EU`: 0.42" */
function describeWorst({ metric, worst = null }: AlertEvidence): string {
  return worst === null ? '' : `Worst where ${code(nameSegment(worst.segment))}: ${formatMetric(metric, worst.value)}`;
}

/** "Accuracy 0.66, was 0.74 in the reference", said to be no loss where chance makes as much; nothing where the finding is that number itself. */
function describeLoss(evidence: AlertEvidence): string {
  const { metric, loss = null } = evidence;
  if (loss === null) return isDriftWithoutLoss(evidence) ? 'No loss is known' : '';
  if (loss.metric === metric) return '';
  const { value, limit } = formatAgainst(loss.metric, loss.value, loss.reference);
  const lost = `${escapeText(metricWord(loss.metric))} ${value}, was ${limit} in the reference`;
  return isDriftWithoutLoss(evidence) ? `No loss is known (${lost})` : lost;
}

/** The other columns in breach, worst first, three at most by name. */
function describeAlso(alert: Alert) {
  const { also } = alert.evidence;
  if (also.length === 0) return [];
  const named = also.slice(0, 3).map((one) => {
    const { metric, value, threshold } = one;
    const what = nameOther(one);
    if (threshold === null || threshold === 0) return `${what} ${formatMetric(metric, value)}`;
    const both = formatAgainst(metric, value, threshold);
    return `${what} ${both.value} (limit ${both.limit})`;
  });
  const rest = also.length > named.length ? `, ${also.length - named.length} more` : '';
  return [context(`Also outside: ${named.join(', ')}${rest}`)];
}

/** A distance goes without saying; of other measures of a column a reader would not know which. */
export function nameOther({ metric, column, isPValue }: AlertEvidence['also'][number]): string {
  if (column === null) return escapeText(metricWord(metric));
  const isDistance = DRIFT_METHODS.includes(metric) && isPValue !== true;
  if (isDistance) return code(column);
  const word = measureWord(metric, isPValue);
  return `${escapeText(word.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()))} of ${code(column)}`;
}

function describeFacts(alert: Alert, decoration: AlertDecoration): string {
  const { evidence } = alert;
  const rows =
    evidence.rowsReference > 0
      ? `${formatCount(evidence.rowsCurrent)} rows against ${formatCount(evidence.rowsReference)}`
      : `${formatCount(evidence.rowsCurrent)} rows`;
  const owner = decoration.owner === null ? '' : ` · owner ${formatMention(decoration.owner)}`;
  const window = formatWindow({ fromAt: evidence.windowFromAt, toAt: evidence.windowToAt });
  return `Alert ${alert.id} · rule ${code(alert.rule)} · ${window} · ${rows}${owner}`;
}

/** User and group ids become mentions; names and addresses stay text. */
export function formatMention(who: string): string {
  if (/^[UW][A-Z0-9]{5,}$/.test(who)) return `<@${who}>`;
  if (/^S[A-Z0-9]{5,}$/.test(who)) return `<!subteam^${who}>`;
  return escapeText(who);
}
