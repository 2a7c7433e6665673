// What dist/ is made of. What a demo leaves in data/ is none of it: it would be copied and shipped, and build anew every time.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'commands', 'views', 'data/demo'];

/** Every file under the sources of the project in `root`, databases left out. */
export function listSources(root) {
  return SOURCES.flatMap((name) => listFiles(join(root, name)));
}

function listFiles(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((item) => {
    const path = join(dir, item.name);
    if (item.isDirectory()) return listFiles(path);
    return /\.db(-\w+)?$/.test(item.name) ? [] : [path];
  });
}
