/** What can go wrong in storage; each code has one remedy. */
export type StorageErrorCode =
  /** The store's address is of no kind known here. */
  | 'store-unsupported'
  /** The folder or file can not be made, read or written. */
  | 'store-unwritable'
  /** The file belongs to another program. */
  | 'store-foreign'
  /** The file was written by a newer version of this program. */
  | 'store-newer'
  | 'store-damaged'
  /** Another process held the file for longer than the busy timeout. */
  | 'store-busy'
  | 'store-full'
  | 'store-closed'
  /** Anything else that the storage engine reports. */
  | 'store-failed'
  /** What was to be written is not text, not JSON, or not of the form agreed. */
  | 'value-refused'
  /** A stored record can not be read in the form agreed. */
  | 'record-unreadable'
  /** Others kept writing the same record. */
  | 'contended'
  /** A turn was committed for an event that is not the next one. */
  | 'out-of-turn'
  /** Deleted, but an older copy may still be in the write-ahead log. */
  | 'erase-incomplete'
  | 'migrations-broken';

/** Storage failed. The message says what happened and what to do; it never holds stored text. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;

  /** `what` and `remedy` are sentences without their full stop. */
  constructor(code: StorageErrorCode, what: string, remedy: string, cause?: unknown) {
    super(`${what}. ${remedy}.`, cause === undefined ? undefined : { cause });
    this.name = 'StorageError';
    this.code = code;
  }
}

const closedError = (location: string, cause?: unknown): StorageError =>
  new StorageError('store-closed', `The store ${location} is closed`, 'Open it again; nothing was read or written', cause);

/** The error for using a store or an adapter after it was closed. */
export function assertOpen(open: boolean, location: string): void {
  if (!open) throw closedError(location);
}

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html); extended ones carry them in the low byte. */
const results = { busy: 5, locked: 6, readonly: 8, ioError: 10, corrupt: 11, full: 13, cantOpen: 14, notADatabase: 26 } as const;

function propertyOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

/** Turns what `node:sqlite` and `node:fs` throw into a `StorageError`; one that already is stays as it is. */
export function asStorageError(error: unknown, location: string): StorageError {
  if (error instanceof StorageError) return error;
  if (propertyOf(error, 'code') === 'ERR_INVALID_STATE') return closedError(location, error);
  const result = propertyOf(error, 'errcode');
  switch (typeof result === 'number' ? result % 256 : undefined) {
    case results.busy:
    case results.locked:
      return new StorageError(
        'store-busy',
        `Another process is holding the store ${location}`,
        'Find what keeps it open (a backup, a database browser) and end that',
        error,
      );
    case results.readonly:
    case results.cantOpen:
      return new StorageError(
        'store-unwritable',
        `The store ${location} can not be opened for writing`,
        'Give this process write permission on the file and on its folder',
        error,
      );
    case results.corrupt:
      return new StorageError(
        'store-damaged',
        `The store ${location} is damaged`,
        'Stop the program, keep a copy of the file, and restore it from a backup, or move it away to start with an empty store',
        error,
      );
    case results.notADatabase:
      return new StorageError(
        'store-foreign',
        `The file ${location} is not a store of this program`,
        'Give another path; the file was left as it is',
        error,
      );
    case results.full:
      return new StorageError(
        'store-full',
        `The disk of the store ${location} is full`,
        'Free some space; nothing was written',
        error,
      );
    case results.ioError:
      return new StorageError('store-failed', `The disk of the store ${location} fails`, 'Check the disk and its mount', error);
    default: {
      const detail = error instanceof Error ? error.message : 'unknown cause';
      return new StorageError('store-failed', `The store ${location} failed (${detail})`, 'See the cause in the log', error);
    }
  }
}
