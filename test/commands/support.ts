import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { dispatch } from '../../commands/index.ts';
import { FakeClock } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';
import { NO_DIGEST } from '../../src/digest/plan.ts';
import { AppError } from '../../src/errors.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { saveMonitor } from '../../src/monitors/verbs.ts';
import { measureHere } from '../../src/runs/measure.ts';
import { openStore } from '../../src/store/open.ts';
import type { Message } from '../../views/blocks.ts';

export type Line = Record<string, unknown> & { level: number; msg: string; referenceId?: string };
type Said = { text: string; isPublic: boolean };

/** A context over an empty database, and what the command and the log say. */
export function makeDesk() {
  const store = openStore(':memory:');
  onTestFinished(() => store.close());
  const lines: Line[] = [];
  const ctx: Context = {
    store,
    warehouses: {
      get: () => {
        throw new AppError('compute_unavailable', 'Cannot reach the warehouse', { hint: 'Start it' });
      },
      names: () => [],
      close: async () => undefined,
    },
    clock: new FakeClock(Date.UTC(2024, 2, 1)),
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    defaultTarget: null,
    digest: NO_DIGEST,
    canDeliver: () => true,
    measure: measureHere,
    wakeDelivery: () => undefined,
  };

  async function say(text: string): Promise<Said[]> {
    const said: Said[] = [];
    const reply = async (message: Message, options: { isPublic?: boolean } = {}) => {
      said.push({ text: JSON.stringify(message.blocks), isPublic: options.isPublic ?? false });
    };
    await dispatch({ ctx, text, userId: 'U0ANA00001', channelId: 'C0GENERAL1', reply });
    return said;
  }

  function save(modelName: string): void {
    const source = `model_name: ${modelName}\nreference_dataset: a.parquet\ncurrent_dataset: b.parquet\nfeature_drift: {}\n`;
    saveMonitor(ctx, { loaded: loadMonitor(source, { baseDir: null }), actor: { type: 'cli' } });
  }

  return { ctx, lines, say, save };
}
