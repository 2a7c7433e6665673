/** What is running or waiting per owner and key. */
const chains = new WeakMap<object, Map<number, Promise<unknown>>>();

/** Runs `work` after everything that was asked for the same key before, whether that succeeded or not. */
export function takeTurn<T>(owner: object, key: number, work: () => Promise<T>): Promise<T> {
  const own = chains.get(owner) ?? new Map<number, Promise<unknown>>();
  chains.set(owner, own);
  const turn = (own.get(key) ?? Promise.resolve()).then(work, work);
  const settled = turn.then(
    () => undefined,
    () => undefined,
  );
  own.set(key, settled);
  void settled.then(() => {
    if (own.get(key) === settled) own.delete(key);
  });
  return turn;
}
