import { AppError } from '../errors.ts';
import type { ClassScore } from '../monitors/types.ts';
import type { Dataset, Dialect, Value } from '../warehouse/types.ts';
import { CATEGORY_LENGTH, isFloatType, numberSql, textSql, typeOfColumn } from './expressions.ts';
import { toFinite } from './finite.ts';
import { improperSql, type ScoredClass, splitClasses } from './joint-classes.ts';
import { joinLabelsSql, type LabelTable } from './label-join.ts';
import { addErrors } from './merge-errors.ts';
import type { Meter } from './meter.ts';
import { readPackedSums } from './pack.ts';
import { errorsSql, type JointSource, jointSql, NO_SCORE } from './plan-joint.ts';
import type { Source } from './source.ts';
import type { ClassJoint, ErrorSums, Grid, GridSet, JointCell, JointCounts, NumericGrid, Profile } from './types.ts';

/** Which columns say what was predicted and what came true. */
export type JointSpec = {
  problemType: 'classification' | 'regression';
  predictionColumn: string;
  /** Must have a numeric grid. */
  scoreColumn: string | null;
  /** Where the score of every class stands, all with numeric grids; absent where the model has no such scores. */
  classes?: readonly ClassScore[];
  /** null: no labels are known (label-free estimates still need score and prediction). */
  labelColumn: string | null;
  /** Where the labels live in a table of their own. */
  labels: LabelTable | null;
  /** Labels of rows from this instant on (UTC ms) have not come yet, whatever the data say; null: all have. */
  labelsBeforeAt: number | null;
  /** A regressor's errors are wanted by cell of its prediction, which then must have a numeric grid; false by default. */
  areErrorsByCell?: boolean;
};

type Found = Pick<Profile, 'joint' | 'errors'>;

/** Joint counts of a classifier, or error sums of a regressor, by slice number. */
export async function collectJoint(
  meter: Meter,
  source: Source,
  dataset: Dataset,
  grids: GridSet,
  spec: JointSpec,
): Promise<Map<number, Found>> {
  const joined = joinLabels(source, dataset, grids, spec);
  if (spec.problemType === 'regression') return collectErrors(meter, joined);
  const scored = (spec.classes ?? []).map(({ label, column }) => ({
    label,
    score: scoreOf(source.dialect, dataset, grids, column)!,
  }));
  const found = await collectCells(meter, scored.length === 0 ? joined : { ...joined, improper: improperSql(scored) });
  const classes = await collectClasses(meter, joined, scored);
  return new Map(
    [...found].map(([slice, joint]) => [slice, { joint: { ...joint, ...classes.get(slice) }, errors: null }]),
  );
}

async function collectCells(meter: Meter, joined: JointSource): Promise<Map<number, JointCounts>> {
  const found = new Map<number, { cells: JointCell[]; disputed: number; improper: number }>();
  for (const { slice, predicted, actual, packed, disputed, improper } of await meter.records(jointSql(joined))) {
    const sums = found.get(Number(slice)) ?? { cells: [], disputed: 0, improper: 0 };
    found.set(Number(slice), sums);
    const classes = { predicted: toText(predicted), actual: toText(actual) };
    if (classes.predicted !== null && classes.actual !== null) sums.disputed += Number(disputed ?? 0);
    sums.improper += Number(improper ?? 0);
    for (const [cell, count, scoreSum] of readPackedSums(packed)) {
      sums.cells.push({ score: cell === NO_SCORE ? null : cell, scoreSum: toFinite(scoreSum), ...classes, count });
    }
  }
  const { edges: scoreEdges, isDiscrete: isScoreExact } = joined.score?.grid ?? NO_SCORES;
  return new Map(
    [...found].map(([slice, { cells, disputed, improper }]) => [
      slice,
      {
        scoreEdges,
        isScoreExact,
        cells: cells.sort(compareCells),
        ...markRows('disputed', disputed),
        ...markRows('improper', improper),
      },
    ]),
  );
}

/** One statement a class: the scores of each fall into cells of their own. */
async function collectClasses(
  meter: Meter,
  joined: JointSource,
  scored: readonly ScoredClass[],
): Promise<Map<number, { classes: ClassJoint[] }>> {
  const found = new Map<number, { classes: ClassJoint[] }>();
  for (const { label, joined: one } of splitClasses(joined, scored)) {
    for (const [slice, joint] of await collectCells(meter, one)) {
      const { classes } = found.get(slice) ?? { classes: [] };
      found.set(slice, { classes: [...classes, { label, joint }] });
    }
  }
  return found;
}

function toText(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value).slice(0, CATEGORY_LENGTH);
}

/** Only where there are any. */
export function markRows<Mark extends 'disputed' | 'improper'>(mark: Mark, rows: number): { [M in Mark]?: number } {
  return rows === 0 ? {} : ({ [mark]: rows } as { [M in Mark]: number });
}

/** One order for every engine and every merge. */
export function compareCells(a: JointCell, b: JointCell): number {
  return (a.score ?? -1) - (b.score ?? -1) || compareText(a.predicted, b.predicted) || compareText(a.actual, b.actual);
}

function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

async function collectErrors(meter: Meter, joined: JointSource): Promise<Map<number, Found>> {
  const records = await meter.records(errorsSql(joined));
  const found = new Map<number, ErrorSums>();
  for (const record of records) {
    const slice = Number(record.slice);
    const sums = errorsOf(record, joined.errorGrid !== null);
    const known = found.get(slice);
    found.set(slice, known === undefined ? sums : addErrors(known, sums));
  }
  return new Map([...found].map(([slice, errors]) => [slice, { joint: null, errors }]));
}

function errorsOf(record: Record<string, Value>, isByCell: boolean): ErrorSums {
  const sums: ErrorSums = {
    count: Number(record.n),
    unlabelled: Number(record.unlabelled),
    unpredicted: Number(record.all_rows) - Number(record.n) - Number(record.unlabelled),
    ...markRows('disputed', Number(record.disputed ?? 0)),
    error: toFinite(record.error),
    absoluteError: toFinite(record.absolute_error),
    squaredError: toFinite(record.squared_error),
    absolutePercentageError: toFinite(record.percentage_error),
    percentageCount: Number(record.percentage_count),
    actual: toFinite(record.actual),
    actualSpread: toSpread(record),
  };
  if (!isByCell) return sums;
  const { count, unlabelled, absoluteError, squaredError } = sums;
  const cell = record.cell === null || record.cell === undefined ? null : Number(record.cell);
  return { ...sums, cells: [{ cell, count, unlabelled, absoluteError, squaredError }] };
}

/** No labels have no spread, which is none; NULL of some does not fit. */
function toSpread({ n, actual_spread: spread }: Record<string, Value>): number | null {
  if (spread === null || spread === undefined) return Number(n) === 0 ? 0 : null;
  return Math.max(0, Number(spread));
}

/** A label counts only once it would have come in production. */
function arrivedSql(source: Source, actual: string, spec: JointSpec): string {
  if (spec.labelsBeforeAt === null || source.seconds === null) return actual;
  return `CASE WHEN ${source.seconds} < ${Math.floor(spec.labelsBeforeAt / 1000)} THEN ${actual} END`;
}

/** The rows with their labels: from a column of their own, or from a table where each key counts once. */
function joinLabels(source: Source, dataset: Dataset, grids: GridSet, spec: JointSpec): JointSource {
  const { dialect } = source;
  const convert = (reference: string, type: string) =>
    spec.problemType === 'regression' ? numberSql(dialect, reference, type) : classSql(reference, type);
  const predictionType = typeOfColumn(dataset, spec.predictionColumn);
  const predicted = convert(dialect.ident(spec.predictionColumn), predictionType);
  const score = scoreOf(dialect, dataset, grids, spec.scoreColumn);
  const errorGrid = errorGridOf(grids, spec);
  if (spec.labelColumn === null)
    return {
      source,
      score,
      predicted,
      errorGrid,
      disputed: null,
      actual: `CAST(NULL AS ${spec.problemType === 'regression' ? 'DOUBLE' : 'string'})`,
    };
  if (spec.labels === null) {
    const actual = convert(dialect.ident(spec.labelColumn), typeOfColumn(dataset, spec.labelColumn));
    return { source, score, predicted, errorGrid, disputed: null, actual: arrivedSql(source, actual, spec) };
  }
  const actual = convert('mlmon_label', typeOfColumn(spec.labels.dataset, spec.labelColumn));
  const fromSql = joinLabelsSql({ ...source, dataset }, spec.labels, spec.labelColumn);
  const joined = { ...source, fromSql, where: 'TRUE', isColumnar: false, rowKey: null };
  const disputed = 'mlmon_disputed';
  return { source: joined, score, predicted, errorGrid, disputed, actual: arrivedSql(source, actual, spec) };
}

/** A class as text; NaN is none, as where a table was written from Python. */
function classSql(reference: string, type: string): string {
  const text = textSql(reference, type);
  return isFloatType(type) ? `CASE WHEN NOT isnan(${reference}) THEN ${text} END` : text;
}

/** A grid without edges tells no cells apart. */
function errorGridOf(grids: GridSet, spec: JointSpec): JointSource['errorGrid'] {
  const grid = spec.areErrorsByCell === true ? grids.columns[spec.predictionColumn] : undefined;
  return grid?.kind === 'numeric' && grid.edges.length > 0 ? grid : null;
}

const NO_SCORES = { edges: [], isDiscrete: false };
const PROBABILITY_CELLS = 256;
const PROBABILITY_STARTS = Array.from({ length: PROBABILITY_CELLS + 2 }, (_, cell) => cell);

/** Where the reference has no scores to cut cells by: equal cells from 0 to 1. */
const PROBABILITIES: NumericGrid = {
  kind: 'numeric',
  edges: PROBABILITY_STARTS.slice(0, -1).map((cell) => cell / PROBABILITY_CELLS),
  isDiscrete: false,
  decileEdges: [],
  center: 0,
  fences: null,
  fine: { transform: { kind: 'identity' }, low: 0, high: 1, count: PROBABILITY_CELLS, starts: PROBABILITY_STARTS },
};

function isWithoutValues(grid: Grid): boolean {
  return grid.kind === 'numeric' && grid.edges.length === 0;
}

function scoreOf(dialect: Dialect, dataset: Dataset, grids: GridSet, name: string | null): JointSource['score'] {
  if (name === null) return null;
  const fitted = grids.columns[name];
  const grid = fitted === undefined || isWithoutValues(fitted) ? PROBABILITIES : fitted;
  if (grid.kind !== 'numeric') {
    throw new AppError('metric_not_supported', `Metric not supported: score column "${name}" is not numeric`, {
      hint: 'Name a column of probabilities as score_column.',
    });
  }
  const sql = numberSql(dialect, dialect.ident(name), typeOfColumn(dataset, name));
  return { sql: `CASE WHEN ${dialect.isFinite(sql)} THEN ${sql} END`, grid };
}
