/** Claims: one at a time, in one process and across several; they run out unless renewed. */
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openClaims } from '../../src/storage/claims.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { bytesOf, start } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Two processes' claims over one store, whose clock is that of the timers. */
async function pair() {
  const store = await openStore('memory:', Date.now);
  onTestFinished(() => store.close());
  return { store, mine: openClaims(store, 300), theirs: openClaims(store, 300) };
}

test('what one holds no other takes, until it is released', async () => {
  const { mine, theirs } = await pair();
  const claim = await mine.take('c');
  expect(claim?.held).toBe(true);
  expect(await theirs.take('c')).toBeUndefined();
  expect(await mine.take('c')).toBeUndefined();
  expect((await theirs.take('d'))?.held).toBe(true);
  await claim?.release();
  expect(claim?.held).toBe(false);
  expect((await theirs.take('c'))?.held).toBe(true);
});

test('of many who ask at once one gets it', async () => {
  const { store } = await pair();
  const taken = await Promise.all(Array.from({ length: 20 }, () => openClaims(store, 300).take('c')));
  expect(taken.filter((claim) => claim !== undefined)).toHaveLength(1);
});

test('it is renewed for as long as it is held', async () => {
  const { mine, theirs } = await pair();
  const claim = await mine.take('c');
  await vi.advanceTimersByTimeAsync(3000);
  expect(claim?.held).toBe(true);
  expect(await theirs.take('c')).toBeUndefined();
  await claim?.release();
});

test('that of a process which stood still runs out, is known to, and takes nothing back from the next', async () => {
  const { mine, theirs } = await pair();
  const claim = await mine.take('c');
  // The clock goes on without the timers of the process.
  vi.setSystemTime(Date.now() + 301);
  expect(claim?.held).toBe(false);
  const next = await theirs.take('c');
  expect(next?.held).toBe(true);
  await vi.advanceTimersByTimeAsync(100);
  await claim?.release();
  expect(claim?.held).toBe(false);
  expect(next?.held).toBe(true);
  expect(await mine.take('c')).toBeUndefined();
});

test('it names nobody on the disk', async () => {
  vi.useRealTimers();
  const { folder, store } = await start('file');
  const claim = await openClaims(store).take('direct-message-of-wang-xiulan');
  expect(bytesOf(folder).includes('wang-xiulan')).toBe(false);
  await claim?.release();
});
