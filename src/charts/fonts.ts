import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The two bundled weights of Inter, as files. */
export type FontFiles = { regular: string; semibold: string };

/** @throws when the font package is not installed. */
export function findFonts(): FontFiles {
  const require = createRequire(import.meta.url);
  return {
    regular: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
    semibold: require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  };
}

/**
 * Writes a fontconfig file with the bundled fonts and a cache of its own into a new temporary folder. The machine's
 * fonts come after them, for names in scripts that Inter lacks, with
 * the machine's own cache so that they need not be scanned again.
 */
export function writeFontConfig(fonts: FontFiles): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-fonts-'));
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, makeFontConfig([dirname(fonts.regular), dirname(fonts.semibold), '/usr/share/fonts'], cache));
  return { folder, file };
}

/** The text of a fontconfig file that knows these folders and keeps its cache in another. */
export function makeFontConfig(fontFolders: readonly string[], cacheFolder: string): string {
  const lines = fontFolders.map((folder) => `  <dir>${escapeXml(folder)}</dir>`);
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    ...lines,
    `  <cachedir>${escapeXml(cacheFolder)}</cachedir>`,
    '  <cachedir>/var/cache/fontconfig</cachedir>',
    '</fontconfig>',
    '',
  ].join('\n');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
