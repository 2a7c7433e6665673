import { type Condition, compileCondition, type Subject } from '../alerts/condition.ts';
import type { Alert, AlertEvidence } from '../alerts/types.ts';
import { type EvaluationResult, recordEvaluation } from '../alerts/verbs.ts';
import type { ComparedProfiles } from '../checks/drift.ts';
import { readFacts } from '../checks/facts.ts';
import type { Measurement } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { hasDigest } from '../digest/plan.ts';
import { isPerformanceMetric, readChangedMetric } from '../monitors/metric-names.ts';
import { listConditionNames } from '../monitors/rules.ts';
import type { ChannelTarget, Monitor, Rule } from '../monitors/types.ts';
import type { TimeRange } from '../profile/types.ts';
import type { Scene } from '../rootcause/explain.ts';
import { findCause, findWorstSegment, narrowProfiles, type RunScene } from './cause.ts';
import { pickEvidence } from './evidence.ts';
import { readImportance } from './importance.ts';
import { findLoss, type Loss } from './loss.ts';

export type Judged = {
  /** Episodes that are open after this run, or ended with it. */
  alerts: Alert[];
  /** Rules whose condition holds in this run. */
  breachedRules: string[];
};

/** What one rule says about one run. */
export type Answer = {
  rule: Rule;
  /** null: it cannot be told. */
  isBreach: boolean | null;
  evidence: AlertEvidence;
  /** How long after the end of a window the rule is asked about it, ms; see `waitOf`. */
  waitMs: number;
};

/** Every rule of a monitor asked about one run; writes nothing. */
export function askRules(
  monitor: Monitor,
  run: {
    id: number;
    window: TimeRange;
    rows: { reference: number; current: number };
    measurements: readonly Measurement[];
    profiles: ComparedProfiles;
    /** Where it is known already: limits do not change it. */
    loss?: Loss | null;
  },
): Answer[] {
  const { measurements } = run;
  const facts = readFacts(measurements);
  const findings = {
    runId: run.id,
    window: run.window,
    rows: run.rows,
    measurements,
    importance: readImportance(monitor),
    loss: run.loss === undefined ? findLoss(monitor, run.profiles, measurements) : run.loss,
    ofSegment: (segment: string) => describeSegment(segment, monitor, run),
  };
  const conditions = compileRules(monitor);
  return monitor.rules.map((rule, i) => {
    const condition = conditions[i]!;
    return {
      rule,
      isBreach: condition.evaluate(facts),
      evidence: pickEvidence(condition, findings),
      waitMs: waitOf(condition, monitor),
    };
  });
}

/**
 * Outcomes that take as long as the window or longer are never there for the newest one: a rule on them is asked about
 * each window when its outcomes have come, or it would never have an answer.
 */
function waitOf({ subjects }: Condition, { labels, labelColumn, windowMs, timestampColumn }: Monitor): number {
  if (labels === null || labels.delayMs < windowMs || timestampColumn === null) return 0;
  const isOnOutcomes = subjects.some((subject) => {
    if (subject.kind === 'drift') return subject.column === labelColumn;
    if (subject.kind === 'metric') return isPerformanceMetric(readChangedMetric(subject.name) ?? subject.name);
    return subject.check === 'performance' || subject.check === 'label_drift';
  });
  return isOnOutcomes ? labels.delayMs : 0;
}

/** Whether some rule is asked about windows that lie back; see `waitOf`. */
export function hasWaitingRules(monitor: Monitor): boolean {
  return compileRules(monitor).some((condition) => waitOf(condition, monitor) > 0);
}

/** The rows of a segment, and what the model lost on them. */
function describeSegment(
  segment: string,
  monitor: Monitor,
  { profiles, measurements }: { profiles: ComparedProfiles; measurements: readonly Measurement[] },
): { rows: { reference: number; current: number }; loss: Loss | null } {
  const own = narrowProfiles(profiles, segment);
  const rowsOf = (side: 'reference' | 'current'): number => profiles[side].segments?.[segment]?.rows ?? 0;
  const loss = own === null ? null : findLoss(monitor, own, measurements, segment);
  return { rows: { reference: rowsOf('reference'), current: rowsOf('current') }, loss };
}

/** What a monitor's rules ask for: the names of metrics, and of checks whose breaches are counted. */
export function listAskedNames(monitor: Monitor): string[] {
  const subjects = compileRules(monitor).flatMap((condition) => condition.subjects);
  return [...new Set(subjects.flatMap(nameSubject))];
}

function nameSubject(subject: Subject): string[] {
  switch (subject.kind) {
    case 'metric':
      return [subject.name];
    case 'breaches':
    case 'segments':
      return [subject.check];
    case 'drift':
      return [];
  }
}

/** The checks whose segments some rule speaks of; every check is corrected by itself, so that others need not be asked. */
export function listSegmentChecks(monitor: Monitor): string[] {
  const subjects = compileRules(monitor).flatMap((condition) => condition.subjects);
  return [...new Set(subjects.flatMap((subject) => (subject.kind === 'segments' ? [subject.check] : [])))];
}

/** A back-test asks the same rules about many windows. */
const compiled = new WeakMap<Monitor, readonly Condition[]>();

function compileRules(monitor: Monitor): readonly Condition[] {
  const known = compiled.get(monitor);
  if (known !== undefined) return known;
  const custom = monitor.customMetrics.map((metric) => metric.name);
  const conditions = monitor.rules.map(({ condition }) =>
    compileCondition(condition, listConditionNames(custom, null)),
  );
  compiled.set(monitor, conditions);
  return conditions;
}

/** Asks every rule about a run's measurements and writes what follows; belongs into the run's transaction. */
export function judgeRules(
  ctx: Context,
  run: {
    id: number;
    monitorId: number;
    monitor: Monitor;
    window: TimeRange;
    rows: { reference: number; current: number };
    measurements: readonly Measurement[];
    profiles: ComparedProfiles;
    /** What findings are explained by, beside the profiles. */
    past: Pick<Scene, 'slices' | 'before' | 'history'>;
    defaultTarget: ChannelTarget | null;
    /** It was measured again, and its rules were asked before, all but those that wait. */
    isLate?: boolean;
  },
): Judged {
  const { monitor } = run;
  const judged: Judged = { alerts: [], breachedRules: [] };
  const sinceMs = ctx.clock.now() - (run.window.toAt ?? 0);
  for (const { rule, isBreach, evidence: finding, waitMs } of askRules(monitor, run)) {
    if (run.isLate === true && waitMs === 0) continue;
    if (waitMs > sinceMs) {
      const open = ctx.store.alerts.latest(run.monitorId, rule.name);
      if (open !== null && open.state !== 'resolved') judged.alerts.push(open);
      continue;
    }
    const evidence = isBreach ? { ...finding, ...explain(ctx, finding, run) } : finding;
    const result = recordEvaluation(ctx, {
      monitor,
      monitorId: run.monitorId,
      run: { id: run.id, window: run.window },
      rule,
      isBreach,
      evidence,
      defaultTarget: run.defaultTarget,
      deliverable: ctx.canDeliver,
      hasDigest: (target) => hasDigest(ctx, target),
    });
    if (isBreach) judged.breachedRules.push(rule.name);
    if (result.alert && isOfRun(result.outcome, result.alert, run.window)) judged.alerts.push(result.alert);
    for (const target of result.skipped) {
      ctx.log.warn({ rule: rule.name, target: target.type }, 'No notifier delivers to this target yet');
    }
  }
  return judged;
}

/** Is the episode open after the run, or did it end with it? One that is over was not ended by an earlier window. */
function isOfRun(outcome: EvaluationResult['outcome'], { state, lastWindowToAt }: Alert, { toAt }: TimeRange): boolean {
  if (outcome === 'none') return false;
  return outcome !== 'repeated' || state !== 'resolved' || lastWindowToAt === toAt;
}

/** An alert without a reason is worth more than a run that fails for want of one. */
function explain(
  ctx: Context,
  finding: AlertEvidence,
  run: Pick<RunScene, 'monitor' | 'window' | 'profiles' | 'measurements'> & {
    past: Pick<Scene, 'slices' | 'before' | 'history'>;
  },
): Pick<AlertEvidence, 'cause' | 'parts' | 'worst'> {
  try {
    const { past, ...rest } = run;
    const scene = { ...rest, ...past };
    const { sentences, parts, segments } = findCause(finding, scene);
    const worst = segments.length > 0 ? null : findWorstSegment(finding, scene);
    return {
      ...(sentences.length === 0 ? {} : { cause: sentences.join('. ') }),
      ...(parts === null ? {} : { parts }),
      ...(worst === null ? {} : { worst }),
    };
  } catch (error) {
    ctx.log.error({ err: error, metric: finding.metric, column: finding.column }, 'A finding could not be explained');
    return {};
  }
}
