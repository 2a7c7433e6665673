import type Database from 'better-sqlite3';
import { AppError } from '../errors.ts';
import { makeAlerts } from './alerts.ts';
import { makeAudit } from './audit.ts';
import { backUp } from './backup.ts';
import { makeChunkedReferences } from './chunked-references.ts';
import { openDatabase } from './database.ts';
import { makeDigests } from './digests.ts';
import { makeGrids } from './grids.ts';
import { makeIncidents } from './incidents.ts';
import { makeMeasurements } from './measurements.ts';
import { makeMessages } from './messages.ts';
import { makeMonitors } from './monitors.ts';
import { makeOutbox } from './outbox.ts';
import { makeRuns } from './runs.ts';
import { makeSchedule } from './schedule.ts';
import { makeSeenEvents } from './seen-events.ts';
import { makeSettings } from './settings.ts';
import { makeSlices } from './slices.ts';
import { makeSubscriptions } from './subscriptions.ts';
import type { Store } from './types.ts';
import { makeVotes } from './votes.ts';

/**
 * Opens mlmon's database, makes it when it is missing, and brings it to the newest schema. ":memory:" is one of its own.
 * @throws AppError conflict when a newer program or another one wrote the file, config when it cannot be opened.
 */
export function openStore(path: string): Store {
  const db = openDatabase(path);
  return {
    path,
    transaction: makeTransaction(db),
    close: () => void db.close(),
    backup: (file) => backUp(db, file),
    monitors: makeMonitors(db),
    grids: makeGrids(db),
    chunkedReferences: makeChunkedReferences(db),
    slices: makeSlices(db),
    runs: makeRuns(db),
    measurements: makeMeasurements(db),
    alerts: makeAlerts(db),
    votes: makeVotes(db),
    outbox: makeOutbox(db),
    messages: makeMessages(db),
    schedule: makeSchedule(db),
    incidents: makeIncidents(db),
    subscriptions: makeSubscriptions(db),
    digests: makeDigests(db),
    seenEvents: makeSeenEvents(db),
    audit: makeAudit(db),
    settings: makeSettings(db),
  };
}

/** IMMEDIATE: what the work reads cannot change before it writes, and a busy database makes it wait at its start, not fail in its middle. */
function makeTransaction(db: Database.Database): Store['transaction'] {
  return <T>(work: () => T): T => {
    const run = db.transaction((): T => refusePromise(work()));
    return run.immediate();
  };
}

function refusePromise<T>(result: T): T {
  if (!(result instanceof Promise)) return result;
  // It is refused here, whatever becomes of it; an unhandled rejection later would end the process.
  result.catch(() => undefined);
  throw new AppError('internal', 'Cannot run a transaction: its work returned a promise', {
    hint: 'Await first, then write everything synchronously inside the transaction',
  });
}
