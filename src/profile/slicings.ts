/** Columns that one entry of `slicing_exprs` may name. */
const MOST_COLUMNS = 2;
/** Entries that are measured; segments of every further one would cost a scan more. */
const MOST_SLICINGS = 4;
const COLUMN = /^(?:[\p{L}_][\p{L}\p{N}_]*|`[^`]+`|"[^"]+")$/u;

/**
 * The entries of `slicing_exprs` as sets of columns: `region`, or `region, plan` for their values together. `others` are
 * those that this version does not measure: other SQL expressions, and entries beyond the first four.
 */
export function readSlicings(expressions: readonly string[]): { slicings: string[][]; others: string[] } {
  const slicings: string[][] = [];
  const others: string[] = [];
  for (const expression of expressions) {
    const columns = expression.split(',').map((part) => part.trim());
    const isNamed = columns.length <= MOST_COLUMNS && columns.every((column) => COLUMN.test(column));
    if (isNamed && slicings.length < MOST_SLICINGS)
      slicings.push(columns.map((column) => column.replace(/^[`"]|[`"]$/g, '')));
    else others.push(expression);
  }
  return { slicings, others };
}
