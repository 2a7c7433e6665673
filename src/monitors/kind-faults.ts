import { listMethodsFor } from '../drift/index.ts';
import type { Fault } from './faults.ts';
import type { MonitorInput } from './schema/monitor.ts';

/** Methods that feature_drift asks of all columns of a kind, and that cannot measure that kind. */
export function findKindFaults({ feature_drift: settings }: MonitorInput): Fault[] {
  return (['numeric', 'categorical'] as const).flatMap((kind) => {
    const fitting = listMethodsFor(kind);
    return (settings?.[kind]?.drift_methods ?? []).flatMap((name, i) => {
      const message = `got "${name}", which does not measure ${kind} columns: it must be one of ${fitting.join(', ')}`;
      return fitting.includes(name) ? [] : [{ path: ['feature_drift', kind, 'drift_methods', i], message }];
    });
  });
}
