import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const { listSources } = await import(new URL('../scripts/build-sources.mjs', import.meta.url).href);
const { removeStale } = await import(new URL('../scripts/build-stale.mjs', import.meta.url).href);

/** What a demo leaves beside its definitions, and one of these. */
const DEMO = ['data/demo/model.sql', 'data/demo.duckdb', 'data/demo.db.slack.json', 'data/demo.db.slack.json.files/F1'];

function makeProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'mlmon-project-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const file of DEMO) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  return root;
}

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

it('a build and a package take nothing that a demo leaves behind', () => {
  const root = makeProject();
  expect(listSources(root)).toEqual([join(root, 'data/demo/model.sql')]);
  copyFileSync('package.json', join(root, 'package.json'));
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const packed: { path: string }[] = JSON.parse(stdout)[0].files;
  expect(packed.map(({ path }) => path).sort()).toEqual(['data/demo/model.sql', 'package.json']);
}, 60_000);
