// Tasks over processes: each takes the next one when it has answered the last.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serialize } from 'node:v8';

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'measure.mjs');

/** Answers in the order of the tasks. @param onAnswer is told of each task when it is done. */
export async function measureAll(tasks, { fitted, seed, processes, onAnswer }) {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-truth-'));
  const file = join(folder, 'references');
  writeFileSync(file, serialize(fitted));
  const answers = new Array(tasks.length);
  let next = 0;
  const work = () =>
    new Promise((resolve, reject) => {
      const child = fork(SCRIPT, [file, seed], { serialization: 'advanced' });
      let current = -1;
      const goOn = () => {
        if (next === tasks.length) return child.disconnect();
        current = next++;
        child.send(tasks[current]);
      };
      child.on('message', (answer) => {
        answers[current] = answer;
        onAnswer(tasks[current]);
        goOn();
      });
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('A measuring process failed'))));
      goOn();
    });
  try {
    await Promise.all(Array.from({ length: Math.min(processes, tasks.length) }, work));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return answers;
}
