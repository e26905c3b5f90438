/** One thing at a time per key, in the order of asking, within this process. */

export interface Serialiser {
  /**
   * Runs `work` when all work asked for earlier under the same key has ended, whether it failed or not; keys do not wait for each
   * other. Do not call it for the same key from within `work`: that would wait for itself for ever.
   */
  readonly runExclusive: <T>(key: string, work: () => T | Promise<T>) => Promise<T>;
  /** Keys with work running or waiting. */
  readonly size: number;
}

export function createSerialiser(): Serialiser {
  const tails = new Map<string, Promise<void>>();

  const run = async <T>(key: string, work: () => T | Promise<T>): Promise<T> => {
    const before = tails.get(key);
    const { promise: tail, resolve: end } = Promise.withResolvers<void>();
    tails.set(key, tail);
    // Never rejects: `tail` stands for "ended", not for "succeeded".
    await before;
    try {
      return await work();
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
      end();
    }
  };

  return {
    runExclusive: run,
    get size() {
      return tails.size;
    },
  };
}
