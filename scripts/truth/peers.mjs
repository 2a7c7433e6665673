// Evidently and NannyML in a Python process of their own: values go over in files, verdicts come back as lines.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'peers.py');
const REQUIREMENTS = "evidently==0.7.23 nannyml==0.13.1 statsmodels 'pandas<3' scipy==1.17.1";
/** Requests that wait for an answer at once: their windows lie on the disk. */
const MOST_WAITING = 4;

/** What to type where the packages are missing. */
export function explainInstall(environment) {
  return `python3 -m venv ${environment} && ${environment}/bin/pip install ${REQUIREMENTS}`;
}

/** The peers' process, or null where `environment` has no Python with both packages. */
export async function startPeers(environment) {
  const python = join(environment, 'bin/python');
  if (!existsSync(python)) return null;
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-truth-peers-'));
  const single = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const child = spawn(python, [SCRIPT], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...single },
  });
  const hasEnded = new Promise((resolve) => child.once('close', resolve));
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const files = new Map();
  const waiting = [];
  let asked = 0;

  const settleOldest = async () => {
    const { file, resolve } = waiting.shift();
    const { value, done } = await lines.next();
    rmSync(file);
    if (done) throw new Error('The peers stopped before they had answered');
    resolve(JSON.parse(value));
  };
  const fileOf = (reference) => {
    if (!files.has(reference)) {
      files.set(reference, join(folder, `reference-${files.size}`));
      writeFileSync(files.get(reference), reference);
    }
    return files.get(reference);
  };

  return {
    versions: JSON.parse(first.value),
    /** Hands over windows of one size; `onAnswer` gets {evidently, nannyml} later, at the latest in `finish`. */
    async ask({ kind, references, windows }, onAnswer) {
      const file = join(folder, `windows-${asked++}`);
      writeFileSync(file, Buffer.concat(windows.map(({ buffer }) => Buffer.from(buffer))));
      const request = {
        kind,
        references: references.map(fileOf),
        windows: file,
        rows: windows[0].length,
        count: windows.length,
      };
      child.stdin.write(`${JSON.stringify(request)}\n`);
      waiting.push({ file, resolve: onAnswer });
      if (waiting.length > MOST_WAITING) await settleOldest();
    },
    async finish() {
      while (waiting.length > 0) await settleOldest();
    },
    async close() {
      child.stdin.end();
      child.kill();
      await hasEnded;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
