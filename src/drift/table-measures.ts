import { type CellCounts, sum } from './cells.ts';

/** What is asked of a table: Pearson's chi-square, and the change of the two categories that moved most. */
export type Measures = { whole: number; largest: number };

/** The measures of many draws. */
export type MeasuredDraws = { whole: Float64Array; largest: Float64Array };

export type TableMeasures = {
  /** Of the observed table. */
  own: Measures;
  /** Measures one side of a table with the same totals, the smaller, that lies at a place of `counts`; writes the results. */
  write(counts: Float64Array, at: number, into: MeasuredDraws, place: number): void;
};

/** Both measures of tables with the totals of the observed one. They do not know one side from the other. */
export function createMeasures({ reference, current }: CellCounts): TableMeasures {
  const side = sum(current) <= sum(reference) ? current : reference;
  const m = Math.min(sum(reference), sum(current));
  const n = Math.max(sum(reference), sum(current));
  const all = n + m;
  const totals = reference.map((count, i) => count + current[i]!);
  const expected = totals.map((total) => (total * m) / all);
  const weights = totals.map((total) => (total === 0 ? 0 : (all * all) / (n * m * total)));
  const margins = totals.map(
    (total) => timesLog(total) + timesLog(all - total) + timesLog(n) + timesLog(m) - timesLog(all),
  );
  /** Twice the chi-square of a category against all others, over its part in the chi-square of the table. */
  const bounds = totals.map((total) => (total === all ? Number.POSITIVE_INFINITY : (2 * all) / (all - total)));

  /** The likelihood ratio of a category against all others: rarer changes weigh more, and losses as much as gains. */
  function ratioOf(i: number, b: number): number {
    const a = totals[i]! - b;
    return 2 * (timesLog(a) + timesLog(b) + timesLog(n - a) + timesLog(m - b) - margins[i]!);
  }

  function write(counts: Float64Array, at: number, into: MeasuredDraws, place: number): void {
    let [whole, gain, loss, lesser] = [0, 0, 0, 0];
    for (let i = 0; i < expected.length; i++) {
      const count = counts[at + i]!;
      const difference = count - expected[i]!;
      const part = difference * difference * weights[i]!;
      whole += part;
      // ln x is at most x - 1, which makes a likelihood ratio at most twice the chi-square: few need to be worked out.
      // Whether it is a gain or a loss is asked of those alone: no processor can guess it.
      if (!(part * bounds[i]! > lesser)) continue;
      if (difference > 0) gain = Math.max(gain, ratioOf(i, count));
      else loss = Math.max(loss, ratioOf(i, count));
      lesser = Math.min(gain, loss);
    }
    into.whole[place] = whole;
    into.largest[place] = gain + loss;
  }

  const observed: MeasuredDraws = { whole: new Float64Array(1), largest: new Float64Array(1) };
  write(side, 0, observed, 0);
  return { own: { whole: observed.whole[0]!, largest: observed.largest[0]! }, write };
}

const TIMES_LOG = Float64Array.from({ length: 16_384 }, (_, x) => (x === 0 ? 0 : x * Math.log(x)));

/** x ln x, 0 at 0. */
function timesLog(x: number): number {
  return x < TIMES_LOG.length ? TIMES_LOG[x]! : x * Math.log(x);
}
