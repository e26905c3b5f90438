/** Plain keyed records that expire: last writer wins. For what is read and written as a whole; use compare-and-set for the rest. */
import { Keyv } from 'keyv';
import type { z } from 'zod';
import type { Store } from './adapter.ts';
import { StorageError } from './storage-error.ts';

export interface Records<T> {
  get(key: string): Promise<T | undefined>;
  /** @param expires milliseconds since 1970; without it the record stays until deleted. */
  set(key: string, value: T, expires?: number): Promise<void>;
  /** @returns whether there was such a record. */
  delete(key: string): Promise<boolean>;
  keys(): AsyncGenerator<string, void>;
}

/**
 * The records of one namespace of `store`, through Keyv.
 *
 * Keyv brings the envelope and the serialization. Three of its habits are kept out: it looks at the system clock for expiry
 * (so `checkExpired` is off, `setRaw` hands over an absolute time, and the adapter decides by the store's own clock); a write
 * that fails may come back as `false` (so that is checked); and with an error listener failures turn into "not found" (so there
 * is none). Lost updates it can't prevent, therefore nothing that is read, changed and written back belongs here.
 * @param schema must accept what it gives: it checks on the way in and on the way out.
 * @throws StorageError from all methods; `record-unreadable` when a stored record is not of the form of `schema`.
 */
export function openRecords<T>(store: Store, namespace: string, schema: z.ZodType<T>): Records<T> {
  const adapter = store.adapter(namespace);
  const keyv = new Keyv<unknown>({ store: adapter, checkExpired: false });
  return {
    get: async (key) => {
      let value: unknown;
      try {
        value = await keyv.get(key);
      } catch (error) {
        if (error instanceof StorageError) throw error;
        // The cause is left out: a parser's message may quote the text.
        throw new StorageError('record-unreadable', `A record in '${namespace}' is not JSON`, 'Delete that record');
      }
      if (value === undefined) return undefined;
      const checked = schema.safeParse(value);
      if (checked.success) return checked.data;
      throw new StorageError(
        'record-unreadable',
        `A record in '${namespace}' has an unknown form`,
        'Delete that record',
        checked.error,
      );
    },
    set: async (key, value, expires) => {
      const checked = schema.safeParse(value);
      if (!checked.success) {
        throw new StorageError(
          'value-refused',
          `What was to be kept in '${namespace}' has a wrong form`,
          'Mend the caller',
          checked.error,
        );
      }
      if (await keyv.setRaw(key, { value: checked.data, expires })) return;
      throw new StorageError('store-failed', `The store ${store.location} refused a record for '${namespace}'`, 'See the log');
    },
    delete: (key) => keyv.delete(key),
    keys: async function* keys() {
      // Past Keyv, whose iterator gives up at the first record it can't parse.
      for await (const [key] of adapter.iterator()) yield key;
    },
  };
}
