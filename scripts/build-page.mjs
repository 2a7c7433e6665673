// Bundles the playground's page into dist/src/playground/page: app.js, theme.js, style.css, fonts, index.html, icon.
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const FONTS = ['400-normal', '400-italic', '700-normal', '900-normal'];

/** Throws when the bundle does not compile; esbuild prints where. */
export async function buildPage(outDir = join(root, 'dist/src/playground/page'), { isMinified = true } = {}) {
  const { build } = await import('esbuild');
  const source = join(root, 'src/playground/page');
  mkdirSync(join(outDir, 'fonts'), { recursive: true });
  await build({
    entryPoints: { app: join(source, 'main.tsx'), theme: join(source, 'theme.ts'), style: join(source, 'style.css') },
    outdir: outDir,
    bundle: true,
    minify: isMinified,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    external: ['fonts/*'],
    legalComments: 'none',
    logLevel: 'warning',
    tsconfig: join(source, 'tsconfig.json'),
  });
  for (const name of ['index.html', 'icon.svg']) copyFileSync(join(source, name), join(outDir, name));
  copyFonts(join(outDir, 'fonts'));
}

function copyFonts(outDir) {
  const lato = dirname(createRequire(import.meta.url).resolve('@fontsource/lato/package.json'));
  for (const face of FONTS) {
    const file = `lato-latin-${face}.woff2`;
    copyFileSync(join(lato, 'files', file), join(outDir, file));
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildPage();
