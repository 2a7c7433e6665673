import { AppError } from '../errors.ts';
import type { ValueRule } from '../monitors/types.ts';
import type { Dataset, Dialect } from '../warehouse/types.ts';

export type ProfileColumn = { name: string; kind: 'numeric' | 'categorical' };

/** Categories are told apart by this many characters; a longer text would be fetched and stored whole otherwise. */
export const CATEGORY_LENGTH = 200;

const TEXT_TYPE = /^(VARCHAR|STRING|CHAR|TEXT)/i;
const FLOAT_TYPE = /^(DOUBLE|FLOAT|REAL)/i;
const FRACTION_TYPE = /^(DOUBLE|FLOAT|REAL|DECIMAL)/i;
const INTEGER_TYPE = /INT|LONG|SHORT|BYTE/i;

/** The SQL type of a dataset's column. @throws AppError metric_not_supported when there is no such column. */
export function typeOfColumn(dataset: Dataset, name: string): string {
  const column = dataset.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column.type;
  throw new AppError('metric_not_supported', `Metric not supported: column "${name}" is not in ${dataset.name}`, {
    hint: `Its columns are: ${dataset.columns.map((candidate) => candidate.name).join(', ')}.`,
  });
}

export function isTextType(type: string): boolean {
  return TEXT_TYPE.test(type);
}

/** May a column of this type hold NaN? */
export function isFloatType(type: string): boolean {
  return FLOAT_TYPE.test(type);
}

/** A column as DOUBLE; text that is no number becomes NULL. */
export function numberSql(dialect: Dialect, reference: string, type: string): string {
  if (/^DOUBLE$/i.test(type)) return reference;
  if (TEXT_TYPE.test(type)) return dialect.parseNumber(reference);
  if (/^BOOLEAN$/i.test(type)) return `CAST(CAST(${reference} AS INT) AS DOUBLE)`;
  return `CAST(${reference} AS DOUBLE)`;
}

/** What a number has beyond a whole one; NaN of infinities. (Spark's floor is a BIGINT, which large numbers do not fit.) */
export function fractionSql(number: string): string {
  return `(${number} % 1e0)`;
}

/** A column as text, alike on every engine: booleans `true` and `false`, whole numbers without a fraction. */
export function textSql(reference: string, type: string): string {
  if (TEXT_TYPE.test(type)) return reference;
  const text = `CAST(${reference} AS string)`;
  if (!FRACTION_TYPE.test(type)) return text;
  const whole = `CAST(CAST(${reference} AS BIGINT) AS string)`;
  return `CASE WHEN abs(${reference}) < 1e15 AND ${fractionSql(reference)} = 0e0 THEN ${whole} ELSE ${text} END`;
}

/** Boolean SQL: does this value, which is not NULL, break the rule; null where nothing in the rule can be broken. */
export function invalidSql(dialect: Dialect, reference: string, type: string, rule: ValueRule): string | null {
  const number = numberSql(dialect, reference, type);
  const hasBounds = rule.min !== null || rule.max !== null;
  // Neither a time nor what is nested can be read as a number.
  if (hasBounds && !holdsNumbers(type)) return `(${reference} IS NOT NULL)`;
  const broken: string[] = [];
  if (rule.min !== null) broken.push(`${number} < ${dialect.number(rule.min)}`);
  if (rule.max !== null) broken.push(`${number} > ${dialect.number(rule.max)}`);
  if (rule.in !== null) broken.push(notInSql(dialect, reference, type, rule.in));
  if (rule.matches !== null) broken.push(`NOT ${dialect.matches(textSql(reference, type), rule.matches)}`);
  const wrongType = rule.type === null ? null : wrongTypeSql(dialect, reference, type, rule.type);
  if (wrongType !== null) broken.push(wrongType);
  // A text that is no number compares as NULL and would pass the bounds unseen.
  if (TEXT_TYPE.test(type) && hasBounds) broken.push(`${number} IS NULL`);
  if (broken.length === 0) return null;
  return `(${reference} IS NOT NULL AND coalesce(${broken.join(' OR ')}, FALSE))`;
}

function holdsNumbers(type: string): boolean {
  return [TEXT_TYPE, FRACTION_TYPE, INTEGER_TYPE, /^BOOLEAN$/i].some((pattern) => pattern.test(type));
}

function notInSql(
  dialect: Dialect,
  reference: string,
  type: string,
  allowed: readonly (string | number | boolean)[],
): string {
  if (FRACTION_TYPE.test(type)) return notInNumbersSql(dialect, reference, type, allowed);
  if (allowed.length === 0) return 'TRUE';
  const list = allowed.map((value) => dialect.text(String(value))).join(', ');
  return `${textSql(reference, type)} NOT IN (${list})`;
}

/** Fractions have many spellings, 2.5 and 2.50, of which engines choose one: the numbers themselves are compared. */
function notInNumbersSql(
  dialect: Dialect,
  reference: string,
  type: string,
  allowed: readonly (string | number | boolean)[],
): string {
  const numbers = allowed.map((value) => (String(value).trim() === '' ? Number.NaN : Number(value)));
  const isSingle = /^(FLOAT|REAL)/i.test(type);
  const list = numbers
    .filter(Number.isFinite)
    .map((value) => (isSingle ? `CAST(${dialect.number(value)} AS FLOAT)` : dialect.number(value)));
  if (list.length === 0) return 'TRUE';
  return `${isSingle ? reference : numberSql(dialect, reference, type)} NOT IN (${list.join(', ')})`;
}

function wrongTypeSql(
  dialect: Dialect,
  reference: string,
  type: string,
  wanted: NonNullable<ValueRule['type']>,
): string | null {
  const isText = TEXT_TYPE.test(type);
  const isNumber = FRACTION_TYPE.test(type) || INTEGER_TYPE.test(type);
  if (wanted === 'string') return isText ? null : 'TRUE';
  if (wanted === 'boolean') {
    if (isText) return `lower(${reference}) NOT IN ('true', 'false')`;
    return /^BOOLEAN$/i.test(type) ? null : 'TRUE';
  }
  if (wanted === 'timestamp') {
    if (isText) return `try_cast(${reference} AS TIMESTAMP) IS NULL`;
    return /^(DATE|TIMESTAMP)/i.test(type) ? null : 'TRUE';
  }
  if (!isText && !isNumber) return 'TRUE';
  const number = numberSql(dialect, reference, type);
  const unreadable = `${number} IS NULL`;
  if (wanted === 'number') return isText ? unreadable : null;
  return `(${unreadable} OR isnan(${number}) OR ${fractionSql(number)} <> 0e0)`;
}
