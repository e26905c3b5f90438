/** A store in memory with the same face as the one on disk, for tests and for a chat that is not kept. */
import { keyvStorageCapability, type KeyvStorageCapability } from 'keyv';
import type { Clock, StorageAdapter, StorageEntry, Store, VersionedValue } from './adapter.ts';
import { assertOpen, StorageError } from './storage-error.ts';

const location = 'memory:';

interface Memory {
  readonly now: Clock;
  readonly namespaces: Map<string, Map<string, VersionedValue>>;
  lastVersion: number;
  open: boolean;
}

class MemoryAdapter implements StorageAdapter {
  readonly #memory: Memory;
  readonly #namespace: string;
  #connected = true;

  constructor(memory: Memory, namespace: string) {
    this.#memory = memory;
    this.#namespace = namespace;
  }

  get namespace(): string {
    return this.#namespace;
  }

  get capabilities(): KeyvStorageCapability {
    return keyvStorageCapability(this);
  }

  #rows(): Map<string, VersionedValue> {
    assertOpen(this.#connected && this.#memory.open, location);
    let rows = this.#memory.namespaces.get(this.#namespace);
    if (!rows) {
      rows = new Map();
      this.#memory.namespaces.set(this.#namespace, rows);
    }
    return rows;
  }

  #read(key: string): VersionedValue | undefined {
    const row = this.#rows().get(key);
    return row && (row.expires === undefined || row.expires > this.#memory.now()) ? row : undefined;
  }

  #delete(key: string): boolean {
    const there = this.#read(key) !== undefined;
    this.#rows().delete(key);
    return there;
  }

  async get(key: string): Promise<string | undefined> {
    return this.#read(key)?.value;
  }

  async getMany(keys: string[]): Promise<(string | undefined)[]> {
    this.#rows();
    return keys.map((key) => this.#read(key)?.value);
  }

  async has(key: string): Promise<boolean> {
    return this.#read(key) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    this.#rows();
    return keys.map((key) => this.#read(key) !== undefined);
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    return (await this.setMany([{ key, value, ...(expires === undefined ? {} : { expires }) }])).every(Boolean);
  }

  /** All or none. */
  async setMany(entries: readonly StorageEntry[]): Promise<boolean[]> {
    const rows = this.#rows();
    const checked = entries.map(({ key, value, expires }): [string, VersionedValue] => {
      if (typeof value === 'string') return [key, { value, version: ++this.#memory.lastVersion, expires }];
      throw new StorageError('value-refused', `The value of '${key}' is no text`, 'Keep a serialization on the Keyv instance');
    });
    for (const [key, row] of checked) rows.set(key, row);
    return checked.map(() => true);
  }

  async delete(key: string): Promise<boolean> {
    return this.#delete(key);
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    this.#rows();
    return keys.map((key) => this.#delete(key));
  }

  async clear(): Promise<void> {
    this.#rows().clear();
  }

  async *iterator(): AsyncGenerator<[string, string], void> {
    for (const key of [...this.#rows().keys()].toSorted()) {
      const row = this.#read(key);
      if (row) yield [key, row.value];
    }
  }

  async disconnect(): Promise<void> {
    this.#connected = false;
  }

  async getVersioned(key: string): Promise<VersionedValue | undefined> {
    return this.#read(key);
  }

  async compareAndSet(key: string, value: string, expectedVersion: number, expires?: number): Promise<boolean> {
    const rows = this.#rows();
    if ((this.#read(key)?.version ?? 0) !== expectedVersion) return false;
    rows.set(key, { value, version: ++this.#memory.lastVersion, expires });
    return true;
  }
}

/** An empty store; what it holds is gone when it is closed. */
export function openMemoryStore(now: Clock): Store {
  const memory: Memory = { now, namespaces: new Map(), lastVersion: 0, open: true };
  return {
    location,
    now,
    adapter: (namespace) => new MemoryAdapter(memory, namespace),
    purge: async () => {
      assertOpen(memory.open, location);
      let purged = 0;
      for (const rows of memory.namespaces.values()) {
        for (const [key, { expires }] of rows) {
          if (expires !== undefined && expires <= now() && rows.delete(key)) purged++;
        }
      }
      return purged;
    },
    erase: async () => {
      assertOpen(memory.open, location);
    },
    close: async () => {
      memory.open = false;
      memory.namespaces.clear();
    },
  };
}
