import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapDuckDbError } from '../../src/warehouse/duckdb-errors.ts';
import { suggestionText } from '../../src/warehouse/suggest.ts';
import type { Warehouse } from '../../src/warehouse/types.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

let space: Workspace;
let warehouse: Warehouse;
beforeAll(async () => {
  space = await makeWorkspace();
  await space.run(["CREATE TABLE t AS SELECT 1 AS amount, 'a' AS s"], 'shop.duckdb');
  warehouse = await space.open({ database: space.path('shop.duckdb'), memoryLimit: '100MB' });
});
afterAll(() => space.dispose());

describe('query() words', () => {
  it.each([
    ['SELECT amont FROM shop.t', 'metric_not_supported', /column "amont" is not in the data/, /amount/],
    ['SELECT averge(amount) FROM shop.t', 'metric_not_supported', /function "averge" does not exist/, /./],
    ['SELECT sum(s) FROM shop.t', 'metric_not_supported', /sum\(VARCHAR\)/, /CAST/],
    ['SELECT 1 FROM shop.tt', 'dataset_not_found', /Dataset not found: tt/, /Did you mean/],
    ['SELECT FROM WHERE', 'invalid_input', /Cannot parse SQL/, /expression/],
    ["SELECT regexp_matches(s, '^(?!a)') FROM shop.t", 'invalid_input', /regular expression: .*\(\?!/, /matches/],
    ["SELECT regexp_matches(s, '(a)\\1') FROM shop.t", 'invalid_input', /regular expression: .*\\1/, /matches/],
    ["SELECT regexp_matches(s, 'a{1001}') FROM shop.t", 'invalid_input', /regular expression: .*1001/, /matches/],
    [
      "SELECT regexp_matches(s, '(?<=a)b') FROM shop.t",
      'invalid_input',
      /regular expression: invalid perl/,
      /look-around/,
    ],
    [
      "SELECT regexp_matches(s, '(a)\\1') FROM shop.t",
      'invalid_input',
      /regular expression: invalid escape/,
      /matches/,
    ],
    ['SELECT CAST(s AS INTEGER) FROM shop.t', 'invalid_input', /Could not convert/, /try_cast/],
  ])('%s as %s', async (sql, code, message, hint) => {
    await expect(warehouse.query(sql)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });
});

describe('mapDuckDbError()', () => {
  it.each([
    ['Out of Memory Error: failed to pin block', 'compute_unavailable', 'DuckDB ran out of memory'],
    [
      'IO Error: Cannot open file "/d/x.parquet": Permission denied',
      'permission_denied',
      'Permission denied accessing dataset /d/x.parquet',
    ],
    [
      'IO Error: Cannot open file "/d/x.parquet": No such file or directory',
      'dataset_not_found',
      'Dataset not found: /d/x.parquet',
    ],
    [
      "Invalid Input Error: No magic bytes found at end of file '/d/x.parquet'",
      'compute_unavailable',
      'Cannot read /d/x.parquet',
    ],
    [
      'Invalid Input Error: Failed to read file "/d/x.parquet": Snappy decompression failure',
      'compute_unavailable',
      'Cannot read /d/x.parquet',
    ],
    [
      'Invalid Input Error: CSV Error on Line: 6\nOriginal Line: a,"new\nline"\nThis file is not utf-8 encoded.\n\nPossible Solution: x\n\n  file = /d/x.csv\n  quote = "',
      'invalid_input',
      'Cannot read /d/x.csv, line 6: This file is not utf-8 encoded',
    ],
    ['INTERNAL Error: surprise', 'compute_unavailable', 'DuckDB failed: INTERNAL Error: surprise'],
  ])('%s', (text, code, message) => {
    const cause = new Error(text);
    expect(mapDuckDbError(cause)).toMatchObject({ code, message, cause, hint: expect.any(String) });
  });
});

describe('suggestionText()', () => {
  it('names the nearest, or what there is where none is near', () => {
    expect(suggestionText('churn_currnt', ['churn_current', 'orders'])).toBe('Did you mean "churn_current"?');
    expect(suggestionText('xyz', ['churn_current', 'orders'])).toBe('There are: churn_current, orders.');
  });
});
