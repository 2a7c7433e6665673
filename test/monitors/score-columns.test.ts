import { expect, test } from 'vitest';
import { faultsOf, HEAD, loadBody } from './support.ts';

const CLASSES = '{gold: p_gold, silver: p_silver, 3: p_three}';

test('score_columns names the column of each class', () => {
  const { scoreColumns, scoreColumn } = loadBody(`score_columns: ${CLASSES}\nmetrics: [roc_auc_weighted]`);
  expect(scoreColumn).toBeNull();
  expect(scoreColumns).toEqual([
    { label: '3', column: 'p_three' },
    { label: 'gold', column: 'p_gold' },
    { label: 'silver', column: 'p_silver' },
  ]);
});

test('a rule may ask for the drift of the score of a class', () => {
  const { predictionDrift } = loadBody(`score_columns: ${CLASSES}
prediction_drift: {}
alerts: {rules: [{name: gold, condition: 'drift("psi", "p_gold") > 0.1', severity: low}]}`);
  expect(predictionDrift?.asked).toEqual({ p_gold: ['psi'] });
});

test.each([
  [
    `score_column: p\nscore_columns: ${CLASSES}`,
    '5:16 score_columns: it stands beside score_column: "p"; keep one of the two',
  ],
  [
    `positive_label: gold\nscore_columns: ${CLASSES}`,
    '5:16 score_columns: it stands beside positive_label: gold, which is for one score; keep one of the two',
  ],
  [
    'score_columns: {"no": p_no, "yes": p_yes}',
    '4:16 score_columns: got "no", "yes": expected three classes or more; of two, name one as positive_label and its column as score_column',
  ],
  [
    'score_columns: {}',
    '4:16 score_columns: got no class: expected three classes or more; of two, name one as positive_label and its column as score_column',
  ],
  ['score_columns: {a: p, b: q, c: p}', '4:32 score_columns.c: got "p", the column of "a": expected one of its own'],
  [
    `problem_type: regression\nscore_columns: ${CLASSES}`,
    '5:16 score_columns: it is for classification; take it out, or set problem_type',
  ],
  [
    `score_columns: {${Array.from({ length: 101 }, (_, k) => `c${k}: p${k}`).join(', ')}}`,
    '4:16 score_columns: got 101 classes: expected at most 100; leave out the rarest',
  ],
  [
    'score_columns: [p_gold]',
    '4:16 score_columns: got ["p_gold"]: expected a block: the column of probabilities for each class',
  ],
  ['score_columns: {a: 1, b: q, c: r}', '4:20 score_columns.a: got 1: expected the name of a column'],
])('score_columns is refused with what to do instead, case %#', (body, fault) => {
  expect(faultsOf(`${HEAD}${body}\nquality: {}\n`)).toEqual([expect.stringContaining(fault)]);
});
