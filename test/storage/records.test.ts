import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openMemoryStore } from '../../src/storage/memory-adapter.ts';
import { openRecords } from '../../src/storage/records.ts';
import { handClock } from './support.ts';

function start() {
  const clock = handClock();
  const store = openMemoryStore(clock);
  onTestFinished(() => store.close());
  return { clock, store, settings: openRecords(store, 'settings', z.strictObject({ language: z.enum(['en', 'zh']) })) };
}

test('a record is kept, listed and deleted', async () => {
  const { settings } = start();
  await settings.set('a', { language: 'zh' });
  expect(await settings.get('a')).toEqual({ language: 'zh' });
  expect(await settings.keys().next()).toEqual({ done: false, value: 'a' });
  expect(await settings.delete('a')).toBe(true);
  expect(await settings.delete('a')).toBe(false);
  expect(await settings.get('a')).toBeUndefined();
});

test("expiry follows the store's clock, not the system's", async () => {
  const { settings, clock } = start();
  await settings.set('a', { language: 'zh' }, clock() + 1000);
  clock.pass(999);
  expect(await settings.get('a')).toEqual({ language: 'zh' });
  clock.pass(1);
  expect(await settings.get('a')).toBeUndefined();
});

test('a form that was not agreed is refused in both directions', async () => {
  const { settings, store } = start();
  const others = openRecords(store, 'settings', z.unknown());
  await others.set('a', { language: 'fr' });
  await expect(settings.get('a')).rejects.toMatchObject({ code: 'record-unreadable' });
  await store.adapter('settings').set('b', 'secret words, not JSON');
  await expect(settings.get('b')).rejects.toMatchObject({
    code: 'record-unreadable',
    message: expect.not.stringContaining('secret'),
  });
  const picky = openRecords(store, 'settings', z.string().max(3));
  await expect(picky.set('c', 'four')).rejects.toMatchObject({ code: 'value-refused' });
});

test('a closed store rejects', async () => {
  const { settings, store } = start();
  await store.close();
  await expect(settings.get('a')).rejects.toMatchObject({ code: 'store-closed' });
  await expect(settings.set('a', { language: 'en' })).rejects.toMatchObject({ code: 'store-closed' });
  await expect(settings.delete('a')).rejects.toMatchObject({ code: 'store-closed' });
});
