import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Every file that belongs to the project, by its path from the root. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));

const source = files.filter((file) => /^(src|commands|views)\/.*\.tsx?$/.test(file));
const read = (file: string) => readFileSync(file, 'utf8');

function linesWith(pattern: RegExp, among: readonly string[]): string[] {
  return among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
}

describe('rules', () => {
  test('the source was really read', () => {
    expect(source.length).toBeGreaterThan(100);
  });

  test('only the configuration reads the environment', () => {
    // Native code under the charts' worker reads its font settings from the process's environment alone.
    const allowed = /^src\/config(\/|\.)|^src\/charts\/worker\.ts$/;
    expect(
      linesWith(
        /process\.env\b/,
        source.filter((file) => !allowed.test(file)),
      ),
    ).toEqual([]);
  });

  test('nothing is exported by default, and nothing is typed any', () => {
    expect(
      linesWith(/^export default |^[^/*]*(: any\b[^ ]|: any[,;)>]|as any\b)|@ts-ignore|@ts-expect-error/, source),
    ).toEqual([]);
  });

  test('a module finds the files beside it by import.meta.url alone, which the bundled program keeps right', () => {
    expect(linesWith(/import\.meta\.(dir|file)name|\b__(dir|file)name\b/, source)).toEqual([]);
  });

  test('no test is skipped, and no work is left as a note', () => {
    const tests = files.filter((file) => /^test\/.*\.ts$/.test(file) && file !== 'test/rules.test.ts');
    expect(linesWith(/\b(test|it|describe)\.(skip|todo|only)\b/, tests)).toEqual([]);
    expect(linesWith(/\b(TODO|FIXME|XXX)\b/, source)).toEqual([]);
  });

  test('file names are kebab-case', () => {
    const odd = source.filter((file) => !/^[a-z0-9/.-]+$/.test(file));
    expect(odd).toEqual([]);
  });

  test('paths that the documents name exist', () => {
    const documents = files.filter((file) => /^(README|CHANGELOG|docs\/.*|views\/STYLE)\.md$/.test(file));
    const missing = documents.flatMap((document) =>
      [...read(document).matchAll(/\]\(((?!https?:|#|mailto:)[^)\s]+)\)/g)]
        .map((match) => match[1]!.split('#')[0]!)
        .filter((path) => path !== '' && !existsSync(new URL(path, `file://${process.cwd()}/${document}`)))
        .map((path) => `${document}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test('every package that runs is pinned to one version', () => {
    const manifest = JSON.parse(read('package.json'));
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)),
    );
    expect(loose).toEqual([]);
  });
});

describe('the lock file', () => {
  // A registry that carries some platforms only makes npm leave the others out, and then `npm ci` refuses the file.
  test('names the optional packages of every platform', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  test('holds no address of a registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved"/);
  });
});
