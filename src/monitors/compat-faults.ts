import { isNannymlMethod, NANNYML_METHODS } from '../drift/nannyml.ts';
import type { Fault, KeyPath } from './faults.ts';
import type { MonitorInput } from './schema/monitor.ts';
import type { DriftMethodName } from './types.ts';

type Asked = {
  drift_methods?: DriftMethodName[] | undefined;
  threshold?: number | undefined;
  p_value?: number | undefined;
};

/** Settings that `compat: nannyml` cannot follow: methods that NannyML does not have, and limits, which are its own. */
export function findCompatFaults(input: MonitorInput): Fault[] {
  return (['feature_drift', 'prediction_drift', 'label_drift'] as const).flatMap((check) => {
    const settings = input[check];
    if (settings?.compat !== 'nannyml') return [];
    const columns = Object.entries(('columns' in settings ? settings.columns : undefined) ?? {});
    const numeric = 'numeric' in settings ? settings.numeric : undefined;
    const categorical = 'categorical' in settings ? settings.categorical : undefined;
    return [
      ...findFaults(settings, [check]),
      ...findFaults(numeric ?? {}, [check, 'numeric']),
      ...findFaults(categorical ?? {}, [check, 'categorical']),
      ...columns.flatMap(([name, column]) => findFaults(column, [check, 'columns', name])),
    ];
  });
}

function findFaults({ drift_methods: methods, threshold, p_value: pValue }: Asked, path: KeyPath): Fault[] {
  const known = Object.keys(NANNYML_METHODS).join(', ');
  const strange = (methods ?? []).flatMap((name, i) => {
    const message = `got "${name}": with compat: nannyml it must be one of ${known}; take it out, or leave out compat`;
    return isNannymlMethod(name) ? [] : [{ path: [...path, 'drift_methods', i], message }];
  });
  const limits = Object.entries({ threshold, p_value: pValue }).flatMap(([key, value]) => {
    const message = `got ${value}: with compat: nannyml the limits are NannyML's own; take it out, or leave out compat`;
    return value === undefined ? [] : [{ path: [...path, key], message }];
  });
  return [...strange, ...limits];
}
