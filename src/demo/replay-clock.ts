import type { Clock } from '../clock.ts';

const DAY_MS = 86_400_000;

/**
 * The time of the replay: days pass in seconds, but never past the next thing that is due, so that nothing is missed
 * however slow the machine is. Never goes back. Once the replay has ended it is the real time.
 */
export class ReplayClock implements Clock {
  readonly #real: Clock;
  /** Replayed milliseconds for each real one. */
  readonly #speed: number;
  #baseAt: number;
  #baseReal: number;
  #ceilingAt: number;
  #isLive = false;

  /** @param dayMs real milliseconds that a replayed day takes; 0: time stands still between moves. */
  constructor(startAt: number, dayMs: number, real: Clock) {
    this.#real = real;
    this.#speed = dayMs === 0 ? 0 : DAY_MS / dayMs;
    this.#baseAt = startAt;
    this.#baseReal = real.now();
    this.#ceilingAt = startAt;
  }

  now(): number {
    if (this.#isLive) return Math.max(this.#baseAt, this.#real.now());
    const passed = (this.#real.now() - this.#baseReal) * this.#speed;
    return Math.round(Math.max(this.#baseAt, Math.min(this.#baseAt + passed, this.#ceilingAt)));
  }

  /** Time is `at` now and runs on from there, up to `ceilingAt`. */
  moveTo(at: number, ceilingAt: number): void {
    this.#baseAt = Math.max(this.now(), at);
    this.#baseReal = this.#real.now();
    this.#ceilingAt = ceilingAt;
  }

  /** From here on the real time, not before what was shown already. */
  goLive(): void {
    this.#baseAt = this.now();
    this.#isLive = true;
  }
}
