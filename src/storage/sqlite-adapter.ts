/** A store in one SQLite file, safe for several processes at once. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { keyvStorageCapability, type KeyvStorageCapability } from 'keyv';
import type { AdapterOptions, Clock, StorageAdapter, StorageEntry, Store, VersionedValue } from './adapter.ts';
import { openSqliteFile } from './sqlite-file.ts';
import { assertOpen, asStorageError, StorageError } from './storage-error.ts';

const page = 100;
const live = '(expires IS NULL OR expires > :now)';
const sql = {
  get: `SELECT value, version, expires FROM kv WHERE namespace = :namespace AND key = :key AND ${live}`,
  set: `INSERT INTO kv (namespace, key, value, version, expires) VALUES (:namespace, :key, :value, :version, :expires)
    ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value, version = excluded.version, expires = excluded.expires`,
  nextVersion: 'UPDATE counter SET last = last + 1 WHERE id = 1 RETURNING last',
  delete: 'DELETE FROM kv WHERE namespace = :namespace AND key = :key',
  clear: 'DELETE FROM kv WHERE namespace = :namespace',
  page: `SELECT key, value FROM kv WHERE namespace = :namespace AND key > :after AND ${live} ORDER BY key LIMIT ${page}`,
  purge: 'DELETE FROM kv WHERE expires <= :now',
  checkpoint: 'PRAGMA wal_checkpoint(TRUNCATE)',
} as const;
type Row = Record<string, SQLOutputValue>;

function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new StorageError('store-damaged', `The store holds a row whose ${column} is no text`, 'Restore the file from a backup');
}

/** One change to be made. `run` gives what to do once it is committed. */
interface Write {
  readonly durable: boolean;
  readonly run: () => () => void;
  readonly reject: (error: StorageError) => void;
}

/** The open file with its statements; every failure leaves as a `StorageError`. */
class Connection {
  readonly path: string;
  readonly now: Clock;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #waiting: Write[] = [];

  constructor(path: string, now: Clock, busyTimeout: number) {
    const opened = openSqliteFile(path, busyTimeout);
    this.#database = opened.database;
    this.path = opened.path;
    this.now = now;
  }

  #statement(name: keyof typeof sql): StatementSync {
    let statement = this.#statements.get(name);
    if (!statement) {
      statement = this.#database.prepare(sql[name]);
      this.#statements.set(name, statement);
    }
    return statement;
  }

  all(name: keyof typeof sql, values: Record<string, SQLInputValue> = {}): Row[] {
    try {
      return this.#statement(name).all(values);
    } catch (error) {
      throw asStorageError(error, this.path);
    }
  }

  run(name: keyof typeof sql, values: Record<string, SQLInputValue> = {}): number {
    try {
      return Number(this.#statement(name).run(values).changes);
    } catch (error) {
      throw asStorageError(error, this.path);
    }
  }

  /**
   * Runs `work` under the write lock, together with what else is to be written in this turn of the event loop: the wait for the disk,
   * which is most of a write, is then one for all. What throws is undone and rejects, and holds up no other.
   */
  write<T>(work: () => T, durable: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        durable,
        // Run again by itself where another's failure undid it, so it tells nobody before it is committed.
        run: () => {
          const result = work();
          return () => resolve(result);
        },
        reject,
      });
      if (this.#waiting.length === 1) setImmediate(() => this.#commitAll());
    });
  }

  #commitAll(): void {
    const writes = this.#waiting.splice(0);
    try {
      this.#commit(writes);
    } catch (error) {
      const known = asStorageError(error, this.path);
      const blame = writes.length === 1 || known.code === 'store-busy' || known.code === 'store-closed';
      for (const each of writes) {
        if (blame) each.reject(known);
        else this.#commitAlone(each);
      }
    }
  }

  #commitAlone(write: Write): void {
    try {
      this.#commit([write]);
    } catch (error) {
      write.reject(asStorageError(error, this.path));
    }
  }

  /** All or none. IMMEDIATE, so that what a write reads stays true until it is written. */
  #commit(writes: readonly Write[]): void {
    if (writes.length === 0) return;
    const durable = writes.some((write) => write.durable);
    if (!durable) this.#database.exec('PRAGMA synchronous = NORMAL');
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const tell = writes.map(({ run }) => run());
      this.#database.exec('COMMIT');
      for (const each of tell) each();
    } catch (error) {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      if (!durable && this.#database.isOpen) this.#database.exec('PRAGMA synchronous = FULL');
    }
  }

  nextVersion(): number {
    const [row] = this.all('nextVersion');
    return Number(row?.['last']);
  }

  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#commitAll();
    this.#database.close();
  }
}

/** Methods are `async` although SQLite answers at once: what it throws must become a rejection. */
class SqliteAdapter implements StorageAdapter {
  readonly #connection: Connection;
  readonly #namespace: string;
  readonly #durable: boolean;
  #connected = true;

  constructor(connection: Connection, namespace: string, { durable = true }: AdapterOptions = {}) {
    this.#connection = connection;
    this.#namespace = namespace;
    this.#durable = durable;
  }

  get namespace(): string {
    return this.#namespace;
  }

  get capabilities(): KeyvStorageCapability {
    return keyvStorageCapability(this);
  }

  #open(): Connection {
    assertOpen(this.#connected && this.#connection.isOpen, this.#connection.path);
    return this.#connection;
  }

  #read(key: string): VersionedValue | undefined {
    const connection = this.#open();
    const [row] = connection.all('get', { namespace: this.#namespace, key, now: connection.now() });
    if (!row) return undefined;
    const expires = row['expires'];
    return {
      value: textOf(row, 'value'),
      version: Number(row['version']),
      expires: expires === null ? undefined : Number(expires),
    };
  }

  #write({ key, value, expires }: StorageEntry): void {
    const connection = this.#open();
    if (typeof value !== 'string') {
      throw new StorageError('value-refused', `The value of '${key}' is no text`, 'Keep a serialization on the Keyv instance');
    }
    const version = connection.nextVersion();
    connection.run('set', { namespace: this.#namespace, key, value, version, expires: expires ?? null });
  }

  #delete(key: string): boolean {
    const there = this.#read(key) !== undefined;
    this.#open().run('delete', { namespace: this.#namespace, key });
    return there;
  }

  async get(key: string): Promise<string | undefined> {
    return this.#read(key)?.value;
  }

  async getMany(keys: string[]): Promise<(string | undefined)[]> {
    this.#open();
    return keys.map((key) => this.#read(key)?.value);
  }

  async has(key: string): Promise<boolean> {
    return this.#read(key) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    this.#open();
    return keys.map((key) => this.#read(key) !== undefined);
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    return (await this.setMany([{ key, value, ...(expires === undefined ? {} : { expires }) }])).every(Boolean);
  }

  /** All or none. */
  async setMany(entries: readonly StorageEntry[]): Promise<boolean[]> {
    return this.#open().write(
      () =>
        entries.map((entry) => {
          this.#write(entry);
          return true;
        }),
      this.#durable,
    );
  }

  async delete(key: string): Promise<boolean> {
    return this.#open().write(() => this.#delete(key), this.#durable);
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    return this.#open().write(() => keys.map((key) => this.#delete(key)), this.#durable);
  }

  async clear(): Promise<void> {
    this.#open().run('clear', { namespace: this.#namespace });
  }

  /** Reads page by page: an open cursor would hold back `erase` and every other writer's checkpoint. */
  async *iterator(): AsyncGenerator<[string, string], void> {
    let after = '';
    for (;;) {
      const connection = this.#open();
      const rows = connection.all('page', { namespace: this.#namespace, after, now: connection.now() });
      for (const row of rows) {
        after = textOf(row, 'key');
        yield [after, textOf(row, 'value')];
      }
      if (rows.length < page) return;
    }
  }

  async disconnect(): Promise<void> {
    this.#connected = false;
  }

  async getVersioned(key: string): Promise<VersionedValue | undefined> {
    return this.#read(key);
  }

  async compareAndSet(key: string, value: string, expectedVersion: number, expires?: number): Promise<boolean> {
    return this.#open().write(() => {
      if ((this.#read(key)?.version ?? 0) !== expectedVersion) return false;
      this.#write({ key, value, ...(expires === undefined ? {} : { expires }) });
      return true;
    }, this.#durable);
  }
}

/**
 * @param busyTimeout how long a locked file is waited for, in milliseconds; the whole process waits.
 * @throws StorageError as `openSqliteFile` does.
 */
export function openSqliteStore(path: string, now: Clock, busyTimeout = 5000): Store {
  const connection = new Connection(path, now, busyTimeout);
  const erase = async (): Promise<void> => {
    assertOpen(connection.isOpen, connection.path);
    // Deleted text is overwritten in the database, but older copies of its pages stay in the log until that is cut off.
    const [row] = connection.all('checkpoint');
    if (row?.['busy'] === 0) return;
    throw new StorageError(
      'erase-incomplete',
      `The data is deleted, but another process still holds an old copy of it in ${connection.path}-wal`,
      'End whatever reads the file for so long; the next sweep then erases it',
    );
  };
  return {
    location: connection.path,
    now,
    adapter: (namespace, options) => new SqliteAdapter(connection, namespace, options),
    purge: async () => {
      assertOpen(connection.isOpen, connection.path);
      const purged = connection.run('purge', { now: now() });
      await erase();
      return purged;
    },
    erase,
    close: async () => {
      connection.close();
    },
  };
}
