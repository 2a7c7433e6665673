import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import * as z from 'zod';
import { AppError } from '../../errors.ts';
import type { Channel, Message, StoredFile, View } from './types.ts';
import type { World } from './world.ts';

const VERSION = 1;
const SHAPE = z.object({
  version: z.literal(VERSION),
  channels: z.array(z.custom<Channel>(isRecordWithId)),
  messages: z.array(z.custom<Message>((value) => isRecord(value) && typeof value.ts === 'string')),
  files: z.array(z.custom<StoredFile>(isRecordWithId)),
  homes: z.array(z.custom<View>(isRecordWithId)),
});
type Shape = z.infer<typeof SHAPE>;

/** Keeps a workspace in one JSON file, written whole and then renamed, so that a crash leaves the old one. */
export class Snapshot {
  readonly #world: World;
  readonly #path: string;
  readonly #debounceMs: number;
  readonly #log: Logger;
  readonly #savedFiles = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(world: World, path: string, options: { debounceMs: number; log: Logger }) {
    this.#world = world;
    this.#path = path;
    this.#debounceMs = options.debounceMs;
    this.#log = options.log;
  }

  /** Fills the world from the file, if there is one, and from then on follows its changes. */
  load(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    if (existsSync(this.#path)) this.#restore(this.#read());
    this.#world.onChange = () => this.#schedule();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.save();
  }

  save(): void {
    this.#timer = null;
    this.#saveFiles();
    const draft = `${this.#path}.new`;
    writeFileSync(draft, JSON.stringify(this.#collect()));
    renameSync(draft, this.#path);
  }

  #schedule(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#saveInBackground(), this.#debounceMs);
    this.#timer.unref();
  }

  /** A full disk must not take the workspace down: the next change tries again. */
  #saveInBackground(): void {
    try {
      this.save();
    } catch (error) {
      this.#log.error({ err: error, path: this.#path }, 'The workspace could not be saved');
    }
  }

  #read(): Shape {
    try {
      return SHAPE.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch (cause) {
      const hint = 'Delete the file to begin with an empty workspace';
      throw new AppError('config', `Cannot read ${this.#path}: it is not a workspace of the playground`, {
        cause,
        hint,
      });
    }
  }

  #collect(): Shape {
    const { channels, files, homes, views } = this.#world;
    return {
      version: VERSION,
      channels: [...channels.values()],
      messages: [...channels.keys()].flatMap((id) => [...this.#world.timeline(id).all()]),
      files: [...files.values()].filter(({ stage }) => stage === 'processed'),
      homes: [...homes.values()].flatMap((id) => views.get(id) ?? []),
    };
  }

  #restore({ channels, messages, files, homes }: Shape): void {
    for (const channel of channels) this.#world.channels.set(channel.id, channel);
    for (const message of messages) {
      this.#world.timeline(message.channel).add(message);
      this.#world.reserveTs(message.ts);
    }
    for (const file of files) this.#restoreFile(file);
    for (const view of homes) {
      this.#world.views.set(view.id, view);
      this.#world.homes.set(view.userId, view.id);
    }
  }

  #restoreFile(file: StoredFile): void {
    const path = join(this.#folder(), file.id);
    if (!/^F[A-Z0-9]{8,}$/.test(file.id) || !existsSync(path)) return;
    this.#world.files.set(file.id, file);
    this.#world.fileBytes.set(file.id, new Uint8Array(readFileSync(path)));
    this.#savedFiles.add(file.id);
  }

  #saveFiles(): void {
    for (const [id, bytes] of this.#world.fileBytes) {
      if (this.#savedFiles.has(id) || this.#world.files.get(id)?.stage !== 'processed') continue;
      mkdirSync(this.#folder(), { recursive: true });
      writeFileSync(join(this.#folder(), id), bytes);
      this.#savedFiles.add(id);
    }
  }

  #folder(): string {
    return `${this.#path}.files`;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isRecordWithId(value: unknown): boolean {
  return isRecord(value) && typeof value.id === 'string';
}
