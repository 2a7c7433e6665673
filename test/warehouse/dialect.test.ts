import { describe, expect, it } from 'vitest';
import { DUCKDB, SPARK } from '../../src/warehouse/dialect.ts';

const stretches = [
  { value: 3, length: 2 },
  { value: 11, length: 1 },
];

describe('DUCKDB', () => {
  it('quotes identifiers by doubling the quote', () => {
    expect(DUCKDB.ident('a"b; DROP TABLE x')).toBe('"a""b; DROP TABLE x"');
  });
  it('writes a backslash in a text as it is', () => {
    expect(DUCKDB.text("it's a\\b")).toBe("'it''s a\\b'");
  });
  it('writes a lookup as a text of numbers of equal length', () => {
    expect(DUCKDB.lookup(stretches, 'i')).toBe("CAST(substr('030311', CAST(i AS BIGINT) * 2 - 1, 2) AS INT)");
  });
  it('writes timestamps in UTC without an offset, which TIMESTAMP would drop', () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    expect(DUCKDB.compareTime('"at"', '<', at)).toBe(`"at" < TIMESTAMP '2026-01-02 03:04:05.678'`);
  });
  it('takes all rows where the sample would be no smaller', () => {
    expect(DUCKDB.sample('t', 100, 100)).toBe('t');
    expect(DUCKDB.sample('t', 1000, 100)).toContain('% 10 = 0');
  });
});

describe('SPARK', () => {
  it('quotes identifiers with backticks', () => {
    expect(SPARK.ident('a`b"c')).toBe('`a``b"c`');
  });
  it('doubles the backslash of a text, which Spark takes for an escape', () => {
    expect(SPARK.text("it's a\\b")).toBe("'it\\'s a\\\\b'");
  });
  it('writes timestamps with their offset for columns of instants, without one for those of clocks', () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    const [zoned, clock] = ["TIMESTAMP '2026-01-02 03:04:05.678Z'", "TIMESTAMP_NTZ '2026-01-02 03:04:05.678'"];
    expect(SPARK.compareTime('at', '>=', at)).toBe(
      `(CASE WHEN typeof(at) = 'timestamp' THEN at >= ${zoned} ELSE at >= ${clock} END)`,
    );
  });
  it('writes the classes of a regular expression as Java does', () => {
    expect(SPARK.matches('x', '^[[:alpha:]_][[:^xdigit:]]*$')).toBe(
      "regexp_like(x, '^[\\\\p{Alpha}_][\\\\P{XDigit}]*$')",
    );
  });
  it('lets a backslash of a LIKE pattern stand for itself, as DuckDB does', () => {
    expect(SPARK.isLike('x', 'a\\b%')).toBe("x LIKE 'a\\\\b%' ESCAPE '\\u0001'");
  });
  it("takes no number that ends in one of Java's letters or is hexadecimal", () => {
    const [, pattern] = /regexp_like\(x, '(.*?)'\)/.exec(SPARK.parseNumber('x')) ?? [];
    const isRefused = (text: string) => new RegExp(pattern!.replaceAll('\\\\', '\\')).test(text);
    expect(['12d', '1.f ', '0x1p3', '3D'].filter(isRefused)).toHaveLength(4);
    expect(['12', '1e5', '-.5', 'inf', '-Infinity', 'NaN'].filter(isRefused)).toEqual([]);
  });
  it('asks for all quantiles of a sample as one aggregate, and counts distinct values by another', () => {
    const list = 'approx_percentile(x, array(25e-2, 5e-1), 1000000)';
    expect(SPARK.quantiles('x', ['25e-2', '5e-1'])).toEqual([`element_at(${list}, 1)`, `element_at(${list}, 2)`]);
    expect(SPARK.distinct('x')).toBe('size(collect_set(x))');
  });
  it('orders rows by a hash of the columns that have one', () => {
    const column = (name: string, kind: 'numeric' | 'timestamp' | 'other') => ({ name, type: '', kind });
    const columns = [column('a`b', 'numeric'), column('tags', 'other'), column('at', 'timestamp')];
    expect(SPARK.place(columns)).toBe('xxhash64(`a``b`, `at`)');
  });
  it('hides what Spark would take for a variable', () => {
    expect(SPARK.text(`\${HOME} $x`)).toBe("'\\u0024{HOME} $x'");
  });
  it('writes a lookup as an element of a text that is split', () => {
    expect(SPARK.lookup(stretches, 'i')).toBe("CAST(element_at(split('3,3,11', ','), i) AS INT)");
  });
  it('samples a subquery by a percentage with a seed', () => {
    expect(SPARK.sample('t', 1000, 100)).toBe(
      '(SELECT * FROM (SELECT * FROM t) TABLESAMPLE (10.000000 PERCENT) REPEATABLE (20))',
    );
  });
  it('counts constants with a filter function', () => {
    expect(SPARK.countAtMost([1], 'x')).toBe('size(filter(array(1e+0), edge_ -> edge_ <= x))');
  });
});

describe.each([DUCKDB, SPARK])('$name', (dialect) => {
  it('writes numbers in exponent form, which is DOUBLE and not DECIMAL', () => {
    expect(dialect.number(0.5)).toBe('5e-1');
    expect(dialect.number(1e300)).toBe('1e+300');
  });
  it('puts a negative number in parentheses, since x--1 begins a comment', () => {
    expect(dialect.number(-4.7)).toBe('(-4.7e+0)');
  });
  it('refuses a number that no literal can write', () => {
    expect(() => dialect.number(Number.NaN)).toThrow('Cannot write NaN as a number');
  });
  it('refuses NaN and infinities by one comparison', () => {
    expect(dialect.isFinite('x')).toBe('(x IS NOT NULL AND abs(x) <= 1.7976931348623157e308)');
  });
});
