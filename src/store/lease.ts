import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { openDatabase } from './database.ts';
import { makeFreeClaims } from './outbox.ts';
import { checkLiveness, identifyProcess, type Liveness, type ProcessIdentity } from './process-identity.ts';

/** How long a lease lasts without renewal; renew about every third of it. */
export const LEASE_TTL_MS = 15_000;
/** What a killed process had sent may still arrive; whoever looks for it must not look too early. */
const LANDING_MS = 5_000;

/** The right of one process to work on a database. */
export type Lease = {
  /** Extends it; false when it was lost to another process, and then this one must stop working. */
  renew(): boolean;
  /** Gives it back; harmless when it was lost or given back before. */
  release(): void;
};

export type LeaseOptions = {
  /** What the holder is, for the message to the second: "mlmon start". */
  owner: string;
  clock: Clock;
  ttlMs?: number;
  /** Who asks; this process unless a test says otherwise. */
  identity?: ProcessIdentity;
};

type Row = {
  token: string;
  owner: string;
  pid: number;
  host: string;
  machine: string;
  process_start: string | null;
  taken_at: number;
  expires_at: number;
};

/**
 * Takes the database at `path` for this process.
 * 1. A holder on the same machine that is provably dead (killed, rebooted number) loses its lease at once, and what it
 *    had in hand of the outbox is free as soon as its last calls have landed.
 * 2. One that provably lives keeps it even past its term: stopped or busy, it will go on writing.
 * 3. Of any other (another machine or container, a system without /proc) only the term decides.
 * @throws AppError locked, naming the holder.
 */
export function takeLease(path: string, options: LeaseOptions): Lease {
  const db = openDatabase(path);
  const { clock, ttlMs = LEASE_TTL_MS, owner } = options;
  const self = options.identity ?? identifyProcess();
  const token = randomUUID();
  try {
    // Read once without the write lock, so that a holder in the middle of a long transaction is named and not waited for.
    refuseHeld(db, self, clock.now());
    const take = db.transaction(() => {
      const last = refuseHeld(db, self, clock.now());
      if (last !== null && checkHolder(last, self) === 'dead') makeFreeClaims(db)(clock.now() + LANDING_MS);
      writeHolder(db, { token, owner, ...toColumns(self), taken_at: clock.now(), expires_at: clock.now() + ttlMs });
    });
    take.immediate();
  } catch (error) {
    db.close();
    throw error;
  }
  return makeLease(db, token, clock, ttlMs);
}

function makeLease(db: Database.Database, token: string, clock: Clock, ttlMs: number): Lease {
  const renew = db.prepare<[number, string]>('UPDATE lease SET expires_at = ? WHERE id = 1 AND token = ?');
  const release = db.prepare<[string]>('DELETE FROM lease WHERE id = 1 AND token = ?');
  return {
    renew: () => db.open && renew.run(clock.now() + ttlMs, token).changes === 1,
    release() {
      if (!db.open) return;
      release.run(token);
      db.close();
    },
  };
}

/** The last holder, whose lease is over; null: it was given back. @throws AppError locked where it is not. */
function refuseHeld(db: Database.Database, self: ProcessIdentity, now: number): Row | null {
  const holder = readHolder(db);
  if (holder && isHeld(holder, self, now)) throw describeHolder(db.name, holder, now);
  return holder;
}

function isHeld(holder: Row, self: ProcessIdentity, now: number): boolean {
  const liveness = checkHolder(holder, self);
  return liveness === 'alive' || (liveness === 'unknown' && holder.expires_at > now);
}

function checkHolder({ pid, host, machine, process_start: processStart }: Row, self: ProcessIdentity): Liveness {
  return checkLiveness({ pid, host, machine, processStart }, self);
}

function readHolder(db: Database.Database): Row | null {
  return db.prepare<[], Row>('SELECT * FROM lease WHERE id = 1').get() ?? null;
}

function writeHolder(db: Database.Database, record: Row): void {
  db.prepare<Row>(`
    INSERT OR REPLACE INTO lease (id, token, owner, pid, host, machine, process_start, taken_at, expires_at)
    VALUES (1, @token, @owner, @pid, @host, @machine, @process_start, @taken_at, @expires_at)`).run(record);
}

function toColumns(self: ProcessIdentity): Pick<Row, 'pid' | 'host' | 'machine' | 'process_start'> {
  return { pid: self.pid, host: self.host, machine: self.machine, process_start: self.processStart };
}

function describeHolder(path: string, holder: Row, now: number): AppError {
  const since = new Date(holder.taken_at).toISOString();
  const freeInMs = holder.expires_at - now;
  const wait = freeInMs > 0 ? `, or try again in ${Math.ceil(freeInMs / 1000)} s if it was killed` : '';
  return new AppError(
    'locked',
    `Cannot work on ${path}: "${holder.owner}" holds it (process ${holder.pid} on ${holder.host}, since ${since})`,
    { hint: `Stop that process${wait}` },
  );
}
