import type { Fault } from './faults.ts';
import type { MonitorInput } from './schema/monitor.ts';
import type { DatasetSpec, Notice } from './types.ts';

const DAY_MS = 86_400_000;
/** The moving reference of a monitor that names production data only. */
const DEFAULT_TRAILING_MS = 30 * DAY_MS;

type DatasetInput = NonNullable<MonitorInput['reference_dataset']>;

export type DatasetPair = { reference: DatasetSpec; current: DatasetSpec; faults: Fault[]; notices: Notice[] };

/**
 * What is compared with what. One of the two datasets is enough: beside a fixed range stands what came after it, beside
 * a moving range or a whole table its newest window, beside production data alone the 30 days before the window.
 */
export function readDatasets(input: MonitorInput): DatasetPair {
  const chosen = choosePair(input);
  const pair = { ...chosen, notices: [...chosen.notices, ...listUnusedRanges(input)], faults: findRangeFaults(input) };
  const isSameData = input.timestamp_column === undefined && pair.reference.dataset === pair.current.dataset;
  const drift = (['feature_drift', 'prediction_drift', 'label_drift'] as const).find((key) => input[key] !== undefined);
  if (isSameData && drift !== undefined && pair.faults.length === 0) {
    const fix = `${drift} compares two datasets; name the other one, or a timestamp_column`;
    if (input.current_dataset !== undefined && input.reference_dataset !== undefined) {
      const given = JSON.stringify(pair.current.dataset);
      pair.faults.push({ path: ['current_dataset'], message: `got ${given}, as reference_dataset: ${fix}` });
    } else {
      const missing = input.current_dataset === undefined ? 'current_dataset' : 'reference_dataset';
      pair.faults.push({ path: [missing], message: `is missing: ${fix}` });
    }
  }
  return pair;
}

function choosePair(input: MonitorInput): Omit<DatasetPair, 'faults'> {
  const reference = readDataset(input.reference_dataset);
  const current = readDataset(input.current_dataset);
  if (reference !== null && current !== null) return { reference, current, notices: [] };
  if (reference !== null) {
    const hasRange = reference.toAt !== null || reference.trailingMs !== null;
    return {
      reference,
      current: { ...wholeDataset(reference.dataset), fromAt: reference.toAt },
      notices: hasRange ? [] : [noCurrent()],
    };
  }
  const only = current ?? wholeDataset('');
  if (input.timestamp_column === undefined)
    return { reference: wholeDataset(only.dataset), current: only, notices: [] };
  const trailing = { ...wholeDataset(only.dataset), trailingMs: DEFAULT_TRAILING_MS, excludeCurrent: true };
  return { reference: trailing, current: only, notices: [noReference()] };
}

function listUnusedRanges({ current_dataset: current }: MonitorInput): Notice[] {
  if (typeof current !== 'object' || (current.from ?? current.to) === undefined) return [];
  return [
    {
      key: 'current_dataset',
      message:
        'current_dataset.from and to change nothing: the newest window of it is measured; a past range is run with --from and --to',
    },
  ];
}

function noCurrent(): Notice {
  return {
    key: 'current_dataset',
    message: 'current_dataset is not given: the newest window of reference_dataset is measured',
  };
}

function noReference(): Notice {
  return {
    key: 'reference_dataset',
    message: 'reference_dataset is not given: every window is compared with the 30 days before it',
  };
}

function wholeDataset(dataset: string): DatasetSpec {
  return { dataset, fromAt: null, toAt: null, trailingMs: null, excludeCurrent: false };
}

function readDataset(input: DatasetInput | undefined): DatasetSpec | null {
  if (input === undefined) return null;
  if (typeof input === 'string') return wholeDataset(input.trim());
  return {
    dataset: input.table.trim(),
    fromAt: input.from ?? null,
    toAt: input.to ?? null,
    trailingMs: input.trailing ?? null,
    excludeCurrent: input.trailing !== undefined && (input.exclude_current ?? true),
  };
}

function findRangeFaults(input: MonitorInput): Fault[] {
  const { reference_dataset: reference, current_dataset: current } = input;
  const faults: Fault[] = [];
  if (reference === undefined && current === undefined) {
    faults.push({ path: ['reference_dataset'], message: 'is missing: expected a table, a view or a path' });
  }
  if (typeof current === 'object' && current.trailing !== undefined) {
    faults.push({
      path: ['current_dataset', 'trailing'],
      message: 'only a reference can trail; the length of what is compared is window',
    });
  }
  const ranged = (
    [
      ['reference_dataset', reference],
      ['current_dataset', current],
    ] as const
  ).find(([, one]) => typeof one === 'object' && (one.from ?? one.to ?? one.trailing) !== undefined);
  if (ranged !== undefined && input.timestamp_column === undefined) {
    faults.push({
      path: ['timestamp_column'],
      message: `is missing: the range of ${ranged[0]} needs the column of event time`,
    });
  }
  if (
    typeof reference === 'object' &&
    current === undefined &&
    reference.from !== undefined &&
    reference.to === undefined
  ) {
    faults.push({
      path: ['reference_dataset', 'to'],
      message: 'is missing: without an end, nothing is left to compare with it',
    });
  }
  return faults;
}
