import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/storage/open-store.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import { startChild, temporaryFolder } from './support.ts';

async function refusal(url: string): Promise<StorageError> {
  const error = await openStore(url).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof StorageError)) throw new Error(`not refused: ${url}`, { cause: error });
  return error;
}

describe('the address of a store', () => {
  test('memory: keeps nothing', async () => {
    const store = await openStore('memory:');
    expect(store.location).toBe('memory:');
    await store.adapter('one').set('a', '1');
    expect(await (await openStore('memory:')).adapter('one').get('a')).toBeUndefined();
  });

  test.for([
    ['a plain path', (path: string) => path],
    ['sqlite: and a path', (path: string) => `sqlite:${path}`],
    ['sqlite:// and an absolute path', (path: string) => `sqlite://${path}`],
  ] as const)('%s is a file, whose folders are made', async ([, urlOf]) => {
    const path = join(temporaryFolder(), 'a', 'b', 'store.db');
    const store = await openStore(urlOf(path));
    onTestFinished(() => store.close());
    expect(store.location).toBe(path);
    expect(existsSync(path)).toBe(true);
    expect(statSync(join(path, '..')).mode & 0o077).toBe(0);
  });

  test('a relative path starts at the working folder', async () => {
    const folder = temporaryFolder();
    const before = process.cwd();
    process.chdir(folder);
    onTestFinished(() => process.chdir(before));
    const store = await openStore('sqlite:data/store.db');
    onTestFinished(() => store.close());
    expect(existsSync(join(folder, 'data', 'store.db'))).toBe(true);
  });

  test.for(['', 'sqlite:', ':memory:', 'sqlite::memory:', 'redis://user:hunter2@host/0', 'file:store.db'])(
    "'%s' is refused, and not repeated in the message",
    async (url) => {
      const error = await refusal(url);
      expect(error.code).toBe('store-unsupported');
      expect(error.message).toContain("Use 'memory:', 'sqlite:PATH' or a plain path");
      expect(error.message).not.toContain('hunter2');
    },
  );
});

describe('a file that can not be the store', () => {
  test('text is refused and left as it is', async () => {
    const path = join(temporaryFolder(), 'notes.txt');
    const text = 'Things to do on Monday, in no order. '.repeat(200);
    writeFileSync(path, text);
    expect(await refusal(path)).toMatchObject({ code: 'store-foreign', message: expect.stringContaining('Give another path') });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test("another program's database is refused and left as it is", async () => {
    const path = join(temporaryFolder(), 'other.db');
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE kv (key, value)');
    other.close();
    const before = readFileSync(path);
    expect((await refusal(path)).code).toBe('store-foreign');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('a store of a newer program is refused', async () => {
    const path = join(temporaryFolder(), 'store.db');
    await (await openStore(path)).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 2');
    database.close();
    expect((await refusal(path)).code).toBe('store-newer');
  });

  test('a damaged store is refused with what to do', async () => {
    const path = join(temporaryFolder(), 'store.db');
    const store = await openStore(path);
    await store.adapter('one').set('a', 'x'.repeat(100_000));
    await store.close();
    truncateSync(path, 40_960);
    const error = await refusal(path);
    expect(error.code).toBe('store-damaged');
    expect(error.message).toContain('restore it from a backup');
  });

  test('a folder, or a path through a file, is refused with its cause', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    for (const path of [folder, join(folder, 'file', 'store.db')]) {
      const error = await refusal(path);
      expect(error.code).toBe('store-unwritable');
      expect(error.cause).toBeInstanceOf(Error);
    }
  });

  test('a folder or a file without write permission is refused', async () => {
    const folder = temporaryFolder();
    // Open to look into, so that it is the missing right to write that counts.
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'locked'), { mode: 0o555 });
    const file = join(folder, 'store.db');
    await (await openStore(file)).close();
    chmodSync(file, 0o444);
    const child = startChild('child-without-rights.ts', join(folder, 'locked', 'store.db'), file);
    expect([await child.line(), await child.line(), await child.line()]).toEqual([
      'store-unwritable',
      'store-unwritable',
      undefined,
    ]);
  });
});
