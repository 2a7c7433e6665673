/** Masses of both classes at one score; `place` orders the scores. */
export type MassAtScore = { place: number; positives: number; negatives: number };

/** The area under the ROC curve of masses by score, with what its sampling error is made of. */
export type Areas = {
  /** Mass that ties counts half; NaN where a class has no mass. */
  auc: number;
  /** Half the share of pairs that tie. */
  tied: number;
  positives: number;
  negatives: number;
  /** Standard deviation over the positives of the share of negatives below them, and over the negatives likewise. */
  deviationOfPositives: number;
  deviationOfNegatives: number;
};

/** Masses may be fractions of rows: what is expected of them. Equal scores are one place. */
export function measureAreas(masses: readonly MassAtScore[]): Areas {
  const places = joinTies(masses);
  const positives = places.reduce((sum, place) => sum + place.positives, 0);
  const negatives = places.reduce((sum, place) => sum + place.negatives, 0);
  let [positivesBelow, negativesBelow, tied] = [0, 0, 0];
  const below = { positives: [0, 0], negatives: [0, 0] } as {
    positives: [number, number];
    negatives: [number, number];
  };
  for (const place of places) {
    addShare(below.positives, place.positives, (negativesBelow + place.negatives / 2) / negatives);
    addShare(below.negatives, place.negatives, (positivesBelow + place.positives / 2) / positives);
    tied += (place.positives * place.negatives) / 2;
    positivesBelow += place.positives;
    negativesBelow += place.negatives;
  }
  return {
    auc: positives > 0 && negatives > 0 ? below.positives[0] / positives : Number.NaN,
    tied: tied / (positives * negatives),
    positives,
    negatives,
    deviationOfPositives: deviationOf(below.positives, positives),
    deviationOfNegatives: deviationOf(below.negatives, negatives),
  };
}

function joinTies(masses: readonly MassAtScore[]): MassAtScore[] {
  const places: MassAtScore[] = [];
  for (const mass of [...masses].sort((a, b) => a.place - b.place)) {
    const last = places.at(-1);
    if (last === undefined || last.place !== mass.place) places.push({ ...mass });
    else places[places.length - 1] = add(last, mass);
  }
  return places;
}

function add(a: MassAtScore, b: MassAtScore): MassAtScore {
  return { place: a.place, positives: a.positives + b.positives, negatives: a.negatives + b.negatives };
}

/** Weighted sums of a share and of its square. */
function addShare(sums: [number, number], weight: number, share: number): void {
  sums[0] += weight * share;
  sums[1] += weight * share * share;
}

function deviationOf([sum, squares]: readonly [number, number], weight: number): number {
  const mean = sum / weight;
  return Math.sqrt(Math.max(0, squares / weight - mean * mean));
}
