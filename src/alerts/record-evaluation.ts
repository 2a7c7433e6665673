import { AppError } from '../errors.ts';
import type { ChannelTarget, Monitor, Rule } from '../monitors/types.ts';
import type { TimeRange } from '../profile/types.ts';
import { chooseTargets, isHeldBack, isReleased } from './notifications.ts';
import { type AlertContext, recordTransition, type Told } from './record-transition.ts';
import { applyEvent, describeOpening, isJudgedBefore, openAlert, type Transition } from './state.ts';
import type { Alert, AlertEvent, AlertEvidence } from './types.ts';

/** What one rule said about one run. */
export type EvaluationInput = {
  monitor: Pick<Monitor, 'modelName' | 'channels'>;
  monitorId: number;
  run: { id: number; window: TimeRange };
  rule: Pick<Rule, 'name' | 'condition' | 'severity' | 'debounce' | 'notify' | 'channels'>;
  /** null: it cannot be told, because what it asks for is unknown. */
  isBreach: boolean | null;
  /** Must be there for a breach. */
  evidence: AlertEvidence | null;
  /** Where alerts go whose rule and monitor name no channel. */
  defaultTarget?: ChannelTarget | null;
  /** Targets that a notifier exists for; Slack channels unless told otherwise. */
  deliverable?: (target: ChannelTarget) => boolean;
  /** Targets that a digest tells what no message tells; none unless told otherwise. */
  hasDigest?: (target: ChannelTarget) => boolean;
};

/**
 * `none`: no episode, no breach. `repeated`: this window was judged before and says nothing new. `opened`: a first breach,
 * nobody is told yet. `fired`: people are told. `recorded`: the episode goes on. `resolved`: it is over;
 * `ended`: it is over and had never fired, so nobody is told.
 */
export type EvaluationResult = Told & {
  outcome: 'none' | 'repeated' | 'opened' | 'fired' | 'recorded' | 'resolved' | 'ended';
  alert: Alert | null;
};

type Evaluated = Extract<AlertEvent, { type: 'evaluated' }>;

/**
 * Takes a rule's result into account, in one transaction with everything that follows from it. A window counts once per
 * rule, however often it is run: see `isJudgedBefore`, which also holds against the last episode that was resolved.
 * @throws AppError internal when a breach comes without evidence.
 */
export function recordEvaluation(ctx: AlertContext, input: EvaluationInput): EvaluationResult {
  const event: Evaluated = {
    type: 'evaluated',
    at: ctx.clock.now(),
    isBreach: input.isBreach,
    severity: input.rule.severity,
    windowToAt: input.run.window.toAt,
  };
  const result = ctx.store.transaction((): EvaluationResult => {
    const last = ctx.store.alerts.latest(input.monitorId, input.rule.name);
    if (last && isJudgedBefore(last, event)) return { outcome: 'repeated', alert: last, notified: [], skipped: [] };
    const transition = last && last.state !== 'resolved' ? evaluate(last, event, input) : open(ctx, event, input);
    if (transition === null) return { outcome: 'none', alert: null, notified: [], skipped: [] };
    return record(ctx, event, input, transition);
  });
  if (result.notified.length > 0) ctx.wakeDelivery();
  return result;
}

function evaluate(alert: Alert, event: Evaluated, input: EvaluationInput): Transition {
  return applyEvent(alert, event, input.evidence, input.rule.debounce);
}

function open({ store }: AlertContext, event: Evaluated, input: EvaluationInput): Transition | null {
  if (!event.isBreach) return null;
  const { monitor, monitorId, rule, evidence } = input;
  if (evidence === null) throw new AppError('internal', `Cannot open an alert of "${rule.name}" without evidence`);
  const subject = { monitorId, modelName: monitor.modelName, rule: rule.name, condition: rule.condition };
  return describeOpening(store.alerts.create(openAlert(subject, event, evidence, rule.debounce)));
}

function record(ctx: AlertContext, event: Evaluated, input: EvaluationInput, transition: Transition): EvaluationResult {
  const { alert } = transition;
  const outcome = nameOutcome(transition);
  const { notify } = input.rule;
  const { hasDigest = () => false } = input;
  const targets = chooseTargets({
    alert,
    rule: input.rule.channels,
    monitor: input.monitor.channels,
    fallback: input.defaultTarget ?? null,
    subscriptions: ctx.store.subscriptions.list(),
  }).filter((target) => !isHeldBack(alert, notify, target, hasDigest));
  const told = recordTransition(ctx, {
    transition,
    event,
    evidence: input.evidence,
    targets,
    isReleased: isReleased(alert, notify),
    ...(input.deliverable ? { deliverable: input.deliverable } : {}),
    audit:
      outcome === 'recorded' ? null : { verb: `alert.${outcome}`, details: { run: input.run.id, rule: alert.rule } },
  });
  return { outcome, alert, ...told };
}

function nameOutcome({ alert, from, isFirstFiring }: Transition): EvaluationResult['outcome'] {
  if (isFirstFiring) return 'fired';
  if (from === null) return 'opened';
  if (alert.state !== 'resolved') return 'recorded';
  return alert.firedAt === null ? 'ended' : 'resolved';
}
