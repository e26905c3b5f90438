import { describe, expect, test } from 'vitest';
import { createSerialiser } from '../../src/storage/serialise.ts';

describe('work under one key', () => {
  test('runs one at a time, in the order of asking', async () => {
    const { runExclusive } = createSerialiser();
    const log: string[] = [];
    const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
    const runs = gates.map((gate, index) =>
      runExclusive('a', async () => {
        log.push(`start ${index}`);
        await gate.promise;
        log.push(`end ${index}`);
        return index;
      }),
    );
    // The later ones are free to go first, and must not.
    for (const gate of gates.toReversed()) gate.resolve();
    expect(await Promise.all(runs)).toEqual([0, 1, 2]);
    expect(log).toEqual(['start 0', 'end 0', 'start 1', 'end 1', 'start 2', 'end 2']);
  });

  test('goes on after a failure, which reaches only its own caller', async () => {
    const { runExclusive } = createSerialiser();
    const first = runExclusive('a', () => Promise.reject(new Error('first')));
    const second = runExclusive('a', () => {
      throw new Error('second');
    });
    const third = runExclusive('a', () => 'third');
    expect(
      (await Promise.allSettled([first, second, third])).map((run) =>
        run.status === 'fulfilled' ? run.value : String(run.reason),
      ),
    ).toEqual(['Error: first', 'Error: second', 'third']);
  });

  test('asked for by work that runs is done after it', async () => {
    const { runExclusive } = createSerialiser();
    const log: string[] = [];
    let inner: Promise<void> | undefined;
    await runExclusive('a', () => {
      inner = runExclusive('a', () => void log.push('inner'));
      log.push('outer');
    });
    await inner;
    expect(log).toEqual(['outer', 'inner']);
  });
});

describe('keys', () => {
  test('do not wait for each other', async () => {
    const { runExclusive } = createSerialiser();
    const gate = Promise.withResolvers<void>();
    const held = runExclusive('a', () => gate.promise);
    expect(await runExclusive('b', () => 'free')).toBe('free');
    gate.resolve();
    await held;
  });

  test('leave nothing behind', async () => {
    const serialiser = createSerialiser();
    const runs = ['a', 'a', 'b'].map((key) => serialiser.runExclusive(key, () => Promise.reject(new Error(key))));
    expect(serialiser.size).toBe(2);
    await Promise.allSettled(runs);
    expect(serialiser.size).toBe(0);
  });
});
