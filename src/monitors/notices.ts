import { readSlicings } from '../profile/slicings.ts';
import type { ChannelTarget, Monitor, Notice } from './types.ts';

const NOT_DONE = 'is understood, but this version does nothing with it yet';

/** Keys of the language that a later version will act on, with what to say until then. */
const LATER: readonly { key: string; isUsed(monitor: Monitor): boolean; message: string }[] = [
  { key: 'dashboard', isUsed: ({ dashboard }) => dashboard !== null, message: NOT_DONE },
  { key: 'retrain', isUsed: ({ retrain }) => retrain !== null, message: NOT_DONE },
  ...['instance_type', 'num_workers', 'warehouse_id'].map((key) => ({
    key: `compute_config.${key}`,
    isUsed: ({ computeConfig }: Monitor) => computeConfig[key] !== undefined,
    message: NOT_DONE,
  })),
];

const LATER_CHANNELS: readonly { key: string; isMeant(target: ChannelTarget): boolean }[] = [
  { key: 'email', isMeant: ({ type }) => type === 'email' },
  { key: 'pagerduty', isMeant: ({ type }) => type === 'pagerduty' },
];

/** What of a definition is understood without being acted on. */
export function listNotices(monitor: Monitor): Notice[] {
  const keys = LATER.filter(({ isUsed }) => isUsed(monitor)).map(({ key, message }) => ({
    key,
    message: `${key} ${message}`,
  }));
  const targets = [...monitor.channels, ...monitor.rules.flatMap(({ channels }) => channels)];
  const channels = LATER_CHANNELS.filter(({ isMeant }) => targets.some(isMeant)).map(({ key }) => ({
    key: `alerts (${key})`,
    message: `${key} channels are understood, but this version tells Slack and webhooks only`,
  }));
  return [
    ...keys,
    ...listOtherSlicings(monitor),
    ...listWholeOnly(monitor),
    ...listUnusedMethods(monitor),
    ...channels,
    ...listStrayCategories(monitor),
  ];
}

/** What all rows are asked for, and segments are not. */
function listWholeOnly(monitor: Monitor): Notice[] {
  if (monitor.slicingExprs.length === 0) return [];
  const drifts = [monitor.featureDrift, monitor.predictionDrift, monitor.labelDrift];
  if (!drifts.some((drift) => drift?.compat === 'nannyml')) return [];
  return [
    {
      key: 'slicing_exprs',
      message:
        'compat: nannyml is for all rows together: the segments of slicing_exprs are measured by the methods of mlmon',
    },
  ];
}

/** Evidently chooses the test by itself, and `threshold` alone may limit its number. */
function listUnusedMethods({ featureDrift, predictionDrift, labelDrift }: Monitor): Notice[] {
  const checks = { feature_drift: featureDrift, prediction_drift: predictionDrift, label_drift: labelDrift };
  return Object.entries(checks).flatMap(([check, drift]) => {
    if (drift?.compat !== 'evidently') return [];
    const kinds = Object.entries(drift.kinds).map(([kind, own]) => [`${check}.${kind}`, own] as const);
    const columns = Object.entries(drift.columns).map(([name, own]) => [`${check}.columns.${name}`, own] as const);
    return [[check, drift] as const, ...kinds, ...columns]
      .flatMap(([path, { driftMethods, pValue }]) => [
        ...(driftMethods === null ? [] : [`${path}.drift_methods`]),
        ...(pValue === null ? [] : [`${path}.p_value`]),
      ])
      .map((key) => ({ key, message: `${key} has no part in compat: evidently, which has its own tests` }));
  });
}

function listOtherSlicings({ slicingExprs }: Monitor): Notice[] {
  return readSlicings(slicingExprs).others.map((expression) => ({
    key: 'slicing_exprs',
    message: `slicing_exprs ${JSON.stringify(expression)} is not measured: this version slices by the values of one or two columns ("region", "region, plan"), four entries at most`,
  }));
}

function listStrayCategories({ featureDrift }: Monitor): Notice[] {
  const { features = null, categoricalFeatures = [] } = featureDrift ?? {};
  const stray = features === null ? [] : categoricalFeatures.filter((name) => !features.includes(name));
  return stray.map((name) => ({
    key: 'feature_drift.categorical_features',
    message: `${name} is not among feature_drift.features, so its drift is not watched`,
  }));
}

/** Drift that waits for a loss to be known, in a monitor that will never know one; of interest where somebody is told. */
export function listUncostedDrift({ rules, metrics, estimatedPerformance }: Monitor): Notice[] {
  if (metrics.length > 0 || estimatedPerformance !== null) return [];
  return rules
    .filter(({ notify }) => notify === 'loss')
    .map(({ name, condition }) => ({
      key: name,
      message: `${name} is told in the channel's digest only: without metrics or estimated_performance no loss is ever known. To be told at once, add {name: ${name}, condition: '${condition}'} to alerts.rules`,
    }));
}
