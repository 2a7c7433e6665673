/** Explains what people write when they do not yet know the condition language. */

type Explanation = { pattern: RegExp; explain(match: RegExpExecArray): string };

const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /\d+(?:[.,]\d+)?\s*%/d,
    explain: ([found]) => `write ${toShare(found)} instead of ${found}: percentages are shares between 0 and 1`,
  },
  {
    pattern: /\d[\d,]*,\d{3}\b(?!\d)/d,
    explain: ([found]) => `write ${found.replaceAll(',', '')} instead of ${found}: numbers have no thousands separator`,
  },
  {
    pattern: /\d+,\d+/d,
    explain: ([found]) => `write ${found.replace(',', '.')} instead of ${found}: decimals follow a point`,
  },
  { pattern: /(?<![\w.])\.\d+/d, explain: ([found]) => `write 0${found} instead of ${found}` },
  { pattern: /\d+\.(?!\d)/d, explain: ([found]) => `write ${found}0 instead of ${found}` },
  {
    pattern: /\bIS\s+(?:NOT\s+)?NULL\b/di,
    explain: () => 'leave it out: a missing value never makes a condition true',
  },
  { pattern: /\bNOT\b/di, explain: ([found]) => `write ! instead of ${found}` },
  { pattern: /\bAND\b/di, explain: ([found]) => `write && instead of ${found}` },
  { pattern: /\bOR\b/di, explain: ([found]) => `write || instead of ${found}` },
  { pattern: /=>|≥/d, explain: ([found]) => `write >= instead of ${found}` },
  { pattern: /=<|≤/d, explain: ([found]) => `write <= instead of ${found}` },
  { pattern: /<>|≠/d, explain: ([found]) => `write != instead of ${found}` },
  { pattern: /(?<![=<>!])=(?!=)/d, explain: () => 'write == instead of =' },
  { pattern: /(?<!&)&(?!&)/d, explain: () => 'write && instead of &' },
  { pattern: /(?<!\|)\|(?!\|)/d, explain: () => 'write || instead of |' },
];

/** Why a condition that cannot be parsed cannot, and where; null where it is none of the usual slips. */
export function explainSyntax(source: string): { message: string; start: number; end: number } | null {
  const code = source.replace(/"[^"]*"|'[^']*'/g, (text) => '_'.repeat(text.length));
  for (const { pattern, explain } of EXPLANATIONS) {
    const match = pattern.exec(code);
    if (match !== null) return { message: explain(match), start: match.index, end: match.index + match[0].length };
  }
  return null;
}

function toShare(percentage: string): string {
  return String(Number((Number.parseFloat(percentage.replace(',', '.')) / 100).toPrecision(12)));
}
