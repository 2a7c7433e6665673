import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const METER = fileURLToPath(new URL('./meter.mjs', import.meta.url));

/**
 * Runs a Node program to its end and measures it from outside: wall seconds of the whole process, its CPU seconds and
 * its largest resident memory. `exitCodes` are those that count as success. Resolves with what it printed, too.
 */
export function runMeasured(args, { exitCodes = [0], env = {} } = {}) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', METER, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const [output, errors, meter] = [1, 2, 3].map((descriptor) => collect(child.stdio[descriptor]));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const wallS = (performance.now() - startedAt) / 1000;
      if (exitCodes.includes(code)) resolve({ wallS, ...JSON.parse(meter()), stdout: output() });
      else reject(new Error(`node ${args.join(' ')} ended with ${code}:\n${errors()}`));
    });
  });
}

function collect(stream) {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (part) => {
    text += part;
  });
  return () => text;
}

/** Median of the numbers. */
export function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A database of SQLite with the files beside it. */
export function removeDatabase(db) {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${db}${suffix}`, { force: true });
}
