import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../src/storage/sqlite-adapter.ts';
import { adapterSuite } from './adapter-suite.ts';
import { bytesOf, startChild, temporaryFolder } from './support.ts';

adapterSuite('sqlite', async (now) => openSqliteStore(join(temporaryFolder(), 'store.db'), now));

function openInFolder(busyTimeout?: number) {
  const folder = temporaryFolder();
  const path = join(folder, 'store.db');
  const store = openSqliteStore(path, Date.now, busyTimeout);
  onTestFinished(() => store.close());
  return { folder, path, store, adapter: store.adapter('one') };
}

describe('on the disk', () => {
  test('what was written is there after opening again', async () => {
    const { path, store, adapter } = openInFolder();
    await adapter.set('a', '1');
    const version = (await adapter.getVersioned('a'))?.version;
    await store.close();
    const again = openSqliteStore(path, Date.now);
    onTestFinished(() => again.close());
    expect(await again.adapter('one').getVersioned('a')).toEqual({ value: '1', version, expires: undefined });
  });

  test('only this user can read the file', async () => {
    const { folder, adapter } = openInFolder();
    await adapter.set('a', '1');
    const modes = ['store.db', 'store.db-wal', 'store.db-shm'].map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  test.for([20, 3000, 400_000])('no byte of a deleted or replaced value of %i bytes is left after erase', async (size) => {
    const { folder, store, adapter } = openInFolder();
    const secrets = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')];
    const [first = '', second = ''] = secrets.map((secret) => secret.repeat(Math.ceil(size / secret.length)));
    await adapter.set('neighbour', 'stays'.repeat(100));
    await adapter.set('a', first);
    await adapter.set('b', second);
    await store.erase();
    for (const secret of secrets) expect(bytesOf(folder).includes(secret)).toBe(true);
    await adapter.delete('a');
    await adapter.set('b', 'short');
    await store.erase();
    for (const secret of secrets) expect(bytesOf(folder).includes(secret)).toBe(false);
    expect(await adapter.get('neighbour')).toBe('stays'.repeat(100));
  });

  test('expired records leave the file with purge', async () => {
    const folder = temporaryFolder();
    let time = 1000;
    const store = openSqliteStore(join(folder, 'store.db'), () => time);
    onTestFinished(() => store.close());
    await store.adapter('one').set('a', 'a sentence to be gone', 2000);
    time = 2000;
    expect(await store.purge()).toBe(1);
    expect(bytesOf(folder).includes('a sentence to be gone')).toBe(false);
  });

  test('an older copy that another process still reads makes erase fail, not pretend', async () => {
    const { path, store, adapter } = openInFolder(20);
    await adapter.set('a', 'text');
    const reader = new DatabaseSync(path);
    onTestFinished(() => reader.close());
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM kv').get();
    await adapter.delete('a');
    await expect(store.erase()).rejects.toMatchObject({ code: 'erase-incomplete' });
    reader.exec('COMMIT');
    await expect(store.erase()).resolves.toBeUndefined();
  });

  test('an unfinished walk through the records does not hold back erase', async () => {
    const { store, adapter } = openInFolder(20);
    await adapter.setMany(['a', 'b'].map((key) => ({ key, value: key })));
    const walk = adapter.iterator();
    await walk.next();
    await adapter.delete('a');
    await expect(store.erase()).resolves.toBeUndefined();
    expect(await walk.next()).toEqual({ done: false, value: ['b', 'b'] });
  });
});

describe('writes at the same time', () => {
  test('share one commit, and one that is refused undoes itself alone', async () => {
    const { adapter } = openInFolder();
    const [first, refused, compared, last] = await Promise.allSettled([
      adapter.set('a', '1'),
      adapter.setMany([
        { key: 'b', value: '2' },
        { key: 'c', value: 3 },
      ]),
      adapter.compareAndSet('a', 'other', 0),
      adapter.set('d', '4'),
    ]);
    expect(first.status).toBe('fulfilled');
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'value-refused' } });
    expect(compared).toEqual({ status: 'fulfilled', value: false });
    expect(last.status).toBe('fulfilled');
    expect(await adapter.getMany(['a', 'b', 'c', 'd'])).toEqual(['1', undefined, undefined, '4']);
  });

  test('that wait when the store is closed are still made', async () => {
    const { path, store, adapter } = openInFolder();
    const written = adapter.set('a', '1');
    await store.close();
    expect(await written).toBe(true);
    const again = openSqliteStore(path, Date.now);
    onTestFinished(() => again.close());
    expect(await again.adapter('one').get('a')).toBe('1');
  });
});

describe('two processes on one file', () => {
  test('200 increments each make 400', async () => {
    const { path, store, adapter } = openInFolder();
    await adapter.set('count', '0');
    const children = [startChild('child-increments.ts', path, '200'), startChild('child-increments.ts', path, '200')];
    expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0]);
    expect(await adapter.get('count')).toBe('400');
    await store.close();
  });

  test('a new file may be opened by several at once', async () => {
    const path = join(temporaryFolder(), 'new', 'store.db');
    const children = Array.from({ length: 4 }, () => startChild('child-increments.ts', path, '5'));
    expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0, 0, 0]);
    const store = openSqliteStore(path, Date.now);
    expect(await store.adapter('one').get('count')).toBe('20');
    await store.close();
  });

  test('a file that stays locked is an error', async () => {
    const { path, adapter } = openInFolder(20);
    await adapter.set('a', '1');
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec('BEGIN IMMEDIATE');
    await expect(adapter.set('a', '2')).rejects.toMatchObject({ code: 'store-busy' });
    await expect(adapter.compareAndSet('b', '2', 0)).rejects.toMatchObject({ code: 'store-busy' });
    expect(await adapter.get('a')).toBe('1');
    other.exec('ROLLBACK');
    expect(await adapter.set('a', '2')).toBe(true);
  });
});

describe('a file damaged while it is open', () => {
  test('reading it rejects', async () => {
    const { path, store, adapter } = openInFolder();
    const value = 'x'.repeat(50_000);
    await adapter.setMany(Array.from({ length: 40 }, (_, index) => ({ key: `key-${index}`, value })));
    await store.erase();
    const size = readFileSync(path).length;
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(size - 8192, 0xa5), 0, size - 8192, 8192);
    closeSync(file);
    // A second connection has nothing of the file in its memory.
    expect(() => openSqliteStore(path, Date.now)).toThrow(expect.objectContaining({ code: 'store-damaged' }));
    const failures = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => adapter.get(`key-${index}`)));
    expect(failures.filter((result) => result.status === 'fulfilled' && result.value !== value)).toEqual([]);
  });
});
