import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Store } from '../../src/storage/adapter.ts';
import { openConversations } from '../../src/storage/conversation-store.ts';
import { bytesOf, day, event, notebook, start, turn, type HandClock } from './support.ts';

describe('events', () => {
  test('wait in the order of acceptance until their turns are committed', async () => {
    const { conversations } = await start();
    expect(await conversations.next('c')).toBeUndefined();
    await conversations.accept('c', event('e1'));
    await conversations.accept('c', event('e2'));
    expect(await conversations.next('c')).toEqual({ event: event('e1'), state: undefined });
    expect(await conversations.next('c')).toMatchObject({ event: { id: 'e1' } });
    expect(await conversations.commit('c', turn('e1'))).toBe('committed');
    expect(await conversations.next('c')).toEqual({ event: event('e2'), state: { notes: ['e1'] } });
    await conversations.commit('c', turn('e2'));
    expect(await conversations.next('c')).toBeUndefined();
  });

  test('delivered twice are duplicates, waiting or handled', async () => {
    const { conversations } = await start();
    expect(await conversations.accept('c', event('e1'))).toBe('accepted');
    expect(await conversations.accept('c', event('e1'))).toBe('duplicate');
    await conversations.commit('c', turn('e1'));
    expect(await conversations.accept('c', event('e1'))).toBe('duplicate');
    expect(await conversations.accept('another', event('e1'))).toBe('accepted');
  });

  test('are remembered up to the limit', async () => {
    const { store } = await start();
    const { conversations } = notebook(store, { seenLimit: 3 });
    for (const id of ['e1', 'e2', 'e3', 'e4']) {
      await conversations.accept('c', event(id));
      await conversations.commit('c', turn(id));
    }
    expect(await conversations.accept('c', event('e2'))).toBe('duplicate');
    expect(await conversations.accept('c', event('e1'))).toBe('accepted');
  });

  test('many at once in one process are all kept, each once', async () => {
    const { conversations } = await start('file');
    const ids = Array.from({ length: 60 }, (_, index) => `e${index}`);
    const results = await Promise.all([...ids, ...ids].map((id) => conversations.accept('c', event(id))));
    expect(results.filter((result) => result === 'accepted')).toHaveLength(60);
    const handled = [];
    for (let next = await conversations.next('c'); next; next = await conversations.next('c')) {
      handled.push(next.event.id);
      await conversations.commit('c', turn(next.event.id));
    }
    expect(handled).toEqual(ids);
  });

  test.for([
    ['no id', { ...event('e'), id: '' }],
    ['no instant', { ...event('e'), at: 'yesterday' }],
    ['no payload', { ...event('e'), payload: undefined }],
    ['a function as payload', { ...event('e'), payload: () => 1 }],
    ['a bigint as payload', { ...event('e'), payload: { n: 1n } }],
  ] as const)('with %s are refused', async ([, bad]) => {
    const { conversations } = await start();
    await expect(conversations.accept('c', bad)).rejects.toMatchObject({ code: 'value-refused' });
    expect(await conversations.pendingConversations()).toEqual([]);
  });
});

describe('turns', () => {
  test('a turn run twice is committed once', async () => {
    const { conversations } = await start();
    await conversations.accept('c', event('e1'));
    const results = await Promise.all([conversations.commit('c', turn('e1', ['a'])), conversations.commit('c', turn('e1', ['b']))]);
    expect(results).toEqual(['committed', 'superseded']);
    expect(await conversations.undelivered('c')).toHaveLength(1);
    expect(await conversations.export('c')).toMatchObject({ state: { notes: ['a'] } });
  });

  test('only the event at the head has a turn', async () => {
    const { conversations } = await start();
    await conversations.accept('c', event('e1'));
    await conversations.accept('c', event('e2'));
    for (const id of ['e2', 'never heard of']) {
      await expect(conversations.commit('c', turn(id))).rejects.toMatchObject({ code: 'out-of-turn' });
    }
    expect(await conversations.next('c')).toMatchObject({ event: { id: 'e1' } });
  });

  test('a state that could not be read again is refused, and the event keeps waiting', async () => {
    const { store } = await start();
    const { conversations } = notebook(store);
    const loose = openConversations({ store, state: z.any(), schemaVersion: 1, onQuarantine: () => undefined });
    await conversations.accept('c', event('e1'));
    const wrong = { eventId: 'e1', state: { notes: [], extra: 1 }, replies: [] };
    await expect(conversations.commit('c', wrong)).rejects.toMatchObject({ code: 'value-refused' });
    await expect(loose.commit('c', { ...wrong, state: undefined })).rejects.toMatchObject({ code: 'value-refused' });
    await expect(conversations.commit('c', turn('e1', [], [undefined]))).rejects.toMatchObject({ code: 'value-refused' });
    expect(await conversations.next('c')).toMatchObject({ event: { id: 'e1' }, state: undefined });
  });

  test('events and states of some hundred kilobytes are kept whole', async () => {
    const { conversations } = await start('file');
    const text = '职业技能等级'.repeat(60_000);
    await conversations.accept('c', event('e1', { text }));
    expect((await conversations.next('c'))?.event.payload).toEqual({ text });
    await conversations.commit('c', turn('e1', [text], [{ text }]));
    await conversations.accept('c', event('e2'));
    expect((await conversations.next('c'))?.state).toEqual({ notes: [text] });
    expect((await conversations.undelivered('c'))[0]?.payload).toEqual({ text });
  });
});

describe('replies', () => {
  test('are waiting in order until each is said to be delivered', async () => {
    const { conversations } = await start();
    await conversations.accept('c', event('e1'));
    await conversations.accept('c', event('e2'));
    await conversations.commit('c', turn('e1', [], ['one', 'two']));
    await conversations.commit('c', turn('e2', [], ['three']));
    expect(await conversations.undelivered('c')).toEqual([
      { id: 'e1/0', eventId: 'e1', payload: 'one' },
      { id: 'e1/1', eventId: 'e1', payload: 'two' },
      { id: 'e2/0', eventId: 'e2', payload: 'three' },
    ]);
    expect(await conversations.delivered('c', 'e1/0')).toBe(true);
    expect(await conversations.delivered('c', 'e1/0')).toBe(false);
    expect((await conversations.undelivered('c')).map(({ payload }) => payload)).toEqual(['two', 'three']);
  });

  test('a conversation with events or replies waiting is found after a start', async () => {
    const { conversations, store } = await start('file');
    for (const id of ['asked', 'answered', 'done']) await conversations.accept(id, event('e1'));
    for (const id of ['answered', 'done']) await conversations.commit(id, turn('e1'));
    await conversations.delivered('done', 'e1/0');
    expect((await notebook(store).conversations.pendingConversations()).toSorted()).toEqual(['answered', 'asked']);
  });
});

test('an export is everything, as plain JSON', async () => {
  const { conversations, clock } = await start();
  expect(await conversations.export('c')).toBeNull();
  await conversations.accept('c', event('e1'));
  await conversations.commit('c', turn('e1'));
  await conversations.accept('c', event('e2'));
  const exported = await conversations.export('c');
  expect(exported).toEqual({
    conversationId: 'c',
    updatedAt: '2026-03-01T08:00:00.000Z',
    expiresAt: new Date(clock() + 30 * day).toISOString(),
    state: { notes: ['e1'] },
    inbox: [event('e2')],
    outbox: [{ id: 'e1/0', eventId: 'e1', payload: { say: 'noted e1' } }],
    seenEvents: [expect.stringMatching(/^[\w-]{22}$/u)],
    setAside: [],
  });
  expect(JSON.parse(JSON.stringify(exported))).toEqual(exported);
});

async function oneTurn(clock: HandClock, store: Store) {
  const { conversations } = notebook(store);
  await conversations.accept('c', event('e1', { text: 'a line to expire' }));
  clock.pass(day);
  await conversations.commit('c', turn('e1', ['a line to expire']));
  return conversations;
}

describe('expiry', () => {
  test('counts from the last turn, and is not put off by sending', async () => {
    const { clock, store } = await start();
    const conversations = await oneTurn(clock, store);
    clock.pass(30 * day - 1);
    expect(await conversations.export('c')).not.toBeNull();
    expect(await conversations.delivered('c', 'e1/0')).toBe(true);
    clock.pass(1);
    expect(await conversations.export('c')).toBeNull();
    expect(await conversations.next('c')).toBeUndefined();
  });

  test('takes the text off the disk with the next sweep', async () => {
    const { clock, store, folder } = await start('file');
    const conversations = await oneTurn(clock, store);
    clock.pass(30 * day);
    expect(await conversations.sweep()).toBe(1);
    expect(bytesOf(folder).includes('a line to expire')).toBe(false);
    expect(await conversations.accept('c', event('e2'))).toBe('accepted');
    expect(await conversations.next('c')).toMatchObject({ state: undefined });
  });

  test('is an option', async () => {
    const { clock, store } = await start();
    const { conversations } = notebook(store, { retentionDays: 2 });
    await conversations.accept('c', event('e1'));
    clock.pass(2 * day);
    expect(await conversations.sweep()).toBe(1);
  });
});

test('a store that fails is never taken for an empty one', async () => {
  const { conversations, store } = await start('file');
  await conversations.accept('c', event('e1'));
  await store.close();
  const closed = { code: 'store-closed' };
  await expect(conversations.accept('c', event('e1'))).rejects.toMatchObject(closed);
  await expect(conversations.next('c')).rejects.toMatchObject(closed);
  await expect(conversations.commit('c', turn('e1'))).rejects.toMatchObject(closed);
  await expect(conversations.undelivered('c')).rejects.toMatchObject(closed);
  await expect(conversations.delivered('c', 'e1/0')).rejects.toMatchObject(closed);
  await expect(conversations.pendingConversations()).rejects.toMatchObject(closed);
  await expect(conversations.forget('c')).rejects.toMatchObject(closed);
  await expect(conversations.export('c')).rejects.toMatchObject(closed);
  await expect(conversations.sweep()).rejects.toMatchObject(closed);
});
