import { type Condition, type ConditionNames, compileCondition, findConditionFaults } from '../alerts/condition.ts';
import { DEFAULT_DEBOUNCE } from '../alerts/state.ts';
import { CHECK_NAMES, SEGMENT_CHECKS } from '../checks/types.ts';
import type { Fault, KeyPath } from './faults.ts';
import { CONDITION_METRIC_NAMES } from './metric-names.ts';
import { findNearest } from './nearest.ts';
import type { AlertsInput, ChannelInput, ThresholdInput } from './schema/alerts.ts';
import { type ChannelTarget, DRIFT_METHOD_NAMES, type MetricThreshold, type Rule } from './types.ts';

/** A rule with where it stands in the definition. */
export type PlacedRule = { rule: Rule; path: KeyPath; condition: Condition };

/** Names that a condition may use in a monitor with these custom metrics and columns. */
export function listConditionNames(
  customMetrics: readonly string[],
  columns: readonly string[] | null,
): ConditionNames {
  return {
    metrics: [...CONDITION_METRIC_NAMES, ...customMetrics],
    columns,
    methods: DRIFT_METHOD_NAMES,
    checks: CHECK_NAMES,
    segmentChecks: SEGMENT_CHECKS,
  };
}

/** The rules of a definition: thresholds first, then those written as conditions. */
export function readRules(
  alerts: AlertsInput | undefined,
  names: ConditionNames,
): { placed: PlacedRule[]; faults: Fault[] } {
  const thresholds = alerts?.thresholds ?? {};
  const faults = findThresholdFaults(Object.keys(thresholds), names);
  const known = Object.entries(thresholds).filter(([metric]) => names.metrics.includes(metric));
  const drafts = [...draftThresholds(known), ...draftRules(alerts?.rules ?? [])];
  const placed = drafts.flatMap(({ rule, path }) => {
    const found = readConditionFaults(rule.condition, names, [...path, 'condition']);
    faults.push(...found);
    return found.length > 0 ? [] : [{ rule, path, condition: compileCondition(rule.condition, names) }];
  });
  return { placed, faults: [...faults, ...findRepeatedNames(drafts)] };
}

type Draft = { rule: Rule; path: KeyPath };

function draftRules(rules: NonNullable<AlertsInput['rules']>): Draft[] {
  return rules.map((input, index) => ({
    path: ['alerts', 'rules', index],
    rule: {
      name: input.name.trim(),
      description: input.description ?? null,
      condition: input.condition.trim(),
      severity: input.severity ?? 'medium',
      debounce: input.for ?? DEFAULT_DEBOUNCE,
      notify: input.notify ?? 'now',
      channels: (input.channels ?? []).map(readChannel),
    },
  }));
}

/** Thresholds on names that nothing measures. */
export function findThresholdFaults(metrics: readonly string[], names: ConditionNames): Fault[] {
  return metrics
    .filter((metric) => !names.metrics.includes(metric))
    .map((metric) => {
      const nearest = findNearest(metric, names.metrics);
      const fix = nearest === null ? `known: ${names.metrics.join(', ')}` : `did you mean "${nearest}"?`;
      const message = `the metric "${metric}" is not supported; ${fix}`;
      return { path: ['alerts', 'thresholds', metric], message, isKey: true };
    });
}

function draftThresholds(thresholds: readonly (readonly [string, ThresholdInput])[]): Draft[] {
  return thresholds.map(([metric, input]) => ({
    path: ['alerts', 'thresholds', metric],
    rule: {
      name: `${metric}_threshold`,
      description: null,
      condition: writeThreshold(metric, input),
      severity: input.severity ?? 'medium',
      debounce: input.for ?? DEFAULT_DEBOUNCE,
      notify: input.notify ?? 'now',
      channels: [],
    },
  }));
}

/** `comparison` says what holds while all is well; the condition is its opposite. */
function writeThreshold(metric: string, { min_value: min, max_value: max, comparison }: ThresholdInput): string {
  const parts: string[] = [];
  if (min !== undefined) parts.push(`${metric} ${comparison === '>' ? '<=' : '<'} ${writeNumber(min)}`);
  if (max !== undefined) parts.push(`${metric} ${comparison === '<' ? '>=' : '>'} ${writeNumber(max)}`);
  return parts.join(' || ');
}

/** A whole number beyond 64 bits would not be read as one. */
function writeNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e15 ? value.toExponential() : String(value);
}

/** The limits as they were written, for lines in charts. */
export function readThresholds(alerts: AlertsInput | undefined): MetricThreshold[] {
  return Object.entries(alerts?.thresholds ?? {}).map(([metric, { min_value: min, max_value: max }]) => ({
    metric,
    minValue: min ?? null,
    maxValue: max ?? null,
  }));
}

/** Who is told of every rule that names nobody itself. */
export function readDefaultChannels(alerts: AlertsInput | undefined): ChannelTarget[] {
  const targets = (alerts?.channels ?? []).map(readChannel);
  if (alerts?.email_recipients !== undefined) targets.push({ type: 'email', recipients: alerts.email_recipients });
  if (alerts?.slack_webhook !== undefined) {
    targets.push({ type: 'slack', channel: null, webhook: alerts.slack_webhook, mention: null });
  }
  return targets;
}

function readChannel(input: ChannelInput): ChannelTarget {
  switch (input.type) {
    case 'slack':
      return {
        type: 'slack',
        channel: input.channel ?? null,
        webhook: input.webhook ?? null,
        mention: input.mention ?? null,
      };
    case 'pagerduty':
      return { type: 'pagerduty', routingKeyEnv: input.routing_key_env };
    default:
      return input;
  }
}

function findRepeatedNames(drafts: readonly Draft[]): Fault[] {
  const seen = new Set<string>();
  return drafts.flatMap(({ rule, path }) => {
    const key = rule.name.toLowerCase();
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst ? [] : [{ path, message: `the name "${rule.name}" is taken by another rule; choose another` }];
  });
}

/** The faults of one condition, each with the character at which it begins. */
export function readConditionFaults(condition: string, names: ConditionNames, path: KeyPath): Fault[] {
  return findConditionFaults(condition, names).map(({ message, start }) => ({
    path,
    message: `got ${JSON.stringify(condition)}: at character ${start + 1}, ${message}`,
  }));
}
