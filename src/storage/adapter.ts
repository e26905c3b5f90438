/** The face of a store, and of the Keyv storage adapters that look into it. */
import type { KeyvStorageAdapter, KeyvStorageCapability } from 'keyv';

/** Milliseconds since 1970. */
export type Clock = () => number;

export interface VersionedValue {
  readonly value: string;
  /** Never used twice in one store, not even after a deletion: an old version can't match a later record by chance. */
  readonly version: number;
  /** Milliseconds since 1970; the record is gone from that moment on. */
  readonly expires: number | undefined;
}

export interface StorageEntry {
  readonly key: string;
  readonly value: unknown;
  readonly expires?: number;
}

type KeyvMethods =
  | 'get'
  | 'getMany'
  | 'has'
  | 'hasMany'
  | 'set'
  | 'setMany'
  | 'delete'
  | 'deleteMany'
  | 'clear'
  | 'disconnect'
  | 'iterator';

/**
 * A Keyv 6 storage adapter bound to one namespace, with compare-and-set besides, which Keyv lacks.
 *
 * It has no `on` and no `emit`, and that is the point: to a store that emits errors Keyv subscribes, and with a listener of its
 * own a failed `get` gives `undefined`, so that a broken store looks like an empty one. Without them every failure rejects.
 * For the same reason never call `keyv.on('error', …)`.
 *
 * All methods reject with a `StorageError`. Values are text. `expires` is absolute, in milliseconds since 1970.
 */
export interface StorageAdapter extends Pick<KeyvStorageAdapter, KeyvMethods> {
  /** Fixed: one adapter shared by two Keyv instances of different namespaces would follow whichever was made last. */
  readonly namespace: string;
  readonly capabilities: KeyvStorageCapability;
  get(key: string): Promise<string | undefined>;
  getMany(keys: string[]): Promise<(string | undefined)[]>;
  setMany(entries: readonly StorageEntry[]): Promise<boolean[]>;
  /** Every record of the namespace, in the order of the keys. Records written while it runs may be seen or missed. */
  iterator(): AsyncGenerator<[string, string], void>;
  /** Ends this adapter only; the store stays open for the others. */
  disconnect(): Promise<void>;
  getVersioned(key: string): Promise<VersionedValue | undefined>;
  /**
   * Writes only if the record still has `expectedVersion` (0: there is none), in one atomic step across processes.
   * False means that somebody else wrote first and nothing changed.
   */
  compareAndSet(key: string, value: string, expectedVersion: number, expires?: number): Promise<boolean>;
}

export interface AdapterOptions {
  /** False: a write may be lost with the power, never with the process. It then costs no wait for the disk. True unless given. */
  readonly durable?: boolean;
}

export interface Store {
  /** For messages: the path of the file, or `memory:`. */
  readonly location: string;
  /** The clock that decides what has expired. */
  readonly now: Clock;
  /** A new adapter for one namespace; namespaces do not see each other. */
  adapter(namespace: string, options?: AdapterOptions): StorageAdapter;
  /** Takes expired records of all namespaces off the disk, then erases. Gives their number. */
  purge(): Promise<number>;
  /**
   * Leaves no trace of deleted or overwritten records in the files of the store.
   * @throws StorageError `erase-incomplete` while another process holds an old copy; a later call or `purge` finishes it.
   */
  erase(): Promise<void>;
  /** Ends all adapters. A second call does nothing. */
  close(): Promise<void>;
}
