/** A stream of random numbers; the same seed always gives the same stream. */
export type Random = {
  /** 32 random bits, as a signed whole number: every one of them may be used. */
  word(): number;
  /** In [0, 1), with 32 random bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
};

/** xoshiro128** (Blackman and Vigna 2018), its state filled by splitmix32. */
export function createRandom(seed: number): Random {
  let mixer = seed >>> 0;
  // Numbers of 32 bits in variables that outlive a call are boxed, each time anew; in an array they are not.
  const state = new Int32Array(4).map(() => {
    mixer = (mixer + 0x9e3779b9) >>> 0;
    let z = mixer;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  });
  const word = (): number => {
    const b = state[1]!;
    const c = state[2]! ^ state[0]!;
    const d = state[3]! ^ b;
    const product = Math.imul(b, 5);
    state[1] = b ^ c;
    state[0] = state[0]! ^ d;
    state[2] = c ^ (b << 9);
    state[3] = (d << 11) | (d >>> 21);
    return Math.imul((product << 7) | (product >>> 25), 9);
  };
  const uniform = (): number => (word() >>> 0) * 2 ** -32;
  // A variable would be a new object on the heap each time.
  const spare = Float64Array.of(Number.NaN);
  // Marsaglia's polar method: two normals a turn.
  const normal = (): number => {
    const kept = spare[0]!;
    if (!Number.isNaN(kept)) {
      spare[0] = Number.NaN;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare[0] = y * factor;
      return x * factor;
    }
  };
  return { word, uniform, normal };
}

/** A 32-bit seed out of anything that names the case (FNV-1a), so that equal inputs are always judged alike. */
export function deriveSeed(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash >>> 0;
}
