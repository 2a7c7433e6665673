import type { PageEvent } from '../protocol.ts';

/** An event for the browser pages: for everybody, or for the pages of one person. */
type Broadcast = { to: string | null; event: PageEvent };
export type HubListener = (broadcast: Broadcast) => void;

/** Tells every open page, and every waiting test, what happened. */
export class Hub {
  readonly #listeners = new Set<HubListener>();

  subscribe(listener: HubListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: PageEvent, to: string | null = null): void {
    for (const listener of [...this.#listeners]) listener({ to, event });
  }
}
