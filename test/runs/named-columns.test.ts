import { describe, expect, it } from 'vitest';
import { loadMonitor } from '../../src/monitors/load.ts';
import { chooseColumns } from '../../src/runs/columns.ts';
import type { Dataset } from '../../src/warehouse/types.ts';

const DATASET: Dataset = {
  name: 'a',
  fingerprint: '1',
  fromSql: 'a',
  columns: [
    { name: 'at', type: 'TIMESTAMP', kind: 'timestamp' },
    { name: 'tenure', type: 'DOUBLE', kind: 'numeric' },
    { name: 'region', type: 'VARCHAR', kind: 'categorical' },
  ],
};

function choose(body: string) {
  const source = `model_name: m\nreference_dataset: a\ncurrent_dataset: b\ntimestamp_column: at\n${body}\n`;
  return chooseColumns(loadMonitor(source, { baseDir: null }).monitor, DATASET, { ...DATASET, name: 'b' });
}

describe('a column that neither dataset has is an error wherever it is named', () => {
  it.each([
    ['feature_drift: {columns: {tenur: {threshold: 0.2}}}', 'feature_drift.columns.tenur', 'tenur', 'tenure'],
    ['feature_drift: {categorical_features: [tenur]}', 'feature_drift.categorical_features', 'tenur', 'tenure'],
    ['feature_drift: {}\nslicing_exprs: [tenure, "region, tenur"]', 'slicing_exprs', 'tenur', 'tenure'],
    ['quality: {rules: {regio: {type: number}}}', 'quality.rules.regio', 'regio', 'region'],
    ['latency: {max_duration: 1 hour}\nmodel_version_column: regio', 'model_version_column', 'regio', 'region'],
    [
      'feature_drift: {}\nalerts: {rules: [{name: r, condition: \'drift("psi", "tenur") > 0.1\'}]}',
      'drift() in a condition',
      'tenur',
      'tenure',
    ],
  ])('%s', (body, key, name, nearest) => {
    expect(() => choose(body)).toThrow(
      expect.objectContaining({
        message: `Cannot read ${key}: neither dataset has a column "${name}"`,
        hint: `Did you mean "${nearest}"?`,
      }),
    );
  });
});

it('a category among columns that are not features is none of the data’s business: loading the file says so', () => {
  const { columns } = choose('feature_drift: {features: [tenure], categorical_features: [payment_method]}');
  expect(columns).toEqual([{ name: 'tenure', kind: 'numeric' }]);
});
