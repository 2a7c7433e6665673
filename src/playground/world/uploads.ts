import { readImageFacts } from './image-size.ts';
import type { Share, StoredFile } from './types.ts';
import type { World } from './world.ts';

/** The asynchronous half of an upload: bytes arrive, then the file is processed, then it appears in the channel. */
export class Uploads {
  readonly #world: World;
  readonly #processingMs: number;
  readonly #expected = new Map<string, string>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(world: World, processingMs: number) {
    this.#world = world;
    this.#processingMs = processingMs;
  }

  expect(secret: string, fileId: string): void {
    this.#expected.set(secret, fileId);
  }

  /** @returns the file, or null when the address is unknown, used, or the bytes are not as many as announced. */
  receive(secret: string, bytes: Uint8Array): StoredFile | null {
    const file = this.#world.files.get(this.#expected.get(secret) ?? '');
    if (file === undefined || bytes.length !== file.length) return null;
    this.#expected.delete(secret);
    file.stage = 'uploaded';
    this.#world.fileBytes.set(file.id, bytes);
    return file;
  }

  process(files: readonly StoredFile[], share: Share | null): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      for (const file of files) this.#finish(file);
      if (share !== null) this.#share(files, share);
      this.#world.onChange();
    }, this.#processingMs);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #finish(file: StoredFile): void {
    const bytes = this.#world.fileBytes.get(file.id) ?? new Uint8Array();
    Object.assign(file, readImageFacts(bytes, file.name), { stage: 'processed' });
  }

  #share(files: readonly StoredFile[], { channel, threadTs, content }: Share): void {
    const user = this.#world.app.botUserId;
    const ids = files.map((file) => file.id);
    const message = this.#world.addMessage({ ...content, channel, threadTs, user, files: ids });
    for (const file of files) file.shares.push({ channel, ts: message.ts });
  }
}
