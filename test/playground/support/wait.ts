import type { World } from '../../../src/playground/world/world.ts';

const PATIENCE_MS = 10_000;

/** Looks now and after every event of the workspace until something is found. @throws with `describe()` when patience ends. */
export function waitFor<T>(
  world: World,
  find: () => T | undefined,
  describe: () => string,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const now = find();
  if (now !== undefined) return Promise.resolve(now);
  return new Promise((resolve, reject) => {
    const stop = (finish: () => void) => {
      clearTimeout(timer);
      unsubscribe();
      finish();
    };
    const timer = setTimeout(() => stop(() => reject(new Error(describe()))), patienceMs);
    const unsubscribe = world.hub.subscribe(() => {
      const found = tryFind(find);
      if (found.error !== undefined) stop(() => reject(found.error));
      else if (found.value !== undefined) stop(() => resolve(found.value as T));
    });
  });
}

function tryFind<T>(find: () => T | undefined): { value?: T | undefined; error?: unknown } {
  try {
    return { value: find() };
  } catch (error) {
    return { error };
  }
}
