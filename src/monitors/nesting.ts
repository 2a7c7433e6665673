/** No definition needs more; the language itself nests seven deep. */
const MAX_DEPTH = 100;

/**
 * Could the text nest deeper than a parser's stack can bear? Asked before parsing, because a stack that overflows inside
 * a regular expression ends the whole process instead of throwing. Errs on the strict side: brackets in texts count too.
 */
export function isTooDeep(source: string): boolean {
  let depth = 0;
  for (const character of source) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  return source.split(/\r\n|\r|\n/).some(isDeepLine);
}

/** Indentation, and the dashes and question marks that open a block each: `- - - x`. */
function isDeepLine(line: string): boolean {
  return (/^[ \t?:-]*/.exec(line)?.[0].length ?? 0) > 2 * MAX_DEPTH;
}
