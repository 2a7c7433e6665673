import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../src/checks/types.ts';
import { validateMessage } from '../../src/playground/validate/index.ts';
import type { ModelReport, ModelStatus } from '../../src/runs/status.ts';
import { renderReport, renderStatus } from '../../views/status.ts';
import { ALERT_FIRED_AT, makeAlert } from '../support/alerts.ts';

const NOW = ALERT_FIRED_AT + 20 * 60_000;

const run = {
  id: 12,
  monitorId: 1,
  trigger: 'schedule',
  state: 'breach' as const,
  window: { fromAt: Date.UTC(2026, 1, 14), toAt: Date.UTC(2026, 1, 21) },
  rowsReference: 508_399,
  rowsCurrent: 115_204,
  bytesFetched: 91_000,
  warehouseMs: 180,
  totalMs: 350,
  startedAt: ALERT_FIRED_AT - 500,
  endedAt: ALERT_FIRED_AT,
  error: null,
};

function makeStatus(overrides: Partial<ModelStatus> = {}): ModelStatus {
  return {
    modelName: 'late_flights',
    state: 'firing',
    alert: makeAlert(),
    openAlerts: 1,
    lastRun: run,
    nextDueAt: NOW + 3_600_000,
    ...overrides,
  };
}

const healthy = (name: string) => makeStatus({ modelName: name, state: 'ok', alert: null, openAlerts: 0 });

function makeMeasurement(overrides: Partial<Measurement>): Measurement {
  return {
    check: 'feature_drift',
    metric: 'wasserstein',
    column: 'delay',
    segment: null,
    value: 0.2347,
    threshold: 0.1,
    direction: 'above',
    floor: 0.01,
    pValue: 0.001,
    drifted: true,
    state: 'breach',
    reason: null,
    ...overrides,
  };
}

describe('renderStatus()', () => {
  test('counts first, models outside their limits in a table, healthy ones in a line', async () => {
    const message = renderStatus(
      [
        makeStatus(),
        makeStatus({ modelName: 'topic_de', state: 'no_data', alert: null }),
        healthy('churn'),
        healthy('price'),
      ],
      NOW,
    );
    expect(validateMessage(message)).toEqual([]);
    expect(message.text).toBe('4 models: 1 firing, 1 no data, 2 ok');
    await expect(JSON.stringify(message, null, 2)).toMatchFileSnapshot('snapshots/status.json');
  });

  test('without monitors it says how to make one', () => {
    expect(renderStatus([], NOW).text).toContain('mlmon apply FILE');
  });

  test('two hundred models outside their limits keep Slack limits and say what is not shown', () => {
    const models = Array.from({ length: 200 }, (_, i) => makeStatus({ modelName: `model_${i}` }));
    const message = renderStatus(models, NOW);
    expect(validateMessage(message)).toEqual([]);
    expect(JSON.stringify(message)).toContain('more not shown');
  });
});

describe('renderReport()', () => {
  test('state, alerts, measurements with breaches first, and what is not known', async () => {
    const report: ModelReport = {
      ...makeStatus(),
      alerts: [makeAlert()],
      importance: { delay: 0.9 },
      measurements: [
        makeMeasurement({
          metric: 'accuracy',
          check: 'performance',
          column: null,
          value: 0.72,
          threshold: 0.68,
          direction: 'below',
          state: 'ok',
        }),
        makeMeasurement({}),
        makeMeasurement({
          metric: 'recall',
          check: 'performance',
          column: null,
          value: null,
          state: 'unknown',
          reason: 'no labels have come',
        }),
      ],
    };
    const message = renderReport(report);
    expect(validateMessage(message)).toEqual([]);
    await expect(JSON.stringify(message, null, 2)).toMatchFileSnapshot('snapshots/report.json');
  });

  test('values that are gone or new are named, and columns without any do not fill the table', () => {
    const shares = { threshold: null, direction: null, drifted: null, state: 'ok' as const };
    const message = renderReport({
      ...makeStatus(),
      alerts: [],
      importance: {},
      measurements: [
        makeMeasurement({
          ...shares,
          metric: 'vanished_share',
          column: 'origin',
          value: 0.0017,
          reason: 'Gone: EGE (0.056%), <!here> (0.032%)',
        }),
        makeMeasurement({ ...shares, metric: 'vanished_share', column: 'carrier', value: 0 }),
      ],
    });
    expect(validateMessage(message)).toEqual([]);
    const json = JSON.stringify(message);
    expect(json).toContain('`origin`: Gone: EGE (0.056%), &lt;!here&gt; (0.032%), 0.17% of the reference');
    expect(json).not.toContain('carrier');
  });

  test('of segments only those outside their limits are shown, after the whole', () => {
    const message = renderReport({
      ...makeStatus(),
      alerts: [],
      importance: {},
      measurements: [
        makeMeasurement({ segment: 'region = EU', value: 0.5 }),
        makeMeasurement({ segment: 'region = US', value: 0.05, state: 'ok', drifted: false }),
        makeMeasurement({ segment: 'region = APAC', value: null, state: 'unknown', reason: 'Too few rows' }),
        makeMeasurement({ check: 'jobs', metric: 'job_success_rate', column: null, segment: 'nightly', value: 0.5 }),
        makeMeasurement({}),
      ],
    });
    expect(validateMessage(message)).toEqual([]);
    const json = JSON.stringify(message);
    expect(json).toContain('"delay where region = EU"');
    expect(json.indexOf('"text":"delay"')).toBeLessThan(json.indexOf('"delay where region = EU"'));
    expect(json).toContain('"text":"nightly"');
    expect(json).not.toMatch(/US|APAC/);
  });

  test('a model that never ran names the command that runs it', () => {
    const report: ModelReport = {
      ...makeStatus({ state: 'not_run', lastRun: null, alert: null }),
      alerts: [],
      importance: {},
      measurements: [],
    };
    expect(renderReport(report).text).toContain('/mlmon run late_flights');
  });

  test('a thousand measurements keep Slack limits', () => {
    const measurements = Array.from({ length: 1000 }, (_, i) =>
      makeMeasurement({ column: `a_rather_long_column_name_${i}` }),
    );
    expect(validateMessage(renderReport({ ...makeStatus(), alerts: [], importance: {}, measurements }))).toEqual([]);
  });
});
