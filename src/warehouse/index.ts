import pLimit from 'p-limit';
import type { Warehouses } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Warehouse } from './types.ts';

/** The warehouse that a monitor means when it names none and there are several. */
const DEFAULT_NAME = 'main';

/**
 * The configured warehouses by name. All of them together run at most `maxQueries` statements at a time, so that a
 * morning's worth of monitors does not fall upon the warehouse at once.
 */
export function createWarehouses(warehouses: readonly Warehouse[], options: { maxQueries: number }): Warehouses {
  const limit = pLimit(options.maxQueries);
  const byName = new Map(warehouses.map((warehouse) => [warehouse.name, capQueries(warehouse, limit)]));
  return {
    get(name) {
      const only = byName.size === 1 ? [...byName.values()][0] : undefined;
      const found = name === null ? (byName.get(DEFAULT_NAME) ?? only) : byName.get(name);
      if (found) return found;
      const known = [...byName.keys()].join(', ');
      throw new AppError('not_found', name === null ? 'Cannot choose a warehouse' : `There is no warehouse "${name}"`, {
        hint: `Set the monitor's warehouse to one of: ${known}`,
      });
    },
    names: () => [...byName.keys()],
    async close() {
      await Promise.all(warehouses.map((warehouse) => warehouse.close()));
    },
  };
}

function capQueries(warehouse: Warehouse, limit: ReturnType<typeof pLimit>): Warehouse {
  return {
    name: warehouse.name,
    dialect: warehouse.dialect,
    resolve: (...args) => warehouse.resolve(...args),
    resolveAll: (...args) => warehouse.resolveAll(...args),
    query: (sql, options) => limit(() => warehouse.query(sql, options)),
    close: () => warehouse.close(),
  };
}
