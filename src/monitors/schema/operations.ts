import * as z from 'zod';
import { checkCron } from '../../schedule/cron.ts';
import { isTimezone, listTimezones } from '../../schedule/zone.ts';
import { findNearest } from '../nearest.ts';
import {
  block,
  choice,
  columnName,
  duration,
  instant,
  list,
  map,
  number,
  share,
  text,
  url,
  wholeNumber,
} from './fields.ts';

const cron = () =>
  text('a cron expression such as "0 */6 * * *"', 200).superRefine((expression, context) => {
    const fault = checkCron(expression);
    if (fault !== null) {
      context.addIssue({ code: 'custom', message: `expected a cron expression such as "0 */6 * * *": ${fault}` });
    }
  });

const timezone = text('a time zone such as Europe/Berlin', 80).superRefine((name, context) => {
  if (isTimezone(name)) return;
  const nearest = findNearest(name, ['UTC', ...listTimezones()]);
  const suggestion = nearest === null ? '' : `; did you mean "${nearest}"?`;
  context.addIssue({ code: 'custom', message: `expected a time zone such as Europe/Berlin${suggestion}` });
});

const schedule = z.union(
  [
    cron(),
    block('schedule', {
      cron_expression: cron().describe('Five fields; day of month and day of week must both match.'),
      timezone: timezone.optional().describe('Default `UTC`.'),
      start_date: instant().optional().describe('Not before.'),
      pause_status: choice(['unpaused', 'paused']).optional().describe('`UNPAUSED` (default) or `PAUSED`.'),
    }),
  ],
  { error: 'expected a cron expression such as "0 */6 * * *", or a block {cron_expression, timezone}' },
);

const dashboard = block('dashboard', {
  name: text('a name', 200).describe('Its title.'),
  metrics: list(text('the name of a metric', 80), 'names of metrics', 50).optional().describe('Default: all measured.'),
  features: list(columnName(), 'column names').optional().describe('Default: all watched.'),
  time_range_days: wholeNumber(1, 3650).optional().describe('Default 30.'),
  refresh_schedule: cron().optional().describe('Cron expression.'),
});

const retrainTarget = z.discriminatedUnion(
  'type',
  [
    block('a databricks_job target', {
      type: z.literal('databricks_job'),
      job_id: wholeNumber(1, Number.MAX_SAFE_INTEGER).describe('Id of the job.'),
      parameters: map(
        text('a name', 200),
        z.union([z.string(), z.number(), z.boolean()], { error: 'expected a text, a number, true or false' }),
        'job parameters',
      )
        .optional()
        .describe('Job parameters.'),
    }),
    block('a webhook target', { type: z.literal('webhook'), url: url(false).describe('What is called.') }),
    block('a command target', {
      type: z.literal('command'),
      command: list(text('a word of a command', 1000), 'the program and its arguments', 100).describe(
        'The program and its arguments.',
      ),
    }),
  ],
  { error: 'expected a target: {type: databricks_job, job_id: 123}; type is databricks_job, webhook or command' },
);

const retrain = block('retrain', {
  mode: choice(['suggest', 'approve', 'automatic'])
    .optional()
    .describe('`suggest` (default), `approve` or `automatic`.'),
  triggers: block('triggers', {
    prediction_drift_sigma: number('a number of standard deviations', { min: 0 })
      .optional()
      .describe('Predictions moved by more standard deviations.'),
    features_drifted: wholeNumber(1, 100_000).optional().describe('So many features drifted.'),
    label_p_value: share().optional().describe('The p-value of label drift is below.'),
    max_age: duration().optional().describe('The model was trained longer ago.'),
    accuracy_drop: share().optional().describe('Accuracy fell by more.'),
  })
    .optional()
    .describe('Reasons to train again.'),
  cooldown: duration().optional().describe('Not again within.'),
  approvers: list(text('a Slack user or group', 80), 'Slack users or groups', 50)
    .optional()
    .describe('Who may approve.'),
  target: retrainTarget.optional().describe('What trains: a `databricks_job`, a `webhook` or a `command`.'),
});

/** When it runs, with what, and what then. */
export const operationsShape = {
  schedule: schedule.optional().describe('Cron expression in UTC, or a block. Without it: only on request.'),
  compute_config: block('compute_config', {
    instance_type: text('an instance type', 80).optional().describe('Of a job cluster.'),
    num_workers: wholeNumber(0, 10_000).optional().describe('Of a job cluster.'),
    warehouse_id: text('the id of a SQL warehouse', 80).optional().describe('SQL warehouse that runs the queries.'),
    statement_timeout: duration().optional().describe('A longer query is cancelled.'),
  })
    .optional()
    .describe('What the queries run on.'),
  dashboard_name: text('a name', 200).optional().describe('Short for `dashboard: {name}`.'),
  dashboard: dashboard.optional().describe('A dashboard of the monitor.'),
  retrain: retrain.optional().describe('When the model is trained again.'),
};
