// Bundles the command line into dist/src/main.js: loading some hundred small files is most of what a short command costs.
// Other entry points (worker threads, scripts) load the files that the compiler wrote beside it.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUT = join('dist', 'src');
const PARTS = /^part-.*\.js$/;
/** Packages that nearly every command loads. The others are loaded from where they are installed. */
const BUNDLED = [
  '@duckdb/node-api',
  '@marcbachmann/cel-js',
  'commander',
  'fastest-levenshtein',
  'node-cron',
  'p-limit',
  'temporal-polyfill',
  'temporal-utils',
  'yaml',
  'yocto-queue',
  'zod',
];
/** Packages in CommonJS: to import them, Node would have to load its lexer and find out what they export. */
const REQUIRED = ['better-sqlite3', 'pino'];

/** Throws when the bundle does not compile; esbuild prints where. */
export async function buildProgram() {
  const { build } = await import('esbuild');
  const outdir = join(root, OUT);
  for (const name of readdirSync(outdir).filter((file) => PARTS.test(file))) rmSync(join(outdir, name));
  await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    outdir,
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // What a bundled CommonJS package requires at run time: Node's own modules and DuckDB's binary.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);",
    },
    plugins: [requirePackages, keepPackages, keepPlaces],
    legalComments: 'eof',
    // Names stay, for stack traces; without the white space every process is some ten megabytes smaller.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    logLevel: 'warning',
  });
}

/** Packages in CommonJS are required when the bundle runs. */
const requirePackages = {
  name: 'require-packages',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${REQUIRED.join('|')})$`);
    onResolve({ filter }, ({ path, namespace }) => (namespace === 'required' ? null : { path, namespace: 'required' }));
    onLoad({ filter: /^/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/** Packages that are not bundled stay imports. */
const keepPackages = {
  name: 'keep-packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || BUNDLED.some((name) => path === name || path.startsWith(`${name}/`))) return null;
      return { path, external: true };
    });
  },
};

/** A module that looks for files beside itself finds them where it would be without the bundle. */
const keepPlaces = {
  name: 'keep-places',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\](src|commands|views)[/\\].*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const compiled = join('dist', relative(root, path)).replace(/\.ts$/, '.js');
      const place = relative(OUT, compiled).split(sep).join('/');
      const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
      return { contents: source.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};
