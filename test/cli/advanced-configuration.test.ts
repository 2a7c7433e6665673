import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { Workspace } from '../warehouse/workspace.ts';
import { makeFolder, run, writeDeltaLog, writeParquet, writeText } from './support.ts';

const MONITOR = `model_name: customer_churn_predictor
reference_dataset: dbfs:/reference/churn_baseline.delta
current_dataset: dbfs:/production/churn_current.delta
metrics: [accuracy, f1_score, precision, recall, roc_auc]
feature_drift:
  features: [tenure, monthly_charges, total_charges, contract_type]
  drift_methods: [WASSERSTEIN, KS_TEST, JS_DIVERGENCE]
  threshold: 0.05
  categorical_features: [contract_type, payment_method]
prediction_drift:
  drift_methods: [PSI]
  threshold: 0.1
alerts:
  email_recipients: [data-science@example.com, ml-ops@example.com]
  slack_webhook: https://hooks.slack.com/services/XXX/YYY/ZZZ
  thresholds:
    accuracy: {min_value: 0.85, comparison: ">="}
    f1_score: {min_value: 0.80, comparison: ">="}
    drift_score: {max_value: 0.10, comparison: "<="}
schedule: "0 */6 * * *"
compute_config:
  instance_type: Standard_DS3_v2
  num_workers: 2
dashboard_name: churn_model_monitoring
`;

const FIELDS = {
  tenure: 'long',
  monthly_charges: 'double',
  total_charges: 'double',
  contract_type: 'string',
  payment_method: 'string',
  prediction: 'boolean',
  prediction_score: 'double',
  actual: 'boolean',
};

/** Customers; prices are higher by `raise`, and one prediction in `wrongEvery` is wrong. */
function customers(raise: number, wrongEvery: number): string {
  return `SELECT (i * 7919) % 72 AS tenure, 20 + (i * 104729) % 90 + ${raise}::DOUBLE AS monthly_charges,
    (20 + (i * 104729) % 90) * ((i * 7919) % 72)::DOUBLE AS total_charges,
    CASE i % 3 WHEN 0 THEN 'monthly' WHEN 1 THEN 'yearly' ELSE 'two years' END AS contract_type,
    CASE i % 2 WHEN 0 THEN 'card' ELSE 'transfer' END AS payment_method,
    i % 4 = 0 AS prediction, CASE WHEN i % 4 = 0 THEN 0.8 ELSE 0.2 END AS prediction_score,
    (i % 4 = 0) <> (i % ${wrongEvery} = 0) AS actual
    FROM (SELECT range AS i FROM range(3000))`;
}

async function makeChurn(): Promise<{ space: Workspace; file: string }> {
  const space = await makeFolder();
  const file = await writeText(space, 'churn.yaml', MONITOR);
  await writeParquet(space, 'reference/churn_baseline.delta/part-0.parquet', customers(0, 20));
  await writeDeltaLog(space, 'reference/churn_baseline.delta', 'part-0.parquet', FIELDS);
  await writeParquet(space, 'production/churn_current.delta/part-0.parquet', customers(12, 5));
  return { space, file };
}

test('the advanced configuration runs as it stands where its data lie beside it', async () => {
  const { file } = await makeChurn();
  const { code, out } = await run(file, { json: true });
  expect(code).toBe(2);
  const { measurements, rows } = JSON.parse(out[0]!) as {
    rows: unknown;
    measurements: { metric: string; column: string | null; state: string; value: number; threshold: number }[];
  };
  expect(rows).toEqual({ reference: 3000, current: 3000 });
  const find = (metric: string, column: string | null) =>
    measurements.find((one) => one.metric === metric && one.column === column);
  expect(find('wasserstein', 'monthly_charges')).toMatchObject({ state: 'breach', threshold: 0.05 });
  expect(find('ks_test', 'monthly_charges')).toMatchObject({ state: 'breach' });
  expect(find('wasserstein', 'tenure')).toMatchObject({ state: 'ok', value: 0 });
  expect(find('js_divergence', 'contract_type')).toMatchObject({ state: 'ok' });
  expect(find('psi', 'prediction')).toMatchObject({ state: 'ok', threshold: 0.1 });
  expect(find('accuracy', null)).toMatchObject({ state: 'breach', threshold: 0.85, value: 0.8 });
  for (const metric of ['f1_score', 'precision', 'recall', 'roc_auc']) expect(find(metric, null)).toBeDefined();
});

test.each([
  ['reference/churn_baseline.delta', 'reference_not_found', 'Reference dataset not found'],
  ['production/churn_current.delta', 'dataset_not_found', 'Dataset not found'],
])('without %s it says so, with the path and the fix', async (folder, code, words) => {
  const { space, file } = await makeChurn();
  await rm(space.path(folder), { recursive: true });
  const failure: unknown = await run(file, { json: true }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AppError);
  expect(failure).toMatchObject({
    code,
    message: `${words}: dbfs:/${folder}`,
    hint: expect.stringContaining(`Looked at ${space.path(folder)}`),
  });
  expect((failure as AppError).hint).toContain('Correct the path, or put the dataset there');
});
