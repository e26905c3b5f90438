/** Stores that a test stands before. */
import type { StorageAdapter, Store } from '../../../../src/storage/adapter.ts';

/** A store whose methods can be handed on one by one. */
export const bound = (store: Store): Store => ({
  location: store.location,
  now: store.now,
  adapter: (namespace, options) => store.adapter(namespace, options),
  purge: () => store.purge(),
  erase: () => store.erase(),
  close: () => store.close(),
});

const writes = new Set<unknown>(['compareAndSet', 'set', 'setMany', 'delete', 'deleteMany', 'clear']);

/**
 * The store of a process that is killed right before one of its writes: from then on nothing is written, nothing read, and nobody
 * hears of it. All that a process does outside stands between two of its writes, so the writes are the steps to be killed between.
 */
export class Dying {
  readonly died: Promise<void>;
  readonly #die: () => void;
  #left: number;
  #armed = false;
  #dead = false;

  /** @param left writes that it makes once it is armed */
  constructor(left: number) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.died = promise;
    this.#die = resolve;
    this.#left = left;
  }

  arm(): void {
    this.#armed = true;
  }

  get dead(): boolean {
    return this.#dead;
  }

  wrap(store: Store): Store {
    return {
      ...bound(store),
      adapter: (namespace, options) => this.#adapter(store.adapter(namespace, options)),
      erase: () => (this.#dead ? new Promise<never>(() => undefined) : store.erase()),
    };
  }

  #adapter(adapter: StorageAdapter): StorageAdapter {
    return new Proxy(adapter, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]): unknown => {
          if (writes.has(name)) this.#count();
          return this.#dead ? new Promise<never>(() => undefined) : value.apply(target, args);
        };
      },
    });
  }

  #count(): void {
    if (!this.#armed || this.#dead) return;
    if (this.#left === 0) {
      this.#dead = true;
      this.#die();
    }
    this.#left -= 1;
  }
}
