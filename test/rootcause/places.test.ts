import { describe, expect, it } from 'vitest';
import { findPlaces, findStretch, type NamedSides, sumSides } from '../../src/rootcause/places.ts';
import { tallyShare } from '../../src/rootcause/tally.ts';
import { createRandom } from '../../src/stats/random.ts';

const share = (value: number, of: number) => tallyShare({ value, of });
const part = (name: string, of: number, before: number, now: number): NamedSides => ({
  name,
  reference: share(before, of),
  current: share(now, of),
});
const find = (parts: readonly NamedSides[]) =>
  findPlaces([{ title: 'region', parts }], sumSides(parts), 1)?.named.map(({ name }) => name) ?? null;

describe('the segments that a finding comes from', () => {
  it('are those that moved, and not those that were always worse', () => {
    const parts = [part('EU', 500, 0.02, 0.2), part('US', 500, 0.3, 0.31), part('UK', 500, 0.02, 0.02)];
    expect(find(parts)).toEqual(['EU']);
  });

  it('are several where several moved', () => {
    const rest = Array.from({ length: 6 }, (_, i) => part(`r${i}`, 500, 0.02, 0.02));
    expect(find([part('EU', 500, 0.02, 0.2), part('US', 500, 0.02, 0.25), ...rest])).toEqual(['US', 'EU']);
  });

  it('are none where all moved alike, however large they are', () => {
    expect(find([part('EU', 1e6, 0.02, 0.101), part('US', 1e6, 0.02, 0.1)])).toBeNull();
  });

  it('are none where the one that moved is too small to explain the whole', () => {
    const parts = [part('EU', 200, 0.02, 0.4), part('US', 20_000, 0.02, 0.05), part('UK', 20_000, 0.02, 0.05)];
    expect(find(parts)).toBeNull();
  });

  it('are the exact ones of two columns: where two values meet, and not either of them alone', () => {
    const meet = [
      part('EU, pro', 500, 0.1, 0.5),
      part('EU, basic', 500, 0.1, 0.1),
      part('US, pro', 500, 0.1, 0.1),
      part('US, basic', 500, 0.1, 0.1),
    ];
    const region = [part('EU', 1000, 0.1, 0.3), part('US', 1000, 0.1, 0.1)];
    const groups = [
      { title: 'region', parts: region },
      { title: 'region, plan', parts: meet },
    ];
    expect(findPlaces(groups, sumSides(region), 1)?.named.map(({ name }) => name)).toEqual(['EU, pro']);
  });

  it('are named by chance at most once in a hundred', () => {
    const random = createRandom(7);
    const draw = (of: number, p: number) => {
      let count = 0;
      for (let i = 0; i < of; i++) count += Number(random.uniform() < p);
      return share(count / of, of);
    };
    let [named, stretches] = [0, 0];
    for (let i = 0; i < 500; i++) {
      const parts = Array.from({ length: 8 }, (_, n) => ({
        name: `r${n}`,
        reference: draw(120, 0.02),
        current: draw(120, 0.1),
      }));
      if (find(parts) !== null) named += 1;
      const days = parts.map(({ current }) => ({ reference: null, current }));
      if (findStretch(days, 1, 0.02) !== null) stretches += 1;
    }
    expect(named).toBeLessThanOrEqual(5);
    expect(stretches).toBeLessThanOrEqual(5);
  });
});

describe('the days in which it rose', () => {
  const days = (values: readonly number[], of = 500) =>
    values.map((value) => ({ reference: null, current: share(value, of) }));

  it('are neighbours, at the end or between others', () => {
    expect(findStretch(days([0.02, 0.02, 0.02, 0.2, 0.2]), 1, 0.02)).toEqual({ first: 3, last: 4 });
    expect(findStretch(days([0.02, 0.3, 0.02, 0.02, 0.02]), 1, 0.02)).toEqual({ first: 1, last: 1 });
    expect(findStretch(days([0.9, 0.9, 0.6, 0.6]), -1, 0.9)).toEqual({ first: 2, last: 3 });
  });

  it('are not told where all days are alike, or where the better ones are the odd ones', () => {
    expect(findStretch(days([0.2, 0.21, 0.19, 0.2]), 1, 0.02)).toBeNull();
    expect(findStretch(days([0.2, 0.2, 0.02, 0.2], 20), 1, 0.02)).toBeNull();
  });
});
