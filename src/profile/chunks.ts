import type { QueryOptions, Warehouse } from '../warehouse/types.ts';
import { type ChunkedSide, chunkedSql, orderedSql } from './chunk-rows.ts';
import { type EvenCells, type EvenRows, evenCellSql } from './even-cells.ts';
import { CATEGORY_LENGTH, numberSql, textSql, typeOfColumn } from './expressions.ts';
import { Meter } from './meter.ts';

/** A column counted in even cells; `key` tells it apart where a column is asked twice. */
export type CellsRequest = { key: string; column: string; range: EvenCells };
export type ChunkCategories = ReadonlyMap<string, number>;
/** Rows of a value in each chunk. */
export type ChunkValues = { value: number; rows: number[] };
/** Numbers of a column that are there; `low` and `high` are the finite extremes, null where there is none. */
export type NumberRange = { rows: number; infinities: number; low: number | null; high: number | null };

/** A column of more categories is not fetched by name. */
export const MAX_CATEGORIES = 10_000;

/** Counts of a dataset's rows, chunk by chunk, as exact as the rows. Few, small results whatever the number of rows. */
export class ChunkReader {
  readonly meter: Meter;
  readonly #warehouse: Warehouse;
  readonly #side: ChunkedSide;

  constructor(warehouse: Warehouse, side: ChunkedSide, options: QueryOptions = {}) {
    this.meter = new Meter(warehouse, options);
    this.#warehouse = warehouse;
    this.#side = side;
  }

  /** Rows of the side, and what numbers each column holds; one scan. */
  async readRanges(columns: readonly string[]): Promise<{ rows: number; ranges: Record<string, NumberRange> }> {
    const { dialect } = this.#warehouse;
    const parts = columns.flatMap((_, i) => {
      const finite = `CASE WHEN ${dialect.isFinite(`c${i}`)} THEN c${i} END`;
      const all = { rows: `count(c${i})`, finite: `count(${finite})`, low: `min(${finite})`, high: `max(${finite})` };
      return Object.entries(all).map(([name, sql]) => `${sql} AS c${i}_${name}`);
    });
    const [found] = await this.meter.records(
      `SELECT ${['count(*) AS row_count', ...parts].join(', ')} FROM ${this.#rowsSql(columns)} AS v`,
    );
    const numberAt = (key: string) => Number(found?.[key] ?? 0);
    const edgeAt = (key: string) => (found?.[key] == null ? null : Number(found[key]));
    const ranges = columns.map((name, i): [string, NumberRange] => [
      name,
      {
        rows: numberAt(`c${i}_rows`),
        infinities: numberAt(`c${i}_rows`) - numberAt(`c${i}_finite`),
        low: edgeAt(`c${i}_low`),
        high: edgeAt(`c${i}_high`),
      },
    ]);
    return { rows: numberAt('row_count'), ranges: Object.fromEntries(ranges) };
  }

  /** The mean of ((x - mean) / population deviation) cubed of columns that are not constant; two scans. */
  async readSkewness(columns: readonly { name: string; low: number; high: number }[]): Promise<Record<string, number>> {
    if (columns.length === 0) return {};
    const names = columns.map(({ name }) => name);
    // Shares of the range, so that neither a large offset nor a large unit eats the digits.
    const shares = columns.map(({ low, high }, i) => {
      const [from, spread] = [low, high - low].map((value) => this.#warehouse.dialect.number(value));
      return `((c${i} - ${from}) / ${spread})`;
    });
    const select = (parts: readonly string[]) => `SELECT ${parts.join(', ')} FROM ${this.#rowsSql(names)} AS v`;
    const [means] = await this.meter.records(select(shares.map((share, i) => `avg(${share}) AS m${i}`)));
    const powers = shares.flatMap((share, i) => {
      const off = `(${share} - ${this.#warehouse.dialect.number(Number(means?.[`m${i}`] ?? 0))})`;
      return [`avg(${off} * ${off}) AS s${i}`, `avg(${off} * ${off} * ${off}) AS t${i}`];
    });
    const [moments] = await this.meter.records(select(powers));
    return Object.fromEntries(
      names.map((name, i) => [name, Number(moments?.[`t${i}`] ?? 0) / Number(moments?.[`s${i}`] ?? 0) ** 1.5]),
    );
  }

  /** Every request's rows by chunk and cell, in one statement: at most chunks x cells rows of a request. */
  async readCells(requests: readonly CellsRequest[], chunks: number): Promise<Record<string, EvenRows[]>> {
    const cells = requests.map(({ range }, i) => `${evenCellSql(this.#warehouse.dialect, range, `c${i}`)} AS k${i}`);
    const aliases = requests.map((_, i) => `k${i}`).join(', ');
    const { rows } = await this.meter.run(
      `SELECT chunk, k, cell, count(*) AS n FROM (SELECT chunk, ${cells.join(', ')} FROM ${this.#rowsSql(requests.map(({ column }) => column))} AS v)
        UNPIVOT (cell FOR k IN (${aliases})) GROUP BY chunk, k, cell`,
    );
    const found = requests.map(({ range }) => Array.from({ length: chunks }, () => emptyRows(range.count)));
    for (const [chunk, k, cell, n] of rows) {
      const request = Number(String(k).slice(1));
      addRows(found[request]![Number(chunk)]!, Number(cell), Number(n));
    }
    return Object.fromEntries(requests.map(({ key }, i) => [key, found[i]!]));
  }

  /** How far the values outside of each request's cells lie from them, summed up: below and above. */
  async readTails(requests: readonly CellsRequest[]): Promise<Record<string, { belowSum: number; aboveSum: number }>> {
    if (requests.length === 0) return {};
    const { dialect } = this.#warehouse;
    const sums = requests.flatMap(({ range }, i) => {
      const [low, high] = [range.low, range.high].map((value) => dialect.number(value));
      const [below, above] = [
        `CASE WHEN c${i} < ${low} THEN ${low} - c${i}`,
        `CASE WHEN c${i} > ${high} THEN c${i} - ${high}`,
      ];
      return [`sum(${below} END) AS b${i}`, `sum(${above} END) AS a${i}`];
    });
    const [found] = await this.meter.records(
      `SELECT ${sums.join(', ')} FROM ${this.#rowsSql(requests.map(({ column }) => column))} AS v`,
    );
    return Object.fromEntries(
      requests.map(({ key }, i) => [
        key,
        { belowSum: Number(found?.[`b${i}`] ?? 0), aboveSum: Number(found?.[`a${i}`] ?? 0) },
      ]),
    );
  }

  /** Every value of a numeric column with its rows in each chunk, ascending. The caller knows that there are few. */
  async readValues(column: string, chunks: number): Promise<ChunkValues[]> {
    const { rows } = await this.meter.run(
      `SELECT c0 + 0e0 AS x, chunk, count(*) AS n FROM ${this.#rowsSql([column])} AS v WHERE c0 IS NOT NULL GROUP BY c0 + 0e0, chunk ORDER BY x`,
    );
    const found: ChunkValues[] = [];
    for (const [x, chunk, n] of rows) {
      if (found.at(-1)?.value !== Number(x)) found.push({ value: Number(x), rows: new Array<number>(chunks).fill(0) });
      found.at(-1)!.rows[Number(chunk)] = Number(n);
    }
    return found;
  }

  /** Rows by category of each chunk; null where there are more than MAX_CATEGORIES. */
  async readCategories(column: string, chunks: number): Promise<ChunkCategories[] | null> {
    const most = MAX_CATEGORIES * chunks;
    const { rows } = await this.meter.run(
      `SELECT chunk, v, count(*) AS n FROM ${chunkedSql(this.#warehouse.dialect, this.#side, [`${this.#textSql(column)} AS v`])} AS t
        WHERE v IS NOT NULL GROUP BY chunk, v LIMIT ${most + 1}`,
    );
    if (rows.length > most || new Set(rows.map(([, value]) => value)).size > MAX_CATEGORIES) return null;
    const found = Array.from({ length: chunks }, () => new Map<string, number>());
    for (const [chunk, value, n] of rows) found[Number(chunk)]!.set(String(value), Number(n));
    return found;
  }

  /** How many edges between two chunks lie inside rows of one event time: there the order is nobody's but the dataset's. */
  async countTiedEdges(): Promise<number> {
    const { timestampColumn, size } = this.#side;
    if (timestampColumn === null || size === null) return 0;
    const at = this.#warehouse.dialect.ident(timestampColumn);
    const before = `lag(${at}) OVER (ORDER BY mlmon_row)`;
    const [found] = await this.meter.records(
      `SELECT count(*) AS tied FROM (SELECT mlmon_row, ${at} AS t, ${before} AS t_before FROM ${orderedSql(this.#warehouse.dialect, this.#side)} AS o) AS e
        WHERE mlmon_row > 1 AND (mlmon_row - 1) % ${size} = 0 AND t = t_before`,
    );
    return Number(found?.tied ?? 0);
  }

  /** Rows (chunk, c0, c1, ...) of numbers; one that is NaN is not there. */
  #rowsSql(columns: readonly string[]): string {
    const { dialect } = this.#warehouse;
    const numbers = columns.map((column, i) => {
      const x = numberSql(dialect, dialect.ident(column), typeOfColumn(this.#side.dataset, column));
      return `CASE WHEN NOT isnan(${x}) THEN ${x} END AS c${i}`;
    });
    return chunkedSql(dialect, this.#side, numbers);
  }

  #textSql(column: string): string {
    const reference = this.#warehouse.dialect.ident(column);
    const type = typeOfColumn(this.#side.dataset, column);
    const text = `substr(${textSql(reference, type)}, 1, ${CATEGORY_LENGTH})`;
    return /^(DOUBLE|FLOAT|REAL)$/i.test(type) ? `CASE WHEN NOT isnan(${reference}) THEN ${text} END` : text;
  }
}

function emptyRows(count: number): MutableRows {
  return { rows: 0, below: 0, above: 0, belowSum: 0, aboveSum: 0, cells: new Array<number>(count).fill(0) };
}

type MutableRows = { -readonly [K in keyof EvenRows]: EvenRows[K] } & { cells: number[] };

function addRows(rows: MutableRows, cell: number, count: number): void {
  rows.rows += count;
  if (cell < 0) rows.below += count;
  else if (cell >= rows.cells.length) rows.above += count;
  else rows.cells[cell]! += count;
}
