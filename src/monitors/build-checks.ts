import type { CustomMetricInput, ExpectedRowsInput, QualityInput, SummaryInput } from './schema/checks.ts';
import type { ColumnDriftInput, FeatureDriftInput, KindDriftInput, TargetDriftInput } from './schema/drift.ts';
import type {
  ColumnDriftSettings,
  CustomMetric,
  DriftSettings,
  KindDriftSettings,
  Monitor,
  QualitySettings,
  RateLimit,
  ValueRule,
} from './types.ts';

/** From the keys of the language to the settings that checks read; defaults are set here and nowhere else. */

const DEFAULT_MIN_ROWS = 30;

/** Drift of the features with every default. */
export const DEFAULT_FEATURE_DRIFT: DriftSettings = buildDrift({});

export function buildDrift(input: FeatureDriftInput | TargetDriftInput): DriftSettings {
  const features = 'features' in input ? input.features : undefined;
  const columns = 'columns' in input ? input.columns : undefined;
  const numeric = 'numeric' in input ? input.numeric : undefined;
  const categorical = 'categorical' in input ? input.categorical : undefined;
  return {
    features: features ?? null,
    ...buildLimits(input),
    kinds: { numeric: buildLimits(numeric ?? {}), categorical: buildLimits(categorical ?? {}) },
    categoricalFeatures: input.categorical_features ?? [],
    columns: mapValues(columns ?? {}, buildColumnDrift),
    exact: input.exact ?? false,
    compat: input.compat ?? null,
    minRows: input.min_rows ?? DEFAULT_MIN_ROWS,
    asked: {},
  };
}

function buildColumnDrift(input: ColumnDriftInput): ColumnDriftSettings {
  return { ...buildLimits(input), importance: input.importance ?? null };
}

function buildLimits(input: KindDriftInput): KindDriftSettings {
  return {
    driftMethods: input.drift_methods ?? null,
    threshold: input.threshold ?? null,
    pValue: input.p_value ?? null,
  };
}

/** An increase of missing values by 5 points is what an empty `quality: {}` watches. */
const DEFAULT_MISSING: RateLimit = { max: null, maxIncrease: 0.05 };

export function buildQuality(input: QualityInput): QualitySettings {
  const rules = mapValues(input.rules ?? {}, buildValueRule);
  const hasRules = Object.keys(rules).length > 0;
  const isEmpty = Object.keys(input).length === 0;
  return {
    missingRate: input.missing_rate === undefined ? (isEmpty ? DEFAULT_MISSING : null) : buildRate(input.missing_rate),
    outlierRate:
      input.outlier_rate === undefined
        ? null
        : { ...buildRate(input.outlier_rate), fences: input.outlier_rate.fences ?? 'iqr' },
    // Rules without a limit would never be heard of.
    invalidRate:
      input.invalid_rate === undefined
        ? hasRules
          ? { max: 0, maxIncrease: null }
          : null
        : buildRate(input.invalid_rate),
    rules,
  };
}

function buildRate(input: { max?: number | undefined; max_increase?: number | undefined }): RateLimit {
  return { max: input.max ?? null, maxIncrease: input.max_increase ?? null };
}

function buildValueRule(input: NonNullable<QualityInput['rules']>[string]): ValueRule {
  return {
    min: input.min ?? null,
    max: input.max ?? null,
    in: input.in ?? null,
    matches: input.matches ?? null,
    type: input.type ?? null,
    unique: input.unique ?? false,
    notNull: input.not_null ?? false,
  };
}

/** A change of 0.2 is what `correlations: true` watches. */
export const DEFAULT_CORRELATIONS: NonNullable<Monitor['correlations']> = { columns: null, maxChange: 0.2 };

export function buildCorrelations(summary: SummaryInput | undefined): Monitor['correlations'] {
  const input = summary?.correlations ?? false;
  if (input === false) return null;
  const { columns, max_change: maxChange } = input === true ? {} : input;
  return {
    columns: columns ?? summary?.columns ?? DEFAULT_CORRELATIONS.columns,
    maxChange: maxChange ?? DEFAULT_CORRELATIONS.maxChange,
  };
}

export function buildVolume(expected: ExpectedRowsInput | undefined): NonNullable<Monitor['volume']> {
  if (expected === undefined || expected === 'auto') return { expected: 'auto' };
  return { expected: { min: expected.min ?? null, max: expected.max ?? null } };
}

export function buildCustomMetric(input: CustomMetricInput): CustomMetric {
  return {
    name: input.name,
    description: input.description ?? null,
    sqlExpression: input.sql_expression,
    type: 'numeric',
    betterIs: input.better_is ?? null,
    minValue: input.min_value ?? null,
    maxValue: input.max_value ?? null,
  };
}

/** Without a prototype, so that a column may be called `constructor`. */
function mapValues<I, O>(input: Readonly<Record<string, I>>, change: (one: I) => O): Record<string, O> {
  const output: Record<string, O> = Object.create(null) as Record<string, O>;
  for (const [key, value] of Object.entries(input)) output[key] = change(value);
  return output;
}
