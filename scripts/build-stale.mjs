// Removes from dist/ what no source accounts for any more: a migration that was renumbered would stop the program from starting.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What the bundlers write: they clear it themselves. A database belongs to whoever made it. */
const NOT_OURS = /^src\/part-\w+\.js$|^src\/playground\/page\/|\.db(-\w+)?$/;

/** `sources` are files relative to the project; only the folders of dist/ that they lie in are looked at. */
export function removeStale(dist, sources) {
  const made = new Set(sources.map((name) => name.replace(/\.tsx?$/, '.js')));
  const folders = new Set(sources.map((name) => name.split('/')[0]));
  for (const folder of [...folders].map((name) => join(dist, name)).filter((path) => existsSync(path))) {
    for (const item of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(item.parentPath, item.name);
      const name = relative(dist, path).replaceAll('\\', '/');
      if (!item.isDirectory() && !made.has(name) && !NOT_OURS.test(name)) rmSync(path);
    }
  }
}
