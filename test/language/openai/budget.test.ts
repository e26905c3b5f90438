/** What may be spent in a day holds across calls, processes and restarts. */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Budget, type Allowance } from '../../../src/language/openai/budget.ts';
import type { Store } from '../../../src/storage/adapter.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { bytesOf, startChild, temporaryFolder } from '../../storage/support.ts';

const generous: Allowance = { tokens: 1e9, micros: undefined };
const call = { tokens: 100, micros: 50 };

async function opened(url = 'memory:', now = () => Date.parse('2026-11-22T10:00:00Z')): Promise<Store> {
  const store = await openStore(url, now);
  onTestFinished(() => store.close());
  return store;
}

describe('a budget', () => {
  test('of a person is theirs alone', async () => {
    const budget = new Budget({ store: await opened(), person: { tokens: 250, micros: undefined }, all: generous });
    const granted = [await budget.reserve('a', call), await budget.reserve('a', call), await budget.reserve('a', call)];
    expect(granted.map((each) => each !== undefined)).toEqual([true, true, false]);
    expect(await budget.reserve('b', call)).toBeDefined();
  });

  test("of all is everybody's, and what one person may not have is left to the others", async () => {
    const budget = new Budget({
      store: await opened(),
      person: { tokens: 100, micros: undefined },
      all: { tokens: 200, micros: undefined },
    });
    expect(await budget.reserve('a', call)).toBeDefined();
    expect(await budget.reserve('a', call)).toBeUndefined();
    expect(await budget.reserve('b', call)).toBeDefined();
    expect(await budget.reserve('c', call)).toBeUndefined();
  });

  test('holds in money as in tokens', async () => {
    const budget = new Budget({ store: await opened(), person: { tokens: 1e9, micros: 99 }, all: generous });
    expect(await budget.reserve('a', call)).toBeDefined();
    expect(await budget.reserve('a', call)).toBeUndefined();
  });

  test('counts what was used in truth once it is known', async () => {
    const budget = new Budget({ store: await opened(), person: { tokens: 150, micros: undefined }, all: generous });
    const settle = await budget.reserve('a', call);
    expect(await budget.reserve('a', call)).toBeUndefined();
    await settle?.({ tokens: 10, micros: 5 });
    expect(await budget.reserve('a', call)).toBeDefined();
  });

  test('is never exceeded by calls at the same time', async () => {
    const budget = new Budget({ store: await opened(), person: generous, all: { tokens: 1000, micros: undefined } });
    const granted = await Promise.all(Array.from({ length: 30 }, (_, at) => budget.reserve(`p${at}`, call)));
    expect(granted.filter((each) => each !== undefined)).toHaveLength(10);
  });

  test('survives a restart, and begins anew the next day', async () => {
    const folder = temporaryFolder();
    const url = join(folder, 'store.sqlite');
    let now = Date.parse('2026-11-22T23:59:00Z');
    const limits = { person: { tokens: 100, micros: undefined }, all: generous };
    const first = await openStore(url, () => now);
    expect(await new Budget({ store: first, ...limits }).reserve('Zhang San', call)).toBeDefined();
    await first.close();
    const second = await opened(url, () => now);
    expect(await new Budget({ store: second, ...limits }).reserve('Zhang San', call)).toBeUndefined();
    expect(bytesOf(folder).toString('latin1')).not.toContain('Zhang');
    now += 120_000;
    expect(await new Budget({ store: second, ...limits }).reserve('Zhang San', call)).toBeDefined();
  });

  test('is kept of a day until the next, for whom nobody can tell without the secret of the day', async () => {
    let now = Date.parse('2026-11-22T10:00:00Z');
    const [one, other] = [await opened('memory:', () => now), await opened('memory:', () => now)];
    const keys = async (store: Store): Promise<string[]> => {
      const found = [];
      for await (const [key] of store.adapter('model-use').iterator()) found.push(key);
      return found;
    };
    for (const store of [one, other]) {
      const budget = new Budget({ store, person: generous, all: generous });
      await (
        await budget.reserve('a', call)
      )?.({ tokens: 7, micros: 3 });
      expect(await budget.used('a')).toEqual({ tokens: 7, micros: 3 });
      expect(await budget.used('b')).toBeUndefined();
    }
    const [mine, theirs] = [await keys(one), await keys(other)];
    // The count of all and the secret have the same names everywhere; that of the person has not.
    expect(mine.filter((key) => theirs.includes(key)).toSorted()).toEqual(['2026-11-22/all', '2026-11-22/secret']);
    expect(mine).toHaveLength(3);
    now = Date.parse('2026-11-23T01:00:00Z');
    expect(await one.purge()).toBe(3);
  });

  test('holds over processes that spend at the same time', async () => {
    const path = join(temporaryFolder(), 'store.sqlite');
    const children = [1, 2].map(() => startChild('child-spends.ts', path, '60'));
    const granted = await Promise.all(children.map(async (child) => Number(await child.line())));
    expect(granted.every((each) => each > 0)).toBe(true);
    expect(granted.reduce((sum, each) => sum + each)).toBe(100);
  });

  test('is used up where it can not be read', async () => {
    const store = await opened();
    await store.adapter('model-use').compareAndSet('2026-11-22/all', 'no JSON', 0, Date.parse('2026-11-24T00:00:00Z'));
    expect(await new Budget({ store, person: generous, all: generous }).reserve('a', call)).toBeUndefined();
  });
});
