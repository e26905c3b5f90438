/** A store in memory whose next write to a namespace waits or fails when a test says so. */
import type { StorageAdapter, Store } from '../../../src/storage/adapter.ts';
import { openStore } from '../../../src/storage/open-store.ts';

export class HeldStore {
  readonly store: Store;
  readonly #always = new Map<string, () => Promise<void>>();
  readonly #before = new Map<string, () => Promise<void>>();

  private constructor(store: Store) {
    this.store = { ...store, adapter: (namespace, options) => this.#held(namespace, store.adapter(namespace, options)) };
  }

  static async open(): Promise<HeldStore> {
    return new HeldStore(await openStore('memory:'));
  }

  /** Is awaited before the next write to the namespace. */
  before(namespace: string, gate: () => Promise<void>): void {
    this.#before.set(namespace, gate);
  }

  /** Is awaited before every write to the namespace, until there is none. */
  always(namespace: string, gate: (() => Promise<void>) | undefined): void {
    if (gate) this.#always.set(namespace, gate);
    else this.#always.delete(namespace);
  }

  #held(namespace: string, adapter: StorageAdapter): StorageAdapter {
    return new Proxy(adapter, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const call = (...given: unknown[]): unknown => Reflect.apply(value, target, given);
        if (name !== 'set' && name !== 'setMany') return call;
        return async (...given: unknown[]): Promise<unknown> => {
          const gate = this.#before.get(namespace) ?? this.#always.get(namespace);
          this.#before.delete(namespace);
          await gate?.();
          return call(...given);
        };
      },
    });
  }
}
