import { AppError } from '../errors.ts';
import { type Token, tokenize } from './expression-tokens.ts';
import { type Compared, findTruths } from './expression-truths.ts';
import { FUNCTIONS, isAggregate, KEYWORDS, STATEMENT_WORDS, TYPES } from './expression-words.ts';
import type { ColumnInfo, Dialect } from './types.ts';

/** What the words of an expression stand for. */
export type ExpressionNames = {
  columns: readonly ColumnInfo[];
  /** Further names of columns, by lower-case name; a column of that name goes first. */
  aliases: Readonly<Record<string, string>>;
};

export type CompiledExpression = {
  /** SQL of one value over the rows of a query; every name in it is quoted. */
  sql: string;
  /** The columns that it reads. */
  columns: readonly string[];
};

const MAX_TOKENS = 500;
const MAX_DEPTH = 40;

/**
 * What is wrong with a user's aggregate expression whatever the columns are, or null: it must be one expression of known
 * functions and operators. Subqueries, statements, comments and functions outside the list cannot be written in it.
 */
export function findExpressionFault(source: string): string | null {
  const tokens = tokenize(source);
  if (typeof tokens === 'string') return tokens;
  if (tokens.length === 0) return 'it is empty';
  if (tokens.length > MAX_TOKENS) return `it has ${tokens.length} words and signs; at most ${MAX_TOKENS} are read`;
  for (const [place, token] of tokens.entries()) {
    const fault = findTokenFault(token, tokens[place - 1], tokens[place + 1]);
    if (fault !== null) return fault;
  }
  if (!tokens.some((token, place) => isCall(token, tokens[place + 1]) && isAggregate(token.text))) {
    return 'it gives a value for every row; write an aggregate such as AVG(...), SUM(...) or COUNT(*)';
  }
  return findNestingFault(tokens);
}

/**
 * An expression as SQL of the engine. It is written anew from its words, so that nothing but what was read can be in it.
 * @throws AppError metric_not_supported with what is wrong and, for a column that is not there, the known ones.
 */
export function compileExpression(source: string, dialect: Dialect, names: ExpressionNames): CompiledExpression {
  const fault = findExpressionFault(source);
  if (fault !== null) throw new AppError('metric_not_supported', fault);
  const tokens = tokenize(source) as readonly Token[];
  const byPlace = new Map(
    tokens.flatMap((token, place) =>
      isColumn(token, tokens[place - 1], tokens[place + 1]) ? [[place, findColumn(token.text, names)] as const] : [],
    ),
  );
  const truths = findTruths(tokens, (token, place) => comparedAs(token, byPlace.get(place)));
  const parts = tokens.map((token, place) => {
    const column = byPlace.get(place);
    const sql = column === undefined ? writeToken(token, tokens[place - 1], dialect) : dialect.ident(column.name);
    return truths.has(place) ? `CAST(${sql} AS INT)` : sql;
  });
  return { sql: `(${parts.join(' ')})`, columns: [...new Set([...byPlace.values()].map(({ name }) => name))] };
}

function comparedAs({ kind, text }: Token, column: ColumnInfo | undefined): Compared {
  if (column !== undefined) {
    if (/^BOOLEAN$/i.test(column.type)) return 'truth';
    return column.kind === 'numeric' ? 'number' : null;
  }
  if (kind === 'word') return ['TRUE', 'FALSE'].includes(text.toUpperCase()) ? 'truth' : null;
  return kind === 'number' ? 'number' : null;
}

function isCall(token: Token, next: Token | undefined): boolean {
  return token.kind === 'word' && next?.text === '(';
}

/** A type stands behind AS alone. */
function isType(token: Token, previous: Token | undefined): boolean {
  return token.kind === 'word' && previous?.kind === 'word' && previous.text.toUpperCase() === 'AS';
}

function isColumn(token: Token, previous: Token | undefined, next: Token | undefined): boolean {
  if (token.kind === 'quoted') return true;
  if (token.kind !== 'word' || isType(token, previous) || isCall(token, next)) return false;
  return !KEYWORDS.has(token.text.toUpperCase());
}

function findTokenFault(token: Token, previous: Token | undefined, next: Token | undefined): string | null {
  if (token.kind === 'quoted') return next?.text === '(' ? `"${token.text}" is no function that is available` : null;
  if (token.kind !== 'word') return null;
  const word = token.text.toUpperCase();
  if (isType(token, previous))
    return TYPES.has(word)
      ? null
      : `AS names a type inside CAST, and "${token.text}" is none; known: ${list(TYPES.keys())}`;
  if (KEYWORDS.has(word)) return null;
  if (isCall(token, next)) {
    return FUNCTIONS.has(word) ? null : `the function ${token.text}() is not available; known: ${list(FUNCTIONS)}`;
  }
  if (!STATEMENT_WORDS.has(word)) return null;
  return `${word} cannot stand in an expression; write the value alone, and a column of that name in double quotes`;
}

function list(words: Iterable<string>): string {
  return [...words].map((word) => word.toLowerCase()).join(', ');
}

function findNestingFault(tokens: readonly Token[]): string | null {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== 'sign') continue;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth < 0) return 'it closes a parenthesis that it did not open';
    if (depth > MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} deep`;
    if (text === ',' && depth === 0) return 'it holds several expressions; write one custom metric for each';
  }
  return depth === 0 ? null : 'it does not close every parenthesis';
}

/** What is neither a column nor a type: signs, numbers, texts, keywords and functions. */
function writeToken(token: Token, previous: Token | undefined, dialect: Dialect): string {
  if (token.kind === 'text') return dialect.text(token.text);
  if (token.kind !== 'word') return token.text;
  const word = token.text.toUpperCase();
  return isType(token, previous) ? (TYPES.get(word) ?? word) : word;
}

function findColumn(name: string, { columns, aliases }: ExpressionNames): ColumnInfo {
  const lower = name.toLowerCase();
  const named = (wanted: string) => columns.find((column) => column.name === wanted);
  const exact = named(name) ?? columns.find((column) => column.name.toLowerCase() === lower);
  const found = exact ?? (Object.hasOwn(aliases, lower) ? named(aliases[lower]!) : undefined);
  if (found !== undefined) return found;
  const known = [...new Set([...columns.map((column) => column.name), ...Object.keys(aliases)])];
  throw new AppError('metric_not_supported', `column "${name}" is not in the data`, {
    hint: `Its columns are: ${known.slice(0, 30).join(', ')}`,
  });
}
