import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { formatWindow } from '../format.ts';
import { listIncidents, markIncident, removeIncident } from '../incidents/verbs.ts';
import type { IncidentRow } from '../store/types.ts';
import { readInstant } from './instants.ts';
import { EXIT, print } from './terminal.ts';

export type IncidentOptions = { from?: string; to?: string; reason?: string; remove?: string };

/**
 * `mlmon incident MODEL`: marks a period that references and baselines leave out, takes a mark back, or, with no option,
 * lists what is marked. Returns the exit code.
 */
export function editIncidents(ctx: Context, name: string, options: IncidentOptions): number {
  const actor = { type: 'cli' } as const;
  if (options.remove !== undefined) {
    print(`Removed ${describe(removeIncident(ctx, { name, id: parseId(options.remove), actor }))}`);
    return EXIT.ok;
  }
  const { from, to, reason } = options;
  if (from === undefined && to === undefined && reason === undefined) {
    const incidents = listIncidents(ctx, name);
    print(incidents.length === 0 ? 'No incident is marked' : incidents.map(describe).join('\n'));
    return EXIT.ok;
  }
  if (from === undefined || to === undefined || reason === undefined) {
    throw new AppError('invalid_input', 'Cannot mark the incident: --from, --to and --reason go together', {
      hint: 'Give all three, for example --from 2026-02-03 --to 2026-02-05 --reason "the feed was cut"',
    });
  }
  const period = { fromAt: readInstant('--from', from), toAt: readInstant('--to', to) };
  print(`Marked ${describe(markIncident(ctx, { name, ...period, reason, actor }))}`);
  print('From the next run on, references and baselines leave out every slice of it');
  return EXIT.ok;
}

function describe({ id, fromAt, toAt, reason, markedBy }: IncidentRow): string {
  return `incident ${id}: ${formatWindow({ fromAt, toAt })}, by ${markedBy}: ${reason}`;
}

function parseId(text: string): number {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new AppError('invalid_input', `Cannot read --remove: "${text}" is no number of an incident`, {
    hint: '`mlmon incident MODEL` lists them with their numbers',
  });
}
