import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { takeLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test.each([
  ['start', []],
  ['demo', ['--once', '--db']],
])(
  'a second process (mlmon %s) says who works on the database and ends with an error',
  { timeout: 60_000 },
  (command, args) => {
    const folder = mkdtempSync(join(tmpdir(), 'mlmon-second-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const db = join(folder, 'mlmon.db');
    openStore(db).close();
    const lease = takeLease(db, { owner: 'the first mlmon', clock: systemClock });
    onTestFinished(() => lease.release());

    const line = ['--import', 'tsx', 'src/main.ts', command, ...args, ...(args.includes('--db') ? [db] : [])];
    const second = spawnSync(process.execPath, line, {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, MLMON_DB: db, SLACK_BOT_TOKEN: 'xoxb-test', SLACK_APP_TOKEN: 'xapp-test' },
    });

    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`Cannot work on ${db}: "the first mlmon" holds it (process ${process.pid} on `);
    expect(second.stderr).toContain('Stop that process');
    expect(second.stdout).toBe('');
  },
);
