import type { QueryOptions, QueryResult, Value, Warehouse } from '../warehouse/types.ts';

/** Runs the statements of one profile and adds up what they cost. */
export class Meter {
  bytes = 0;
  readonly #warehouse: Warehouse;
  readonly #options: QueryOptions;

  constructor(warehouse: Warehouse, options: QueryOptions) {
    this.#warehouse = warehouse;
    this.#options = options;
  }

  async run(sql: string): Promise<QueryResult> {
    const result = await this.#warehouse.query(sql, this.#options);
    this.bytes += result.bytes;
    return result;
  }

  /** Rows as objects, for statements of few rows and many columns. */
  async records(sql: string): Promise<Record<string, Value>[]> {
    const { columns, rows } = await this.run(sql);
    return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
  }
}
