import * as z from 'zod';
import { ESTIMATED_METRICS, PERFORMANCE_METRICS } from '../metric-names.ts';
import { featureDriftBlock, targetDriftBlock } from './drift.ts';
import {
  block,
  choice,
  columnName,
  duration,
  flag,
  list,
  map,
  number,
  share,
  text,
  value,
  wholeNumber,
} from './fields.ts';

const rateShape = {
  max: share().optional().describe('Largest allowed share of rows.'),
  max_increase: share().optional().describe('Largest allowed increase over the reference, in share of rows.'),
};

const scalar = z.union([value(), z.number(), z.boolean()], { error: 'expected a text, a number, true or false' });

const valueRule = block('a rule of quality', {
  min: number().optional().describe('Smallest valid value.'),
  max: number().optional().describe('Largest valid value.'),
  in: list(scalar, 'the valid values').optional().describe('The valid values.'),
  matches: text('a regular expression', 500)
    .refine(isRegularExpression, { error: 'expected a regular expression' })
    .optional()
    .describe('Regular expression that a valid value contains.'),
  type: choice(['number', 'integer', 'string', 'boolean', 'timestamp'])
    .optional()
    .describe('What a value must read as.'),
  unique: flag().optional().describe('No value twice in a slice. Default `false`.'),
  not_null: flag().optional().describe('A missing value is invalid. Default `false`.'),
}).refine(isOrdered, { path: ['max'], error: 'expected a number that is not below min' });

function isOrdered({ min, max }: { min?: number | undefined; max?: number | undefined }): boolean {
  return min === undefined || max === undefined || min <= max;
}

/**
 * Engines know more than JavaScript: flags, named groups written with P, and escapes and classes that are read as plain
 * characters here. What they do not know, they say when they run it.
 */
function isRegularExpression(pattern: string): boolean {
  const known = pattern
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?[imsU-]+\)/g, '')
    .replace(/\(\?[imsU-]+:/g, '(?:');
  try {
    new RegExp(known);
    return true;
  } catch {
    return false;
  }
}

const qualityBlock = block('quality', {
  missing_rate: block('missing_rate', rateShape).optional().describe('Missing values per column.'),
  outlier_rate: block('outlier_rate', {
    ...rateShape,
    fences: choice(['iqr', 'z'])
      .optional()
      .describe(
        'From the reference: `iqr` (1.5 interquartile ranges beyond the quartiles, default) or `z` (3 standard deviations).',
      ),
  })
    .optional()
    .describe('Values beyond the fences, per column.'),
  invalid_rate: block('invalid_rate', rateShape).optional().describe('Values that break their rule, per column.'),
  rules: map(columnName(), valueRule, 'rules by column').optional().describe('What a valid value is, per column.'),
});

const expectedRows = z.union(
  [
    choice(['auto']),
    block('expected', {
      min: number('a number of rows', { min: 0 }).optional().describe('Fewest rows in a window.'),
      max: number('a number of rows', { min: 0 }).optional().describe('Most rows in a window.'),
    }).refine(isOrdered, { path: ['max'], error: 'expected a number of rows that is not below min' }),
  ],
  { error: 'expected auto, or a block {min, max}' },
);

const customMetric = block('a custom metric', {
  name: text('a name', 80)
    .regex(/^[a-z][a-z0-9_]*$/, { error: 'expected a name of lower-case letters, digits and _' })
    .refine((name) => name !== 'drift' && name !== 'breaches', { error: 'expected a name that no function has' })
    .describe('What rules call it.'),
  description: text('a sentence').optional().describe('One line about it.'),
  // What may stand in it is judged word by word: a ";" within a text does no harm.
  sql_expression: text('a SQL expression', 2000).describe('An aggregate over the window.'),
  type: choice(['numeric']).optional().describe('`numeric`.'),
  better_is: choice(['higher', 'lower']).optional().describe('Which direction is good: `higher` or `lower`.'),
  min_value: number().optional().describe('Below this it is a breach.'),
  max_value: number().optional().describe('Above this it is a breach.'),
}).refine(({ min_value: min, max_value: max }) => isOrdered({ min, max }), {
  path: ['max_value'],
  error: 'expected a number that is not below min_value',
});

const anomalyRateBlock = block('anomaly_rate', {
  column: columnName().describe('Column that is true or 1 for an anomaly.'),
  min: share().optional().describe('Default 0.02.'),
  max: share().optional().describe('Default 0.15.'),
  max_change: share().optional().describe('Largest change against the baseline, in share of rows. Default 0.05.'),
  baseline: duration().optional().describe('Span before the window that is compared. Default `30 days`.'),
}).refine(({ min = 0.02, max = 0.15 }) => min <= max, {
  path: ['max'],
  error: 'expected a share that is not below min; by default min is 0.02 and max 0.15',
});

const correlationsBlock = block('correlations', {
  columns: list(columnName(), 'column names')
    .optional()
    .describe('Columns of numbers. Default: those of the summary; at most 20 are compared, by importance.'),
  max_change: number('a number from 0 to 2', { min: 0, max: 2 })
    .optional()
    .describe('Largest allowed change of a correlation against the reference. Default 0.2.'),
});

const summaryBlock = block('summary', {
  columns: list(columnName(), 'column names')
    .optional()
    .describe('Columns of numbers. Default: those that are watched, or every one where none is.'),
  correlations: z
    .union([flag(), correlationsBlock], { error: 'expected true, or a block {columns, max_change}' })
    .optional()
    .describe('`true` or a block: the correlations of these columns, and how they changed.'),
});

/** What is measured. */
export const checksShape = {
  metrics: list(text('the name of a metric', 80), 'names of metrics', 50)
    .optional()
    .describe(
      `Performance: ${PERFORMANCE_METRICS.map((name) => `\`${name}\``).join(', ')}, and names of custom metrics.`,
    ),
  feature_drift: featureDriftBlock.optional().describe('Have the inputs changed?'),
  prediction_drift: targetDriftBlock('prediction_drift').optional().describe('Have the predictions changed?'),
  label_drift: targetDriftBlock('label_drift').optional().describe('Have the outcomes changed?'),
  estimated_performance: block('estimated_performance', {
    metrics: list(text('the name of a metric', 80), 'names of metrics', 50)
      .optional()
      .describe(
        `Out of ${ESTIMATED_METRICS.map((name) => `\`${name}\``).join(', ')}. Default \`accuracy\` and \`roc_auc\`, of a regressor \`mae\`.`,
      ),
  })
    .optional()
    .describe('Performance before the labels come; never called accuracy.'),
  quality: qualityBlock.optional().describe('Missing, unusual and invalid values.'),
  anomaly_rate: anomalyRateBlock.optional().describe('How often an anomaly detector says yes.'),
  volume: block('volume', {
    expected: expectedRows.optional().describe('`auto` (default, from the past) or `{min, max}` rows in a window.'),
  })
    .optional()
    .describe('Are there as many rows as usual?'),
  freshness: block('freshness', {
    max_days_since_prediction: number('a number of days', { min: 0 })
      .optional()
      .describe('Default 1 where no limit is given.'),
    min_active_days: wholeNumber(0, 7).optional().describe('Days with predictions among the last 7.'),
    max_days_since_training_data: number('a number of days', { min: 0 })
      .optional()
      .describe('Age of the newest row of the reference, which stands for the training data.'),
  })
    .optional()
    .describe('Do predictions still come, and is what the model learnt from still young?'),
  latency: block('latency', { max_duration: duration().describe('Longest allowed scoring.') })
    .optional()
    .describe('How long scoring takes.'),
  jobs: block('jobs', {
    table: text('a table', 1000).describe('Table of job runs.'),
    like: text('a pattern')
      .optional()
      .describe('SQL pattern of the job names: `%` is any text, `_` any one character. Default `%`.'),
    min_success_rate: share().optional().describe('Default 0.95.'),
  })
    .optional()
    .describe('Do the jobs around the model succeed?'),
  custom_metrics: z
    .array(customMetric, { error: 'expected a list of custom metrics' })
    .max(50, { error: 'expected at most 50 entries' })
    .optional()
    .describe('Numbers of your own, as SQL.'),
  summary: summaryBlock
    .optional()
    .describe('Mean, median, deviation and quantiles of columns, and of the predictions per slice.'),
};

export type QualityInput = z.output<typeof qualityBlock>;
export type ExpectedRowsInput = z.output<typeof expectedRows>;
export type CustomMetricInput = z.output<typeof customMetric>;
export type SummaryInput = z.output<typeof summaryBlock>;
