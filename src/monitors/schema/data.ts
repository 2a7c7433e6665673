import * as z from 'zod';
import { block, choice, columnName, duration, flag, instant, list, map, sqlExpression, text } from './fields.ts';

const datasetName = () => text('a table, a view or a path of a Delta, Parquet or CSV dataset', 1000);

const MODEL_NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.\- ]*$/u;
const ALIAS = /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u;

const dataset = z.union(
  [
    datasetName(),
    block('a dataset', {
      table: datasetName().describe('Table, view, or path of a Delta, Parquet or CSV dataset.'),
      from: instant().optional().describe('First moment of a fixed range.'),
      to: instant().optional().describe('End of a fixed range; the moment itself is outside.'),
      trailing: duration().optional().describe('A moving range: this long, up to the window.'),
      exclude_current: flag()
        .optional()
        .describe('Whether a moving range ends where the window begins (true, the default) or where it ends.'),
    }).superRefine((range, context) => {
      if (range.trailing !== undefined && (range.from !== undefined || range.to !== undefined)) {
        context.addIssue({ code: 'custom', path: ['trailing'], message: 'expected either trailing, or from and to' });
      }
      if (range.from !== undefined && range.to !== undefined && range.from >= range.to) {
        context.addIssue({ code: 'custom', path: ['to'], message: 'expected a moment after from' });
      }
      if (range.exclude_current !== undefined && range.trailing === undefined) {
        context.addIssue({ code: 'custom', path: ['exclude_current'], message: 'it has no meaning without trailing' });
      }
    }),
  ],
  { error: 'expected a table, a path, or a block {table, from, to} or {table, trailing}' },
);

/** Who the model is and where its rows are. */
export const identityShape = {
  model_name: text('the name of the model in its registry', 255)
    .regex(MODEL_NAME, { error: 'expected letters, digits, spaces, and the marks _ . -' })
    .describe('The name in the model registry.'),
  aliases: list(
    text('a short name', 80).regex(ALIAS, { error: 'expected letters, digits, and the marks _ . -, without spaces' }),
    'short names',
    20,
  )
    .optional()
    .describe('Short names that people type in Slack.'),
  description: text('a sentence', 500).optional().describe('One line about the model.'),
  owner: text('a Slack user, a user group or an e-mail address', 200)
    .optional()
    .describe('Slack user, user group or e-mail address.'),
  tags: map(
    text('a tag', 80),
    z.union([z.string(), z.number(), z.boolean()], { error: 'expected a text, a number, true or false' }),
    'a name and a value for each tag',
  )
    .optional()
    .describe('Free names and values.'),
};

export const dataShape = {
  warehouse: text('the name of a warehouse', 80)
    .optional()
    .describe('A warehouse of the configuration; optional where there is only one.'),
  reference_dataset: dataset
    .optional()
    .describe('What normal looks like: a table, view or path; `{table, from, to}`; or `{table, trailing}`.'),
  current_dataset: dataset
    .optional()
    .describe("Production data. Without it: the reference's own table, after its range."),
  timestamp_column: columnName().optional().describe('Event time. Without it the whole current dataset is one window.'),
  granularity: choice(['1 hour', '1 day', '1h', '1d', 'hour', 'day'])
    .optional()
    .describe('The slice, `1 hour` or `1 day` (default).'),
  window: duration()
    .optional()
    .describe('What is compared, up to the last complete slice; a whole number of slices. Default `7 days`.'),
  lateness: z
    .union([duration(), z.literal(0)], { error: 'expected a duration such as "3 days", or 0' })
    .optional()
    .describe('The newest slices of this span are read again for late rows and late labels. Default `1 day`.'),
  problem_type: choice(['classification', 'regression'])
    .optional()
    .describe('`classification` or `regression`; told from `metrics` where it is missing.'),
  prediction_column: columnName().optional().describe('Default `prediction`.'),
  score_column: columnName().optional().describe('Probability of `positive_label`.'),
  score_columns: map(text('a class', 200), columnName(), 'the column of probabilities for each class')
    .optional()
    .describe('The column with the probability of each class, `{gold: p_gold, ...}`, where there are three or more.'),
  positive_label: z
    .union([z.string(), z.number(), z.boolean()], { error: 'expected a label: a text, a number, true or false' })
    .optional()
    .describe('The label that counts as positive; found from the data where it is missing.'),
  label_column: columnName().optional().describe('What really happened.'),
  labels: block('labels', {
    table: datasetName().optional().describe('Where the outcomes are; the dataset itself where it is missing.'),
    on: list(columnName(), 'key columns', 20)
      .optional()
      .describe('Columns that join a prediction to its outcome; needed with `table`.'),
    delay: duration().optional().describe('How long outcomes take to arrive; a younger label counts as not there yet.'),
    timestamp_column: columnName()
      .optional()
      .describe(
        'When an outcome happened, where a key has outcomes again and again: it belongs to the predictions of the slice that lies `delay` before it.',
      ),
  })
    .optional()
    .describe('Outcomes that come later, or live in a table of their own.'),
  model_version_column: columnName().optional().describe('Which version of the model made the prediction.'),
  slicing_exprs: list(sqlExpression('a column or a SQL expression'), 'columns or SQL expressions', 20)
    .optional()
    .describe(
      'Segments that are looked at one by one, by the values of a column (`region`) or of two (`"region, plan"`).',
    ),
};
