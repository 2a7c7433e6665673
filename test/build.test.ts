import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const { removeStale } = await import(new URL('../scripts/build-stale.mjs', import.meta.url).href);

/** Which of these files of a dist/ are left after a build of `sources`. */
function clear(sources: readonly string[], files: readonly string[]): string[] {
  const dist = mkdtempSync(join(tmpdir(), 'mlmon-dist-'));
  onTestFinished(() => rmSync(dist, { recursive: true }));
  for (const file of files) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    writeFileSync(join(dist, file), '');
  }
  removeStale(dist, sources);
  return files.filter((file) => existsSync(join(dist, file)));
}

it('a build clears what its sources no longer make: a renumbered migration, a module that went', () => {
  const sources = ['src/main.ts', 'src/store/migrations/0002-new.sql', 'src/runs/worker.mjs'];
  const made = ['src/main.js', 'src/store/migrations/0002-new.sql', 'src/runs/worker.mjs'];
  expect(clear(sources, [...made, 'src/store/migrations/0001-new.sql', 'src/store/gone.js'])).toEqual(made);
});

it('a build leaves the bundles, the page, the state of the compiler and databases', () => {
  const kept = ['src/part-7PQTYXZR.js', 'src/playground/page/app.js', '.build.tsbuildinfo', 'data/demo.db-wal'];
  expect(clear(['src/main.ts', 'data/demo/model.sql'], kept)).toEqual(kept);
});
