import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const VENV = process.env.PEERS_VENV ?? fileURLToPath(new URL('../../.cache/peers', import.meta.url));

export type Question = { ask: 'sklearn' | 'cbpe' | 'scipy' | 'evidently' | 'nannyml' | 'pandas' } & Readonly<
  Record<string, unknown>
>;

/**
 * What the real packages say, in one Python process for all questions.
 * @throws Error that says what to install where there is no environment with them.
 */
export function askPeers<Answer>(questions: readonly Question[]): Answer[] {
  const python = join(VENV, 'bin', 'python');
  if (!existsSync(python)) {
    throw new Error(
      `There is no ${python}: python3 -m venv ${VENV} && ${VENV}/bin/pip install -r test/peers/requirements.txt`,
    );
  }
  const { status, stdout, stderr } = spawnSync(python, [join(HERE, 'ask.py')], {
    input: JSON.stringify(questions),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`The peers did not answer:\n${stderr.slice(-3000)}`);
  return JSON.parse(stdout) as Answer[];
}
