import {
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { ColumnKind, Value } from './types.ts';

const DAY_MS = 86_400_000;

/** One fetched value as plain JavaScript: 64-bit integers and decimals as numbers, dates and times as UTC ms. */
function toPlainValue(value: DuckDBValue): Value {
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  return toInstant(value) ?? String(value);
}

function toInstant(value: DuckDBValue): number | null {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return Number(value.micros) / 1000;
  }
  if (value instanceof DuckDBDateValue) return value.days * DAY_MS;
  if (value instanceof DuckDBTimestampMillisecondsValue) return Number(value.millis);
  if (value instanceof DuckDBTimestampSecondsValue) return Number(value.seconds) * 1000;
  if (value instanceof DuckDBTimestampNanosecondsValue) return Number(value.nanos) / 1e6;
  return null;
}

const WIDTHS: Partial<Record<DuckDBTypeId, number>> = {
  [DuckDBTypeId.BOOLEAN]: 1,
  [DuckDBTypeId.TINYINT]: 1,
  [DuckDBTypeId.UTINYINT]: 1,
  [DuckDBTypeId.SMALLINT]: 2,
  [DuckDBTypeId.USMALLINT]: 2,
  [DuckDBTypeId.INTEGER]: 4,
  [DuckDBTypeId.UINTEGER]: 4,
  [DuckDBTypeId.FLOAT]: 4,
  [DuckDBTypeId.DATE]: 4,
  [DuckDBTypeId.HUGEINT]: 16,
  [DuckDBTypeId.UHUGEINT]: 16,
  [DuckDBTypeId.DECIMAL]: 16,
  [DuckDBTypeId.UUID]: 16,
};
const DEFAULT_WIDTH = 8;

/** Appends the rows of one chunk to `rows`; returns their size in bytes (text in UTF-8, the rest by the type's width). */
export function appendChunk(chunk: DuckDBDataChunk, typeIds: readonly DuckDBTypeId[], rows: Value[][]): number {
  const start = rows.length;
  const count = chunk.rowCount;
  for (let row = 0; row < count; row++) rows.push(new Array<Value>(typeIds.length));
  let bytes = 0;
  for (const [column, typeId] of typeIds.entries()) {
    const width = WIDTHS[typeId] ?? DEFAULT_WIDTH;
    const values = chunk.getColumnValues(column);
    for (let row = 0; row < count; row++) {
      const value = toPlainValue(values[row] ?? null);
      bytes += typeof value === 'string' ? Buffer.byteLength(value) : width;
      rows[start + row]![column] = value;
    }
  }
  return bytes;
}

const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const CATEGORICAL = /^(VARCHAR|BOOLEAN|UUID|ENUM\(.*\))$/s;
const TIMESTAMP = /^(DATE|TIMESTAMP.*)$/;

/** What mlmon does with a column of this DuckDB type. */
export function kindOfType(type: string): ColumnKind {
  if (NUMERIC.test(type)) return 'numeric';
  if (CATEGORICAL.test(type)) return 'categorical';
  return TIMESTAMP.test(type) ? 'timestamp' : 'other';
}
