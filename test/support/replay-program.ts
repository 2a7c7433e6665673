import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const PROGRAMS = { replay: 'test/support/replay-child.ts', 'measuring-worker': 'src/runs/measuring-worker.ts' };
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type ReplayProgram = { file: string; remove(): void };

/** The replaying bot as plain JavaScript: a start from TypeScript takes seconds, and the test starts it often. */
export async function buildReplayProgram(): Promise<ReplayProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-replay-'));
  const common: BuildOptions = {
    absWorkingDir: ROOT,
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  };
  await build({ ...common, entryPoints: PROGRAMS, packages: 'external' });
  // The drawing library is hundreds of modules, which load faster as one.
  await build({ ...common, entryPoints: { worker: 'src/charts/worker.ts' }, external: ['sharp'] });
  cpSync(join(ROOT, 'src/store/migrations'), join(folder, 'migrations'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return { file: join(folder, 'replay.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
