import { createBinomialTables } from './binomial-tables.ts';
import { drawHypergeometric, lnFactorial, NORMAL_VARIANCE } from './draws.ts';
import type { Random } from './random.ts';

/** What a count costs, against one out of a table: by rejection, and as a rounded normal, which large ones are. */
const COSTS = { rejection: 20, normal: 5 };
/** From this variance on a table of counts is dearer to make than it saves. */
const LARGE_VARIANCE = 40_000;

/** Writes how many items of each kind are dealt, from a place of `counts` on. */
export type Deal = (counts: Float64Array, at: number) => void;

/**
 * Deals `sample` of all items, none put back: the multivariate hypergeometric law. That is the law of independent
 * binomial counts with one chance, given that they add up to the sample. Most kinds are drawn so, out of tables that are
 * made once, and all of them anew until the rest, a few of the commonest, can take what is left: with the chance that
 * their binomial sum is just that, over the largest such chance. What is left is then dealt to the rest one after the other.
 * @param totals items of each kind, whole numbers.
 */
export function createDeal(random: Random, totals: ArrayLike<number>, sample: number): Deal {
  const kinds = Array.from(totals, (_, kind) => kind);
  const all = kinds.reduce((sum, kind) => sum + totals[kind]!, 0);
  if (sample <= 0 || sample >= all)
    return (counts, at) => counts.set(sample <= 0 ? kinds.fill(0) : Array.from(totals), at);
  const p = sample / all;
  const order = kinds.sort((a, b) => totals[b]! - totals[a]!);
  const cut = chooseRest(
    order.map((kind) => totals[kind]!),
    all,
    p,
  );
  const free = Int32Array.from(order.slice(cut));
  // From the rarest up: the many draws of few items are the cheap ones.
  const rest = Int32Array.from(order.slice(0, cut).reverse());
  const restTotal = rest.reduce((sum, kind) => sum + totals[kind]!, 0);
  const { offsets, sizes, firsts, keeps, others } = createBinomialTables(
    Array.from(free, (kind) => totals[kind]!),
    p,
  );
  const canTake = createAcceptance(random, restTotal, p);
  const { uniform } = random;

  function dealFree(counts: Float64Array, at: number): number {
    let left = sample;
    for (let i = 0; i < free.length; i++) {
      const scaled = uniform() * sizes[i]!;
      const floor = Math.floor(scaled);
      const place = offsets[i]! + floor;
      const count = firsts[i]! + (scaled - floor < keeps[place]! ? floor : others[place]!);
      counts[at + free[i]!] = count;
      left -= count;
    }
    return left;
  }

  return (counts, at) => {
    let left = dealFree(counts, at);
    while (!canTake(left)) left = dealFree(counts, at);
    let remaining = restTotal;
    const last = rest.length - 1;
    for (let i = 0; i <= last; i++) {
      const total = totals[rest[i]!]!;
      remaining -= total;
      const count = i === last ? left : drawHypergeometric(random, total, remaining, left);
      counts[at + rest[i]!] = count;
      left -= count;
    }
  };
}

/** How many of the commonest kinds make the cheapest rest. @param totals from the largest down. */
function chooseRest(totals: readonly number[], all: number, p: number): number {
  const large = totals.findIndex((total) => total * p * (1 - p) < LARGE_VARIANCE);
  const least = Math.max(1, large === -1 ? totals.length : large);
  let best = totals.length;
  let bestCost = Number.POSITIVE_INFINITY;
  let mass = 0;
  let ownCost = 0;
  for (let rest = 1; rest <= totals.length; rest++) {
    const total = totals[rest - 1]!;
    mass += total;
    // The share of deals that are taken is that of the deviations: of the rest's sum, of all.
    const cost = (totals.length - rest) / Math.sqrt(mass / all) + ownCost;
    ownCost += total * p * (1 - p) > NORMAL_VARIANCE ? COSTS.normal : COSTS.rejection;
    if (rest < least || cost >= bestCost) continue;
    best = rest;
    bestCost = cost;
  }
  return best;
}

/** Whether so many items go to the rest: as often as a binomial count is that, over how often it is its mode. */
function createAcceptance(random: Random, total: number, p: number): (count: number) => boolean {
  const slope = Math.log(p / (1 - p));
  const heightOf = (count: number): number => count * slope - lnFactorial(count) - lnFactorial(total - count);
  const top = heightOf(Math.floor((total + 1) * p));
  return (count) => count >= 0 && count <= total && Math.log(1 - random.uniform()) <= heightOf(count) - top;
}
