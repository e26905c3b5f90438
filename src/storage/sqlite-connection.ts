/** The open SQLite file: its statements, and writes that share the wait for the disk. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Clock } from './adapter.ts';
import { openSqliteFile } from './sqlite-file.ts';
import { asStorageError, StorageError } from './storage-error.ts';

/** Rows of one step of a walk. */
export const page = 100;
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
export type Row = Record<string, SQLOutputValue>;

export function textOf(row: Row, column: string): string {
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
export class Connection {
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
