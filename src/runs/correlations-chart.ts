import type { Alert } from '../alerts/types.ts';
import { buildCorrelationsChart } from '../charts/findings.ts';
import type { CorrelationsChart } from '../charts/types.ts';
import { judgePairs, limitOfChange } from '../checks/correlations.ts';
import type { ComparedProfiles } from '../checks/drift.ts';
import type { Context } from '../context.ts';
import { compareCorrelations } from '../metrics/correlation.ts';
import { loadDefinition } from '../monitors/verbs.ts';

/** The matrix of correlations on both sides, with what changed; null where fewer than two columns are watched. */
export function chartOfCorrelations(
  ctx: Context,
  alert: Alert,
  { grids, reference, current }: ComparedProfiles,
  names: { reference: string; current: string },
): CorrelationsChart | null {
  const columns = grids.pairs?.columns ?? [];
  const row = ctx.store.monitors.get(alert.monitorId);
  const pairs = compareCorrelations(grids, reference, current);
  if (pairs.length === 0 || row === null) return null;
  const real = new Set(
    judgePairs(pairs)
      .filter(({ isReal }) => isReal)
      .map(({ x, y }) => JSON.stringify([x, y])),
  );
  return buildCorrelationsChart({
    modelName: alert.modelName,
    segment: alert.evidence.segment ?? null,
    names,
    rows: { reference: reference.rows, current: current.rows },
    columns,
    pairs: pairs.map(({ x, y, ...sides }) => ({
      x,
      y,
      reference: sides.reference?.r ?? null,
      current: sides.current?.r ?? null,
      isReal: real.has(JSON.stringify([x, y])),
    })),
    // A rule may be stricter than the check.
    limit: alert.evidence.threshold ?? limitOfChange(loadDefinition(row).monitor),
  });
}
