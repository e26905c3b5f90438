/** What every storage adapter must do; each adapter runs it on stores that `open` makes, empty ones. */
import { Keyv } from 'keyv';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Clock, Store } from '../../src/storage/adapter.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import { handClock } from './support.ts';

async function allOf(pairs: AsyncIterable<readonly [string, string]>): Promise<(readonly [string, string])[]> {
  const all = [];
  for await (const pair of pairs) all.push(pair);
  return all;
}

const outcomeOf = (operation: Promise<unknown>): Promise<string> =>
  operation.then(
    () => 'no failure',
    (error: unknown) => (error instanceof StorageError ? error.code : String(error)),
  );

export function adapterSuite(name: string, open: (now: Clock) => Promise<Store>): void {
  const start = async () => {
    const clock = handClock();
    const store = await open(clock);
    onTestFinished(() => store.close());
    return { clock, store, adapter: store.adapter('one') };
  };
  describe(`${name}: plain operations`, () => {
    test('what was set is got, and replaced by the next set', async () => {
      const { adapter } = await start();
      expect(await adapter.get('a')).toBeUndefined();
      expect(await adapter.set('a', 'first')).toBe(true);
      expect(await adapter.set('a', 'second')).toBe(true);
      expect(await adapter.get('a')).toBe('second');
      expect(await adapter.has('a')).toBe(true);
    });

    test('many at once keep the order of the keys', async () => {
      const { adapter } = await start();
      expect(
        await adapter.setMany([
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ]),
      ).toEqual([true, true]);
      expect(await adapter.getMany(['b', 'none', 'a'])).toEqual(['2', undefined, '1']);
      expect(await adapter.hasMany(['none', 'a'])).toEqual([false, true]);
      expect(await adapter.deleteMany(['a', 'none'])).toEqual([true, false]);
      expect(await adapter.has('a')).toBe(false);
    });

    test('delete tells whether there was something', async () => {
      const { adapter } = await start();
      await adapter.set('a', '1');
      expect(await adapter.delete('a')).toBe(true);
      expect(await adapter.delete('a')).toBe(false);
    });

    test('a batch with a value that is no text writes nothing', async () => {
      const { adapter } = await start();
      const batch = [
        { key: 'a', value: '1' },
        { key: 'b', value: 2 },
      ];
      await expect(adapter.setMany(batch)).rejects.toMatchObject({ code: 'value-refused' });
      expect(await adapter.has('a')).toBe(false);
    });

    test('namespaces do not see each other, and clear spares the others', async () => {
      const { adapter, store } = await start();
      const other = store.adapter('two');
      await adapter.set('a', 'mine');
      await other.set('a', 'theirs');
      await adapter.clear();
      expect(await adapter.get('a')).toBeUndefined();
      expect(await other.get('a')).toBe('theirs');
    });

    test.for([
      ['Chinese and emoji', '职业资格 🛠️'],
      ['a zero character', 'a\u0000b'],
      ['nothing', ''],
      ['half a megabyte', '技'.repeat(500_000)],
    ] as const)('keeps %s as key and as value', async ([, text]) => {
      const { adapter } = await start();
      const key = `key ${text.slice(0, 300)}`;
      await adapter.set(key, text);
      expect(await adapter.get(key)).toBe(text);
    });

    test('the iterator gives every record once, in the order of the keys, over many pages', async () => {
      const { adapter, store } = await start();
      const keys = Array.from({ length: 350 }, (_, index) => `key-${String(index).padStart(3, '0')}`);
      await adapter.setMany(keys.toReversed().map((key) => ({ key, value: `value of ${key}` })));
      await store.adapter('two').set('other', '1');
      expect(await allOf(adapter.iterator())).toEqual(keys.map((key) => [key, `value of ${key}`]));
    });

    test('the iterator bears deletions while it runs', async () => {
      const { adapter } = await start();
      await adapter.setMany(['a', 'b', 'c'].map((key) => ({ key, value: key })));
      const seen = [];
      for await (const [key] of adapter.iterator()) {
        seen.push(key);
        await adapter.delete(key);
      }
      expect(seen).toEqual(['a', 'b', 'c']);
      expect(await allOf(adapter.iterator())).toEqual([]);
    });
  });

  describe(`${name}: expiry`, () => {
    test('a record is there until its moment, and gone from it on', async () => {
      const { adapter, clock } = await start();
      await adapter.set('a', '1', clock() + 1000);
      clock.pass(999);
      expect(await adapter.get('a')).toBe('1');
      clock.pass(1);
      expect(await adapter.get('a')).toBeUndefined();
      expect(await adapter.getVersioned('a')).toBeUndefined();
      expect(await adapter.has('a')).toBe(false);
      expect(await adapter.hasMany(['a'])).toEqual([false]);
      expect(await adapter.getMany(['a'])).toEqual([undefined]);
      expect(await allOf(adapter.iterator())).toEqual([]);
      expect(await adapter.delete('a')).toBe(false);
    });

    test('purge removes the expired of all namespaces and nothing else', async () => {
      const { adapter, clock, store } = await start();
      await adapter.set('a', '1', clock() + 1000);
      await store.adapter('two').set('b', '1', clock() + 1000);
      await adapter.set('later', '1', clock() + 1001);
      await adapter.set('never', '1');
      clock.pass(1000);
      expect(await store.purge()).toBe(2);
      expect(await store.purge()).toBe(0);
      expect((await allOf(adapter.iterator())).map(([key]) => key)).toEqual(['later', 'never']);
    });

    test('a set without expiry takes an earlier one away', async () => {
      const { adapter, clock } = await start();
      await adapter.set('a', '1', clock() + 1000);
      await adapter.set('a', '2');
      clock.pass(5000);
      expect(await adapter.get('a')).toBe('2');
    });
  });

  describe(`${name}: compare and set`, () => {
    test('0 makes a record once', async () => {
      const { adapter } = await start();
      expect(await adapter.compareAndSet('a', 'first', 0)).toBe(true);
      expect(await adapter.compareAndSet('a', 'second', 0)).toBe(false);
      expect(await adapter.get('a')).toBe('first');
    });

    test('only the version read last may be replaced', async () => {
      const { adapter, clock } = await start();
      await adapter.set('a', '1');
      const read = await adapter.getVersioned('a');
      expect(read).toMatchObject({ value: '1', expires: undefined });
      const version = read?.version ?? Number.NaN;
      expect(await adapter.compareAndSet('a', '2', version, clock() + 10)).toBe(true);
      expect(await adapter.compareAndSet('a', '3', version)).toBe(false);
      expect(await adapter.getVersioned('a')).toMatchObject({ value: '2', expires: clock() + 10 });
    });

    test('a plain set counts as a write too', async () => {
      const { adapter } = await start();
      await adapter.set('a', '1');
      const version = (await adapter.getVersioned('a'))?.version ?? Number.NaN;
      await adapter.set('a', '2');
      expect(await adapter.compareAndSet('a', '3', version)).toBe(false);
    });

    test('a version of a deleted record never fits the one made after it', async () => {
      const { adapter } = await start();
      await adapter.set('a', 'old');
      const version = (await adapter.getVersioned('a'))?.version ?? Number.NaN;
      await adapter.delete('a');
      await adapter.set('a', 'new');
      expect(await adapter.compareAndSet('a', 'old, changed', version)).toBe(false);
      expect(await adapter.get('a')).toBe('new');
    });

    test('an expired record counts as none', async () => {
      const { adapter, clock } = await start();
      await adapter.set('a', 'old', clock() + 10);
      const version = (await adapter.getVersioned('a'))?.version ?? Number.NaN;
      clock.pass(10);
      expect(await adapter.compareAndSet('a', 'old, changed', version)).toBe(false);
      expect(await adapter.compareAndSet('a', 'new', 0)).toBe(true);
      expect(await adapter.get('a')).toBe('new');
    });
  });

  describe(`${name}: under Keyv`, () => {
    test('Keyv takes it as it is, without a bridge', async () => {
      const { adapter } = await start();
      const keyv = new Keyv<unknown>({ store: adapter });
      expect(keyv.store).toBe(adapter);
      expect(keyv.namespace).toBe('one');
    });

    test('Keyv reads back what it wrote', async () => {
      const { adapter } = await start();
      const keyv = new Keyv<unknown>({ store: adapter, checkExpired: false });
      expect(await keyv.set('a', { list: [1, null] })).toBe(true);
      expect(await keyv.setMany([{ key: 'b', value: 'two' }])).toEqual([true]);
      expect(await keyv.getMany(['a', 'b', 'c'])).toEqual([{ list: [1, null] }, 'two', undefined]);
      expect(await keyv.has('a')).toBe(true);
      const all = [];
      for await (const pair of keyv.iterator()) all.push(pair);
      expect(all).toEqual([
        ['a', { list: [1, null] }],
        ['b', 'two'],
      ]);
      expect(await keyv.deleteMany(['a', 'c'])).toEqual([true, false]);
      await keyv.clear();
      expect(await keyv.get('b')).toBeUndefined();
    });

    test('Keyv can not turn it to another namespace', async () => {
      const { adapter } = await start();
      expect(() => new Keyv<unknown>({ store: adapter, namespace: 'two' })).toThrow(TypeError);
    });
  });

  describe(`${name}: a store that fails never looks empty`, () => {
    test('every operation on a closed store rejects, under Keyv too', async () => {
      const { adapter, store } = await start();
      const keyv = new Keyv<unknown>({ store: adapter, checkExpired: false });
      await keyv.set('a', 1);
      await store.close();
      const operations: Record<string, () => Promise<unknown>> = {
        get: () => adapter.get('a'),
        getMany: () => adapter.getMany([]),
        has: () => adapter.has('a'),
        hasMany: () => adapter.hasMany([]),
        set: () => adapter.set('a', '1'),
        setMany: () => adapter.setMany([]),
        delete: () => adapter.delete('a'),
        deleteMany: () => adapter.deleteMany([]),
        clear: () => adapter.clear(),
        iterator: () => allOf(adapter.iterator()),
        getVersioned: () => adapter.getVersioned('a'),
        compareAndSet: () => adapter.compareAndSet('a', '1', 0),
        purge: () => store.purge(),
        erase: () => store.erase(),
        'keyv.get': () => keyv.get('a'),
        'keyv.getMany': () => keyv.getMany(['a']),
        'keyv.has': () => keyv.has('a'),
        'keyv.set': () => keyv.set('a', 1),
        'keyv.setRaw': () => keyv.setRaw('a', { value: 1 }),
        'keyv.delete': () => keyv.delete('a'),
        'keyv.clear': () => keyv.clear(),
      };
      const outcomes = await Promise.all(
        Object.entries(operations).map(async ([operation, run]) => [operation, await outcomeOf(run())]),
      );
      expect(outcomes).toEqual(Object.keys(operations).map((operation) => [operation, 'store-closed']));
      await store.close();
    });

    test('a disconnected adapter rejects, the others go on', async () => {
      const { adapter, store } = await start();
      await adapter.set('a', '1');
      await adapter.disconnect();
      await expect(adapter.get('a')).rejects.toMatchObject({ code: 'store-closed' });
      expect(await store.adapter('one').get('a')).toBe('1');
    });
  });
}
