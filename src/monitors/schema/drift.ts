import type * as z from 'zod';
import { DRIFT_METHOD_NAMES } from '../types.ts';
import { block, choice, columnName, flag, list, map, number, share, wholeNumber } from './fields.ts';

const methods = () =>
  list(choice(DRIFT_METHOD_NAMES), DRIFT_METHOD_NAMES.join(', '))
    .optional()
    .describe(`${DRIFT_METHOD_NAMES.map((name) => `\`${name}\``).join(', ')}. Default: what suits the column's kind.`);
const threshold = () =>
  number('a number above or equal to 0', { min: 0 })
    .optional()
    .describe("Limit on the method's value. Default: the method's own.");
const pValue = () => share().optional().describe('Limit on the p-value, instead of the false-discovery rate.');

const kindShape = { drift_methods: methods(), threshold: threshold(), p_value: pValue() };

const commonShape = {
  ...kindShape,
  exact: flag().optional().describe('KS and Wasserstein exactly, in SQL; 10 to 50 times dearer. Default `false`.'),
  compat: choice(['evidently', 'nannyml'])
    .optional()
    .describe("Another tool's default test of each column, its number and its verdict, instead of the methods here."),
  min_rows: wholeNumber(1, 1_000_000)
    .optional()
    .describe('Fewer rows on either side, and the answer is `unknown`. Default 30.'),
};

const kindDriftBlock = (kind: string) => block(`the ${kind} columns of feature_drift`, kindShape);

const columnDriftBlock = block('a column of feature_drift', {
  ...kindShape,
  importance: number('a number above or equal to 0', { min: 0 })
    .optional()
    .describe('How much the model relies on the column; the important ones come first.'),
});

/** Drift of the input columns. */
export const featureDriftBlock = block('feature_drift', {
  features: list(columnName(), 'column names')
    .optional()
    .describe('Default: every column that is neither time, prediction, score, label, key nor version.'),
  ...commonShape,
  categorical_features: list(columnName(), 'column names')
    .optional()
    .describe('Columns that hold categories although their type is a number.'),
  numeric: kindDriftBlock('numeric')
    .optional()
    .describe('Other settings for all columns of numbers; those of a column come first.'),
  categorical: kindDriftBlock('categorical')
    .optional()
    .describe('Other settings for all columns of categories; those of a column come first.'),
  columns: map(columnName(), columnDriftBlock, 'settings by column')
    .optional()
    .describe('Other settings for a column.'),
});

/** Drift of one column that the monitor names elsewhere: the prediction or the label. */
export function targetDriftBlock(what: string) {
  return block(what, {
    ...commonShape,
    categorical_features: list(columnName(), 'column names')
      .optional()
      .describe('The column, if it holds categories although its type is a number.'),
  });
}

export type KindDriftInput = z.output<ReturnType<typeof kindDriftBlock>>;
export type ColumnDriftInput = z.output<typeof columnDriftBlock>;
export type FeatureDriftInput = z.output<typeof featureDriftBlock>;
export type TargetDriftInput = z.output<ReturnType<typeof targetDriftBlock>>;
