// Compiles TypeScript, bundles the command line and the playground's page, and copies the files that are read at run
// time into dist/, which then holds nothing else.
// Does nothing when no source changed; with production dependencies alone it keeps the dist/ that was shipped.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listSources } from './build-sources.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stampFile = join(dist, '.build-stamp');
const entry = join(dist, 'src/main.js');
const PAGE = join('src', 'playground', 'page');
const CONFIG = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/build-page.mjs',
  'scripts/build-program.mjs',
  'scripts/build-sources.mjs',
  'scripts/build-stale.mjs',
];
const NOT_AN_ASSET = /\.(tsx?|md)$|\.db(-\w+)?$|(^|\/)\./;

const files = listSources(root);
const stamp = computeStamp([...files, ...CONFIG.map((name) => join(root, name))]);

if (existsSync(stampFile) && existsSync(entry) && readFileSync(stampFile, 'utf8') === stamp) {
  process.exit(0);
}
const tsc = findCompiler();
if (tsc === null) {
  if (existsSync(entry)) process.exit(0);
  console.error(
    'Cannot build: typescript is not installed and dist/ is missing. Run `npm ci` (with development dependencies) first.',
  );
  process.exit(1);
}

compile(tsc);
const { buildProgram } = await import('./build-program.mjs');
await buildProgram();
const { buildPage } = await import('./build-page.mjs');
await buildPage();
copyAssets();
const { removeStale } = await import('./build-stale.mjs');
removeStale(
  dist,
  files.map((file) => relative(root, file).replaceAll('\\', '/')),
);
if (existsSync(entry)) chmodSync(entry, 0o755);
writeFileSync(stampFile, stamp);

function findCompiler() {
  try {
    const require = createRequire(import.meta.url);
    require.resolve('esbuild');
    return require.resolve('typescript/bin/tsc');
  } catch {
    return null;
  }
}

function compile(compiler) {
  // Its own state file: `tsc --noEmit` keeps another list of files in the default one.
  const state = join(dist, '.build.tsbuildinfo');
  const args = [compiler, '-p', join(root, 'tsconfig.build.json'), '--tsBuildInfoFile', state];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}

function copyAssets() {
  for (const file of files) {
    const name = relative(root, file);
    if (name.startsWith(PAGE) || NOT_AN_ASSET.test(name)) continue;
    const target = join(dist, name);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
}

function computeStamp(paths) {
  const hash = createHash('sha256');
  for (const path of paths.filter((p) => existsSync(p))) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${relative(root, path)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}
