import { drawMultinomial } from '../stats/draws.ts';
import { fitIsotonic, type IsotonicFit, predictIsotonic } from '../stats/isotonic.ts';
import { createRandom } from '../stats/random.ts';

/** Rows with a score and an outcome that share a score cell; `score` is their mean score. */
export type ScoredCell = { score: number; positives: number; negatives: number };

/** What stands between a score and a probability: nothing, or the isotonic fit of a reference. */
export type Calibration = { fit: IsotonicFit | null; errorBefore: number; errorAfter: number };

const BINS = 10;
const FOLDS = 10;
const SEED = 42;
/** Beyond this order a step function through so few mistakes would be noise. */
const NEAR_PERFECT_AUC = 0.999;

/**
 * Decides whether isotonic calibration pays, and fits it on all rows if so: it must lower the expected calibration
 * error on rows that it was not fitted to (ten folds, always drawn alike). Scores outside 0 to 1 are no probabilities
 * and are calibrated in any case.
 */
export function calibrate(cells: readonly ScoredCell[]): Calibration {
  const errorBefore = calibrationError(cells.map((cell) => ({ ...cell, probability: cell.score })));
  const isProbability = cells.every(({ score }) => score >= 0 && score <= 1);
  if (isProbability && !isWorthTrying(cells)) return { fit: null, errorBefore, errorAfter: errorBefore };
  const errorAfter = calibrationError(predictOutOfFold(cells));
  const isBetter = !isProbability || errorAfter < errorBefore;
  return { fit: isBetter ? fitCells(cells) : null, errorBefore, errorAfter };
}

/** The probability of the positive class that a score stands for. */
export function toProbability({ fit }: Calibration, score: number): number {
  return fit === null ? score : predictIsotonic(fit, score);
}

function fitCells(cells: readonly ScoredCell[]): IsotonicFit {
  return fitIsotonic(
    cells.map(({ score, positives, negatives }) => ({
      x: score,
      y: positives / (positives + negatives),
      weight: positives + negatives,
    })),
  );
}

function isWorthTrying(cells: readonly ScoredCell[]): boolean {
  let [positives, negatives, ordered] = [0, 0, 0];
  for (const cell of [...cells].sort((a, b) => a.score - b.score)) {
    ordered += cell.positives * (negatives + cell.negatives / 2);
    positives += cell.positives;
    negatives += cell.negatives;
  }
  return positives > 0 && negatives > 0 && ordered / (positives * negatives) <= NEAR_PERFECT_AUC;
}

type Predicted = { probability: number; positives: number; negatives: number };

/** Every row with the probability that a fit to the nine other folds gives it. */
function predictOutOfFold(cells: readonly ScoredCell[]): Predicted[] {
  const random = createRandom(SEED);
  const shares = new Float64Array(FOLDS).fill(1 / FOLDS);
  const split = (count: number): Float64Array => {
    const counts = new Float64Array(FOLDS);
    drawMultinomial(random, count, shares, counts);
    return counts;
  };
  const folded = cells.map((cell) => ({ cell, positives: split(cell.positives), negatives: split(cell.negatives) }));
  return Array.from({ length: FOLDS }, (_, fold) => {
    const fit = fitCells(
      folded.map(({ cell, positives, negatives }) => ({
        score: cell.score,
        positives: cell.positives - positives[fold]!,
        negatives: cell.negatives - negatives[fold]!,
      })),
    );
    return folded.map(({ cell, positives, negatives }) => ({
      probability: predictIsotonic(fit, cell.score),
      positives: positives[fold]!,
      negatives: negatives[fold]!,
    }));
  }).flat();
}

/**
 * The expected calibration error: mean distance of predicted and observed share over ten bins of equally many rows, by
 * ascending probability (Naeini et al. 2015). Rows of one cell that a bin's edge cuts are divided by share.
 */
function calibrationError(cells: readonly Predicted[]): number {
  const sorted = cells
    .map(({ probability, positives, negatives }) => ({ probability, positives, rows: positives + negatives }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => a.probability - b.probability);
  const total = sorted.reduce((sum, { rows }) => sum + rows, 0);
  const gaps = new Float64Array(BINS);
  let seen = 0;
  for (const { probability, positives, rows } of sorted) {
    const gapPerRow = probability - positives / rows;
    for (let left = rows; left > 1e-9; ) {
      const bin = Math.min(BINS - 1, Math.floor((seen * BINS) / total + 1e-9));
      const room = bin === BINS - 1 ? left : ((bin + 1) * total) / BINS - seen;
      const taken = Math.min(left, room);
      gaps[bin]! += taken * gapPerRow;
      seen += taken;
      left -= taken;
    }
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total;
}
