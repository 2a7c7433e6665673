import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { AppError, TooManyRowsError } from '../errors.ts';
import { mapDuckDbError } from './duckdb-errors.ts';
import type { Session } from './duckdb-session.ts';
import { appendChunk } from './duckdb-values.ts';
import type { QueryOptions, QueryResult, Value } from './types.ts';

const DEFAULT_MAX_ROWS = 200_000;
/** A longer timer of Node's ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs one SELECT on a connection of its own and fetches it chunk by chunk.
 * @throws AppError timeout, cancelled, invalid_input (not one SELECT, or too many rows), or as mapDuckDbError says.
 */
export async function runSelect(
  session: Session,
  sql: string,
  options: QueryOptions & { deadlineMs: number },
): Promise<QueryResult> {
  if (options.signal?.aborted) throw cancelledError();
  const startedAt = performance.now();
  const connection = await session.instance.connect();
  let stopped: AppError | null = null;
  const stop = (reason: AppError) => {
    stopped ??= reason;
    connection.interrupt();
  };
  const onAbort = () => stop(cancelledError());
  const deadlineMs = Math.min(options.deadlineMs, LONGEST_TIMER_MS);
  const timer = setTimeout(() => stop(timeoutError(deadlineMs)), deadlineMs);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  // What was cancelled while the connection was made tells no listener any more.
  if (options.signal?.aborted) onAbort();
  try {
    const fetched = await fetchSelect(connection, sql, options.maxRows ?? DEFAULT_MAX_ROWS, () => stopped);
    return { ...fetched, elapsedMs: performance.now() - startedAt };
  } catch (error) {
    throw stopped ?? mapDuckDbError(error);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    connection.closeSync();
  }
}

async function fetchSelect(
  connection: DuckDBConnection,
  sql: string,
  maxRows: number,
  stopped: () => AppError | null,
): Promise<Omit<QueryResult, 'elapsedMs'>> {
  const result = await startSelect(connection, sql, maxRows);
  const typeIds = result.columnTypes().map((type) => type.typeId);
  const rows: Value[][] = [];
  let bytes = 0;
  for (;;) {
    const reason = stopped();
    if (reason !== null) throw reason;
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    if (rows.length + chunk.rowCount > maxRows) throw new TooManyRowsError(maxRows);
    bytes += appendChunk(chunk, typeIds, rows);
  }
  return { columns: result.columnNames(), rows, bytes };
}

/**
 * Runs it as a subquery, which nothing but a SELECT can be. Asking DuckDB what kind of statement it is would mean to
 * prepare it, and a statement that reads files is planned anew when it runs.
 */
async function startSelect(connection: DuckDBConnection, sql: string, maxRows: number): Promise<DuckDBResult> {
  const { count } = await connection.extractStatements(sql);
  if (count !== 1) throw notOneSelectError(`it holds ${count} statements`);
  try {
    return await connection.run(`SELECT * FROM (${sql}\n) LIMIT ${maxRows + 1}`);
  } catch (error) {
    if (error instanceof Error && /^Parser Error/.test(error.message)) throw notOneSelectError('it is not a SELECT');
    throw error;
  }
}

function notOneSelectError(reason: string): AppError {
  return new AppError('invalid_input', `Cannot run SQL: ${reason}`, { hint: 'Write one SELECT; mlmon only reads.' });
}

function cancelledError(): AppError {
  return new AppError('cancelled', 'The statement was cancelled');
}

function timeoutError(deadlineMs: number): AppError {
  return new AppError('timeout', `The statement took longer than ${deadlineMs / 1000} s and was stopped`, {
    hint: "Raise the monitor's compute_config.statement_timeout or MLMON_STATEMENT_TIMEOUT, or take a shorter window or fewer columns.",
  });
}
