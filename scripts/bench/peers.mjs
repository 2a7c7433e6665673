// Evidently on the same two files, as a whole process of the Python environment that test/peers uses.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./peers.py', import.meta.url));

/** The environment's Python, or null where there is none. */
export function findPython(root) {
  const python = join(process.env.PEERS_VENV ?? join(root, '.cache/peers'), 'bin/python');
  return existsSync(python) ? python : null;
}

/** @param mode `bare`: the default test of every column; `preset`: DataDriftPreset with its plots. */
export function runPeer(python, mode, folder) {
  const startedAt = performance.now();
  const child = spawn(python, [SCRIPT, mode, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (part) => {
      texts[name] += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const wallS = (performance.now() - startedAt) / 1000;
      if (code !== 0) reject(new Error(`peers.py ${mode} ended with ${code}:\n${texts.stderr}`));
      // Packages may print lines of their own; the last one is ours.
      else resolve({ wallS, ...JSON.parse(texts.stdout.trim().split('\n').at(-1)) });
    });
  });
}
