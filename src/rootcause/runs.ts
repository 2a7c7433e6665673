/** Neighbours that moved the same way. */
export type Run = { first: number; last: number; contribution: number };

/** An end of a run is not named where it carries less than this part of the whole, or of its share in the run. */
const SMALL_OF_ALL = 0.05;
const SMALL_OF_RUN = 0.5;

/** Neighbours of one direction, without ends that add little, the largest contribution first. */
export function findRuns(contributions: readonly number[], directions: readonly number[]): Run[] {
  const total = contributions.reduce((a, b) => a + b, 0);
  const runs: Run[] = [];
  for (const [i, contribution] of contributions.entries()) {
    const last = runs.at(-1);
    if (last && Math.sign(directions[last.last]!) === Math.sign(directions[i]!)) {
      last.last = i;
      last.contribution += contribution;
    } else runs.push({ first: i, last: i, contribution });
  }
  return runs.map((run) => trim(run, contributions, total)).sort((a, b) => b.contribution - a.contribution);
}

function trim(run: Run, contributions: readonly number[], total: number): Run {
  const { first, last, contribution } = run;
  if (first === last) return run;
  const mean = contribution / (last - first + 1);
  const end = contributions[first]! < contributions[last]! ? first : last;
  const least = contributions[end]!;
  if (least >= SMALL_OF_ALL * total && least >= SMALL_OF_RUN * mean) return run;
  const shorter = { first: end === first ? first + 1 : first, last: end === last ? last - 1 : last };
  return trim({ ...shorter, contribution: contribution - least }, contributions, total);
}
