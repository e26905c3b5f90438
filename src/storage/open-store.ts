/** From the address in the settings to an open store. */
import type { Clock, Store } from './adapter.ts';
import { openMemoryStore } from './memory-adapter.ts';
import { openSqliteStore } from './sqlite-adapter.ts';
import { StorageError } from './storage-error.ts';

/** Two letters at least: `C:\data\store.db` is a path. */
const scheme = /^([a-z][a-z0-9+.-]+):(.*)$/isu;

/** @returns the path, or undefined for a store in memory. */
function pathOf(url: string): string | undefined {
  if (url === 'memory:') return undefined;
  const [, kind, rest = ''] = scheme.exec(url) ?? [];
  // `sqlite:///var/x` and `sqlite:/var/x` are the same file.
  const path = kind === undefined ? url : rest.replace(/^\/\/(?=\/)/u, '');
  if ((kind === undefined || kind.toLowerCase() === 'sqlite') && path !== '' && !path.startsWith(':')) return path;
  // The address itself is not repeated: one of a database server may hold a password.
  throw new StorageError(
    'store-unsupported',
    kind === undefined || kind.toLowerCase() === 'sqlite'
      ? 'The address of the store holds no path'
      : `No store of kind '${kind}:' is known`,
    "Use 'memory:', 'sqlite:PATH' or a plain path",
  );
}

/**
 * Opens the store at `url`: `memory:`, `sqlite:PATH`, or a plain path to an SQLite file. Missing folders and files are made.
 * @param now the clock that decides what has expired, in milliseconds since 1970.
 * @throws StorageError that says what to do: `store-unsupported`, `store-unwritable`, `store-foreign`, `store-newer`,
 * `store-damaged`, `store-busy`, `store-failed`.
 */
export async function openStore(url: string, now: Clock = Date.now): Promise<Store> {
  const path = pathOf(url);
  return path === undefined ? openMemoryStore(now) : openSqliteStore(path, now);
}
