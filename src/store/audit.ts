import type Database from 'better-sqlite3';
import { readJson, writeJson } from './json.ts';
import type { AuditRow, Store } from './types.ts';

type Row = { id: number; at: number; actor: string; verb: string; subject: string; details: string };

/** Who changed what; newest first. */
export function makeAudit(db: Database.Database): Store['audit'] {
  const add = db.prepare<Omit<Row, 'id'>>(
    'INSERT INTO audit (at, actor, verb, subject, details) VALUES (@at, @actor, @verb, @subject, @details)',
  );
  const list = db.prepare<[number], Row>('SELECT * FROM audit ORDER BY id DESC LIMIT ?');
  return {
    add: (row) => void add.run({ ...row, details: writeJson(row.details) }),
    list: (limit) =>
      list.all(limit).map((record) => ({ ...record, details: readJson<AuditRow['details']>(record.details) })),
  };
}
