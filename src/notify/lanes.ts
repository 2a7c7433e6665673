/** A target's queue inside this process: one message at a time, a pause between two, other targets unaffected. */
export type Lanes = {
  /** When it is the turn of `id` in this lane; asking twice gives the same turn until it was used. */
  reserve(key: string, id: string, now: number): number;
  /** Runs `work` after everything that entered the lane earlier. */
  enter(key: string, id: string, work: (earliestAt: number) => Promise<void>): Promise<void>;
  /** A message leaves now: the next one waits for the pause. */
  markSent(key: string, now: number): void;
  /** The receiver asked for silence. */
  block(key: string, untilAt: number): void;
};

type Lane = { earliestAt: number; nextTurnAt: number; tail: Promise<void> };

export function createLanes(pauseMs: number): Lanes {
  const lanes = new Map<string, Lane>();
  const turns = new Map<string, number>();

  function laneOf(key: string): Lane {
    const lane = lanes.get(key) ?? { earliestAt: 0, nextTurnAt: 0, tail: Promise.resolve() };
    lanes.set(key, lane);
    return lane;
  }

  return {
    reserve(key, id, now) {
      const lane = laneOf(key);
      const reserved = turns.get(id);
      if (reserved !== undefined && reserved >= lane.earliestAt - pauseMs) return reserved;
      const turnAt = Math.max(now, lane.earliestAt, lane.nextTurnAt);
      lane.nextTurnAt = turnAt + pauseMs;
      turns.set(id, turnAt);
      return turnAt;
    },
    enter(key, id, work) {
      turns.delete(id);
      const lane = laneOf(key);
      const turn = lane.tail.then(() => work(lane.earliestAt));
      lane.tail = turn.catch(() => {});
      return turn;
    },
    markSent(key, now) {
      laneOf(key).earliestAt = now + pauseMs;
    },
    block(key, untilAt) {
      const lane = laneOf(key);
      lane.earliestAt = Math.max(lane.earliestAt, untilAt);
      lane.nextTurnAt = Math.max(lane.nextTurnAt, untilAt);
    },
  };
}
