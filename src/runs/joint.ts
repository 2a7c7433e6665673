import type { Monitor } from '../monitors/types.ts';
import type { JointSpec } from '../profile/joint.ts';
import type { Dataset } from '../warehouse/types.ts';
import { findLabelTable } from './labels.ts';

/** Does a metric ask for joint counts of predictions and outcomes? */
export function asksForJoint({ metrics, estimatedPerformance }: Monitor): boolean {
  return metrics.length > 0 || estimatedPerformance !== null;
}

/**
 * What the joint counts of predictions and outcomes need of one dataset, or null where no metric asks for them or the
 * dataset has no predictions. A column that is missing there counts as not known.
 * @param now UTC ms; a label counts as arrived when its row is older than the declared delay.
 */
export function describeJoint(
  monitor: Monitor,
  sources: { dataset: Dataset; labels: Dataset | null },
  now: number,
): JointSpec | null {
  const { dataset } = sources;
  const has = (name: string | null) => dataset.columns.some((column) => column.name === name);
  if (!asksForJoint(monitor) || monitor.predictionColumn === null || !has(monitor.predictionColumn)) return null;
  const delayMs = monitor.labels?.delayMs ?? 0;
  const labels = findLabelTable(monitor, sources);
  const { scoreColumns } = monitor;
  return {
    problemType: monitor.problemType,
    predictionColumn: monitor.predictionColumn,
    scoreColumn: has(monitor.scoreColumn) ? monitor.scoreColumn : null,
    ...(scoreColumns.length > 0 && scoreColumns.every(({ column }) => has(column)) ? { classes: scoreColumns } : {}),
    labelColumn: labels !== null || has(monitor.labelColumn) ? monitor.labelColumn : null,
    labels,
    labelsBeforeAt: delayMs > 0 && has(monitor.timestampColumn) ? now - delayMs : null,
    areErrorsByCell: monitor.problemType === 'regression' && monitor.estimatedPerformance !== null,
  };
}
