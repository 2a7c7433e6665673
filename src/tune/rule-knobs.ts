import { type Comparison, type Condition, compileCondition, type Subject } from '../alerts/condition.ts';
import { readFacts } from '../checks/facts.ts';
import { DRIFT_SUMMARIES } from '../checks/feature-drift.ts';
import type { CheckName, Measurement } from '../checks/types.ts';
import { listConditionNames } from '../monitors/rules.ts';
import type { Monitor, Rule } from '../monitors/types.ts';
import type { ReplayedWindow } from './replay.ts';
import type { Knob, Reading } from './types.ts';

/** A debounce is not asked to wait for more windows than this. */
const MOST_BREACHES = 6;

type Written = Record<string, unknown>;
type PlacedRule = { rule: Rule; path: string };

/** Limits that rules state themselves: `alerts.thresholds`, and the numbers in conditions. */
export function listRuleKnobs(monitor: Monitor, written: Written, measurements: readonly Measurement[]): Knob[] {
  const ofThresholds = monitor.thresholds.flatMap((one) => listThresholdKnobs(monitor, one, written, measurements));
  return [...ofThresholds, ...placeRules(monitor, written).flatMap((placed) => listConditionKnobs(monitor, placed))];
}

/** The rules that ask how many measurements of a check are beyond their limits. */
export function listAskers(monitor: Monitor, check: CheckName): string[] {
  const isAsked = (subject: Subject): boolean =>
    subject.kind === 'breaches' || subject.kind === 'segments'
      ? subject.check === check
      : check === 'feature_drift' && isCount(subject);
  return monitor.rules.filter((rule) => compile(monitor, rule).subjects.some(isAsked)).map(({ name }) => name);
}

function compile({ customMetrics }: Monitor, { condition }: Rule): Condition {
  const custom = customMetrics.map(({ name }) => name);
  return compileCondition(condition, listConditionNames(custom, null));
}

/** In how many windows of how many a rule must be in breach; as many may be clean as before. */
export function listDebounceKnobs(monitor: Monitor, written: Written): Knob[] {
  const thresholds = Object.keys((readAlerts(written).thresholds ?? {}) as object);
  const ofThresholds = thresholds.flatMap((metric) => {
    const rule = monitor.rules.find(({ name }) => name === `${metric}_threshold`);
    return rule === undefined ? [] : [{ rule, path: `alerts.thresholds.${metric}` }];
  });
  return [...ofThresholds, ...placeRules(monitor, written)].map(({ rule, path }) => {
    const { breaches, of } = rule.debounce;
    return {
      kind: 'debounce',
      path: `${path}.for`,
      metric: rule.name,
      now: breaches,
      looser: 'higher',
      isBeyondAtLimit: false,
      rules: [rule.name],
      checks: [],
      read: (window) => readDebounce(rule.name, window),
      write: (value) => `${value} of ${value + of - breaches}`,
      span: null,
    };
  });
}

/** A rule in breach asks for as many windows as it may ever be asked for: which of them is found by trying. */
function readDebounce(name: string, { answers }: ReplayedWindow): Reading[] {
  const answer = answers.find(({ rule }) => rule.name === name);
  if (answer === undefined || answer.isBreach === null) return [];
  const { breaches } = answer.rule.debounce;
  return Array.from({ length: Math.max(0, MOST_BREACHES - breaches) }, (_, i) => ({
    value: breaches + i + 1,
    isBeyond: answer.isBreach === true,
  }));
}

function readAlerts(written: Written): { thresholds?: unknown; rules?: unknown } {
  return (written.alerts ?? {}) as { thresholds?: unknown; rules?: unknown };
}

/** The rules that stand in the file; those that mlmon adds for checks without one have no place there. */
function placeRules(monitor: Monitor, written: Written): PlacedRule[] {
  const rules = (readAlerts(written).rules ?? []) as { name?: unknown }[];
  return rules.flatMap((input, index) => {
    const name = String(input.name).trim();
    const rule = monitor.rules.find((one) => one.name === name);
    if (rule === undefined) return [];
    const isPlain = /^[\w-]+$/.test(name) && !/^\d+$/.test(name);
    return [{ rule, path: isPlain ? `alerts.rules.${name}` : `alerts.rules[${index}]` }];
  });
}

function listThresholdKnobs(
  monitor: Monitor,
  { metric, minValue, maxValue }: Monitor['thresholds'][number],
  written: Written,
  measurements: readonly Measurement[],
): Knob[] {
  const comparison = (readAlerts(written).thresholds as Record<string, { comparison?: string }>)[metric]?.comparison;
  const checks = [...new Set(measurements.filter((one) => one.metric === metric).map(({ check }) => check))];
  const rules = [`${metric}_threshold`, ...checks.flatMap((check) => listAskers(monitor, check))];
  const make = (key: string, threshold: number, direction: 'above' | 'below'): Knob =>
    comparisonKnob(
      { subject: { kind: 'metric', name: metric }, direction, threshold },
      { path: `alerts.thresholds.${metric}.${key}`, rules, checks, span: null },
      direction === 'above' ? comparison === '<' : comparison === '>',
    );
  return [
    ...(minValue === null ? [] : [make('min_value', minValue, 'below')]),
    ...(maxValue === null ? [] : [make('max_value', maxValue, 'above')]),
  ];
}

function listConditionKnobs(monitor: Monitor, { rule, path }: PlacedRule): Knob[] {
  const { comparisons } = compile(monitor, rule);
  return comparisons.flatMap((comparison) => {
    const place = findNumber(rule.condition, comparison.threshold);
    if (place === null) return [];
    const span = { text: rule.condition, start: place.start, end: place.end };
    return [
      comparisonKnob(
        comparison,
        { path: `${path}.condition`, rules: [rule.name], checks: [], span },
        place.isInclusive,
      ),
    ];
  });
}

function comparisonKnob(
  { subject, direction, threshold }: Comparison,
  where: Pick<Knob, 'path' | 'rules' | 'checks' | 'span'>,
  isInclusive: boolean,
): Knob {
  const isBeyond = (value: number): boolean => (direction === 'above' ? value > threshold : value < threshold);
  return {
    ...where,
    kind: isCount(subject) ? 'count' : 'pointed',
    metric: nameOf(subject),
    now: threshold,
    looser: direction === 'above' ? 'higher' : 'lower',
    isBeyondAtLimit: isInclusive,
    read(window) {
      const value = readSubject(subject, window.measurements);
      return value === null ? [] : [{ value, isBeyond: isBeyond(value) || (isInclusive && value === threshold) }];
    },
    write: (value) => value,
  };
}

function isCount(subject: Subject): boolean {
  if (subject.kind === 'breaches' || subject.kind === 'segments') return true;
  return (
    subject.kind === 'metric' &&
    subject.name !== 'drift_score' &&
    (DRIFT_SUMMARIES as readonly string[]).includes(subject.name)
  );
}

function readSubject(subject: Subject, measurements: readonly Measurement[]): number | null {
  const facts = readFacts(measurements);
  if (subject.kind === 'breaches') return facts.breaches(subject.check);
  if (subject.kind === 'segments') return facts.segments(subject.check);
  return subject.kind === 'drift' ? facts.drift(subject.method, subject.column) : (facts.metrics[subject.name] ?? null);
}

function nameOf(subject: Subject): string {
  if (subject.kind === 'breaches' || subject.kind === 'segments') return subject.check;
  return subject.kind === 'drift' ? subject.method : subject.name;
}

/** Where a number stands in a condition, and whether its comparison holds at the number itself; null unless it stands there once. */
export function findNumber(
  condition: string,
  value: number,
): { start: number; end: number; isInclusive: boolean } | null {
  const bare = condition.replace(/"[^"]*"|'[^']*'/g, (text) => '_'.repeat(text.length));
  const places = [...bare.matchAll(/(?<![\w.])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)].filter(
    ([text]) => Number(text) === value,
  );
  const [place, ...more] = places;
  if (place === undefined || more.length > 0) return null;
  const [start, end] = [place.index, place.index + place[0].length];
  const around = `${bare.slice(0, start).trimEnd().slice(-2)} ${bare.slice(end).trimStart().slice(0, 2)}`;
  return { start, end, isInclusive: /[<>]=/.test(around) };
}
