import { createHash } from 'node:crypto';
import type { CheckInput } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { chooseNannymlMethods, type NannymlMethod } from '../drift/nannyml.ts';
import { refuseUnordered } from '../profile/chunk-rows.ts';
import type { ExactSide } from '../profile/exact.ts';
import { withoutJoin } from '../profile/join.ts';
import type { TimeRange } from '../profile/types.ts';
import type { ChunkedReference } from '../store/types.ts';
import { listDriftSettings } from './drift-settings.ts';
import { fitChunks, type NannymlColumn } from './nannyml-reference.ts';
import { countWindow } from './nannyml-window.ts';
import { type FittedReference, type ReferenceSources, withoutIncidents } from './references.ts';

type Fitted = Pick<FittedReference, 'grids' | 'reference'>;
type Found = { nannyml: NonNullable<CheckInput['nannyml']>; bytes: number; warehouseMs: number };

/**
 * Both sides of every column that a check with `compat: nannyml` looks at. The reference is cut into chunks once and kept
 * until something that it depends on changes; the window is one chunk.
 * @throws AppError invalid_input where the warehouse keeps no order of rows and the reference has no event time.
 */
export async function measureForNannyml(
  ctx: Context,
  from: ReferenceSources,
  window: TimeRange,
  fitted: Fitted,
): Promise<Found> {
  const columns = listNannymlColumns(from);
  if (columns.length === 0) return { nannyml: { columns: {}, tiedEdges: 0 }, bytes: 0, warehouseMs: 0 };
  const startedAt = performance.now();
  const current = { dataset: from.current, timestampColumn: from.monitor.timestampColumn, range: window };
  const sides = { reference: sideOf(from), current };
  const { fits, tiedEdges, bytes } = await ensureChunks(ctx, { from, fitted, columns }, sides);
  const found: Found['nannyml'] = { columns: {}, tiedEdges };
  let counted = 0;
  for (const part of splitJoined(sides, columns)) {
    const { cases, bytes: own } = await countWindow(from.warehouse, part.sides, part.columns, fits);
    found.columns = { ...found.columns, ...cases };
    counted += own;
  }
  return { nannyml: found, bytes: bytes + counted, warehouseMs: performance.now() - startedAt };
}

type Sides = { reference: ExactSide; current: ExactSide };

/** Columns that are joined on either side, such as outcomes, apart from all others, which are read without the join. */
function splitJoined(
  sides: Sides,
  columns: readonly NannymlColumn[],
): { sides: Sides; columns: readonly NannymlColumn[] }[] {
  const isJoined = ({ name }: NannymlColumn) =>
    [sides.reference, sides.current].some(({ dataset }) => dataset.joined?.columns.includes(name));
  const parts = [columns.filter((column) => !isJoined(column)), columns.filter(isJoined)];
  return parts
    .filter(({ length }) => length > 0)
    .map((own) => {
      const names = own.map(({ name }) => name);
      const of = (side: ExactSide) => ({ ...side, dataset: withoutJoin(side.dataset, names) });
      return { sides: { reference: of(sides.reference), current: of(sides.current) }, columns: own };
    });
}

async function ensureChunks(
  ctx: Context,
  { from, fitted, columns }: { from: ReferenceSources; fitted: Fitted; columns: readonly NannymlColumn[] },
  sides: Sides,
): Promise<ChunkedReference & { bytes: number }> {
  const side = sides.reference;
  const parts = splitJoined(sides, columns);
  for (const part of parts) {
    const { reference } = part.sides;
    refuseUnordered(from.warehouse.dialect, reference, reference.dataset.joined !== undefined);
  }
  // The version says what the reference is; a moving one has its place too, and late rows make it longer.
  const { grids, reference } = fitted;
  const basis = { ...side, dataset: null, version: grids.version, rows: reference.rows, columns };
  const key = createHash('sha256').update(JSON.stringify(basis)).digest('hex').slice(0, 16);
  const stored = ctx.store.chunkedReferences.get(from.monitorId, key);
  if (stored !== null) return { ...stored, bytes: 0 };
  const chunked: ChunkedReference = { fits: {}, tiedEdges: 0 };
  let bytes = 0;
  for (const part of parts) {
    const found = await fitChunks(from.warehouse, part.sides.reference, part.columns);
    bytes += found.bytes;
    chunked.fits = { ...chunked.fits, ...found.fits };
    chunked.tiedEdges = Math.max(chunked.tiedEdges, found.tiedEdges);
  }
  ctx.store.chunkedReferences.save(from.monitorId, key, chunked, ctx.clock.now());
  return { ...chunked, bytes };
}

function sideOf(from: ReferenceSources): ExactSide {
  const { timestampColumn } = from.monitor;
  const hasTime = from.reference.columns.some(({ name }) => name === timestampColumn);
  return {
    dataset: from.reference,
    timestampColumn: hasTime ? timestampColumn : null,
    range: from.range,
    where: withoutIncidents(from),
  };
}

/** The columns of checks with `compat: nannyml`, each with the methods of all of them. */
function listNannymlColumns({ monitor, reference, current, columns }: ReferenceSources): NannymlColumn[] {
  const isThere = (name: string) => [reference, current].every((side) => side.columns.some((one) => one.name === name));
  return columns.flatMap(({ name, kind }) => {
    const methods = new Set<NannymlMethod>(
      listDriftSettings(monitor, name)
        .filter(({ compat }) => compat === 'nannyml')
        .flatMap((settings) => chooseNannymlMethods(settings, name, kind)),
    );
    return methods.size > 0 && isThere(name) ? [{ name, kind, methods: [...methods] }] : [];
  });
}
