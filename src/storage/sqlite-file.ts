/** Opens one SQLite file as a store, or says why it is none. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { asStorageError, StorageError } from './storage-error.ts';

/** Marks the file as ours ("CbKV"), so that a wrong path never overwrites another program's database. */
const applicationId = 0x43_62_4b_56;
/** Layout of the tables below; a file with a higher one is refused. */
const layout = 1;
const attemptsToSwitchLog = 100;

const tables = `
  CREATE TABLE IF NOT EXISTS kv (
    namespace TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, expires INTEGER,
    PRIMARY KEY (namespace, key)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS kv_expires ON kv (expires) WHERE expires IS NOT NULL;
  CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO counter VALUES (1, 0);
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${layout};
`;

function numberOf(database: DatabaseSync, sql: string): number {
  const row = database.prepare(sql).get();
  return Number(row === undefined ? 0 : Object.values(row)[0]);
}

/** Conversations are private: the folder and the file are made for this user alone. Existing ones keep their permissions. */
function prepareFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new StorageError(
      'store-unwritable',
      `The store ${path} can not be made or written`,
      'Give a path to a file in a folder where this process may write',
      error,
    );
  }
}

function assertOurs(database: DatabaseSync, path: string): void {
  const id = numberOf(database, 'PRAGMA application_id');
  const version = numberOf(database, 'PRAGMA user_version');
  if (id !== applicationId && (id !== 0 || numberOf(database, 'SELECT count(*) FROM sqlite_schema') > 0)) {
    throw new StorageError(
      'store-foreign',
      `The database ${path} belongs to another program`,
      'Give another path; it was left as it is',
    );
  }
  if (id === applicationId && version > layout) {
    throw new StorageError(
      'store-newer',
      `The store ${path} has layout ${version}, this program knows ${layout}`,
      'Start the newer version of the program again; the file was left as it is',
    );
  }
  const check = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
  if (check !== 'ok') {
    throw new StorageError(
      'store-damaged',
      `The store ${path} is damaged (${String(check)})`,
      'Stop the program, keep a copy of the file, and restore it from a backup, or move it away to start with an empty store',
    );
  }
}

/** SQLite does not wait by itself while another process switches the same new file to the write-ahead log. */
function useWriteAheadLog(database: DatabaseSync, path: string): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 1; ; attempt++) {
    try {
      const mode = Object.values(database.prepare('PRAGMA journal_mode = WAL').get() ?? {})[0];
      if (mode === 'wal') return;
      throw new StorageError(
        'store-failed',
        `The disk of the store ${path} does not support a write-ahead log`,
        'Put the file on a local disk, not on a network share',
      );
    } catch (error) {
      const known = asStorageError(error, path);
      if (known.code !== 'store-busy' || attempt >= attemptsToSwitchLog) throw known;
      Atomics.wait(pause, 0, 0, 20);
    }
  }
}

/**
 * Opens or makes the file at `path`; missing folders are made. A commit is on the disk when it returns (synchronous FULL), unless the
 * writer says otherwise; what is deleted is overwritten (secure_delete), and a locked file is waited for up to `busyTimeout` ms.
 * @throws StorageError `store-unwritable`, `store-foreign`, `store-newer`, `store-damaged`, `store-busy`, `store-failed`.
 */
export function openSqliteFile(given: string, busyTimeout: number): { readonly database: DatabaseSync; readonly path: string } {
  const path = resolve(given);
  prepareFile(path);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: busyTimeout });
    // One transaction: another process may be making the tables at this moment, and half of them would look foreign.
    database.exec('BEGIN');
    assertOurs(database, path);
    database.exec('COMMIT');
    useWriteAheadLog(database, path);
    database.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;');
    database.exec('BEGIN IMMEDIATE');
    database.exec(tables);
    database.exec('COMMIT');
    return { database, path };
  } catch (error) {
    database?.close();
    throw asStorageError(error, path);
  }
}
